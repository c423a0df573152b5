package io.cosell.connector.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * One part of a composite call (REST API guide, Composite).
 *
 * @param referenceId its name within the call; others may use {@code @{name.id}}
 * @param method GET, POST, PATCH or DELETE
 * @param path below {@code /services/data/vNN.0/}, such as {@code sobjects/Account} or {@code
 *     query/?q=…} (encoded)
 * @param body what to send, null for none
 * @param headers sent with a write beside those of every part
 */
public record Subrequest(
    String referenceId, String method, String path, JsonNode body, Map<String, String> headers) {

  /** A part without headers of its own. */
  public Subrequest(String referenceId, String method, String path, JsonNode body) {
    this(referenceId, method, path, body, Map.of());
  }

  /** The same write, saved even where a duplicate rule raises an alert; one that blocks refuses. */
  public Subrequest savedInSpiteOfAlerts() {
    return new Subrequest(
        referenceId, method, path, body, Map.of("Sforce-Duplicate-Rule-Header", "allowSave=true"));
  }

  /** A query as part of a composite call. */
  public static Subrequest query(String referenceId, String soql) {
    var encoded = java.net.URLEncoder.encode(soql, java.nio.charset.StandardCharsets.UTF_8);
    return new Subrequest(referenceId, "GET", "query/?q=" + encoded, null);
  }
}
