package io.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.cosell.sandbox.server.Faults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** The org without HTTP, for tests that write and read thousands of records. */
public final class InProcessOrg {
  private static final String VERSION = "62.0";

  private final Engine engine = new Engine(SalesforceOptions.defaults(), new Faults());
  private final RestApi api =
      new RestApi(
          engine,
          new LimitsResource(
              new ApiUsage(engine.clock, Integer.MAX_VALUE), new ApiUsage(engine.clock, 1)),
          () -> "");

  /** Where the resource of this path is. */
  public static String url(String path) {
    return "/services/data/v" + VERSION + "/" + path;
  }

  /**
   * Sends these parts as one composite graph, all or nothing.
   *
   * @return the answers, in the order of the parts
   */
  public JsonNode write(ArrayNode parts) {
    var body = parts.objectNode();
    body.putArray("graphs").addObject().put("graphId", "1").set("compositeRequest", parts);
    var request =
        RequestReader.part("POST", url("composite/graph"), Map.of(), sent(body), integrationUser());
    return json(api.answer(request).body()).at("/graphs/0/graphResponse/compositeResponse");
  }

  /** The records a query finds, as REST shows them. */
  public JsonNode query(String soql) {
    return json(engine.query(engine.store, engine.parse(soql), false, VERSION).records());
  }

  /** The id of the user all writes are made as. */
  public String integrationUser() {
    return engine.seeded().integrationUser();
  }

  /** Forgets all business records. */
  public void reset() {
    engine.reset();
  }

  /** As it arrives over the wire. */
  private static Object sent(JsonNode body) {
    try {
      return RequestReader.JSON.readValue(RequestReader.JSON.writeValueAsBytes(body), Object.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode json(Object answer) {
    try {
      return RequestReader.JSON.readTree(RequestReader.JSON.writeValueAsBytes(answer));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
