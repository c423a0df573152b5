package io.cosell.connector.salesforce;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What describe calls told about the org.
 *
 * @param id the organisation's id, 18 characters
 * @param fields the visible fields of each object by the object's API name; an object that is
 *     missing or hidden is absent
 * @param stages the active opportunity stages in their order
 */
public record Org(String id, Map<String, Set<String>> fields, List<Stage> stages) {

  /**
   * One opportunity stage.
   *
   * @param name its API name, what {@code StageName} holds
   */
  public record Stage(String name, boolean closed, boolean won) {}

  /** True when the object has the field and we may see it. */
  public boolean has(String object, String field) {
    return fields.getOrDefault(object, Set.of()).contains(field);
  }

  /** The stage of this API name. */
  public Optional<Stage> stage(String name) {
    return stages.stream().filter(stage -> stage.name().equals(name)).findFirst();
  }
}
