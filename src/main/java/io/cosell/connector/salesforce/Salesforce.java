package io.cosell.connector.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.remote.Problem;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Salesforce over REST. Every method is one call (a query: as many as it has pages); none repeats a
 * call that failed, except after a renewed login.
 *
 * <p>Failures of all methods: {@link io.cosell.connector.remote.RemoteUnavailableException} (busy,
 * away, no login, row lock, limits), {@link io.cosell.connector.remote.RemoteRefusedException}
 * (with Salesforce's error code and fields).
 */
@Component
public class Salesforce {

  /** All rows of a query. */
  public List<JsonNode> query(String soql) {
    throw new IllegalStateException("in work");
  }

  /** Several reads in one call (at most 5 queries): the body of each part by its reference id. */
  public Map<String, JsonNode> read(List<Subrequest> parts) {
    throw new IllegalStateException("in work");
  }

  /**
   * Several writes in one call, all or nothing, marked as ours: the body of each part by its
   * reference id (for a create with {@code id}). At most 25 parts go as a composite, more (up to
   * 500) as one composite graph.
   */
  public Map<String, JsonNode> write(List<Subrequest> parts) {
    throw new IllegalStateException("in work");
  }

  /** What the org looks like to us, read once and kept until {@link #check()} reads it again. */
  public Org org() {
    throw new IllegalStateException("in work");
  }

  /**
   * What keeps us from using this org: address, login, missing fields, permissions, stages. Empty
   * when all is well.
   */
  public List<Problem> check() {
    throw new IllegalStateException("in work");
  }
}
