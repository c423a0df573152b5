package io.cosell.connector.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.remote.RemoteRefusedException;
import java.io.Serial;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A duplicate rule of the org has refused a record; one that is there may be meant.
 *
 * <p>The SOAP API describes what goes with such an error, the REST API does not. It has been seen
 * there under the misspelt name {@code duplicateResut}, and not at all. So ids are taken from
 * wherever they stand in the error.
 */
public class DuplicateFoundException extends RemoteRefusedException {
  @Serial private static final long serialVersionUID = 1L;
  private static final String CODE = "DUPLICATES_DETECTED";
  private static final Pattern ID = Pattern.compile("(?:^|/)([0-9A-Za-z]{15}(?:[0-9A-Z]{3})?)$");
  private final transient Subrequest part;
  private final List<String> ids;

  private DuplicateFoundException(
      RemoteRefusedException refusal, Subrequest part, List<String> ids) {
    super(refusal.status(), refusal.theirCode(), refusal.findings(), refusal.where());
    this.part = part;
    this.ids = ids;
  }

  /** The refusal of a part of a composite call; the same unless a duplicate rule was the reason. */
  static RuntimeException orSame(RuntimeException failure, Subrequest part, JsonNode errors) {
    return failure instanceof RemoteRefusedException refusal && refusal.theirCode().equals(CODE)
        ? new DuplicateFoundException(refusal, part, ids(errors))
        : failure;
  }

  private static List<String> ids(JsonNode errors) {
    var found = new LinkedHashSet<String>();
    collect(errors, found);
    return List.copyOf(found);
  }

  private static void collect(JsonNode node, Set<String> found) {
    if (node.isTextual()) {
      var id = ID.matcher(node.asText());
      if (id.find()) {
        found.add(Ids.long18(id.group(1)));
      }
    }
    node.forEach(child -> collect(child, found));
  }

  /** True when the record was to be created. */
  public boolean refusesNew(String object) {
    return part.method().equals("POST") && part.path().equals("sobjects/" + object);
  }

  /** The record that was refused. */
  public JsonNode record() {
    return part.body();
  }

  /**
   * The records the answer names, 18 characters, best first; often none.
   *
   * @param keyPrefix of the object, such as {@code 001}: a rule may compare with other objects too
   */
  public List<String> matches(String keyPrefix) {
    return ids.stream().filter(id -> id.startsWith(keyPrefix)).toList();
  }
}
