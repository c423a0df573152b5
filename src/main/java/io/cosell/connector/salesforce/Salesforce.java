package io.cosell.connector.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.remote.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Salesforce over REST. Every method is one call (a query: as many as it has pages); none repeats a
 * call that failed, except after a renewed login.
 *
 * <p>Failures of all methods: {@link io.cosell.connector.remote.RemoteUnavailableException} (busy,
 * away, no login, row lock, limits), {@link io.cosell.connector.remote.RemoteRefusedException}
 * (with Salesforce's error code and fields), {@link
 * io.cosell.connector.remote.ChangedMeanwhileException} (somebody else just created a record with
 * the same unique value).
 */
@Component("salesforceClient") // "salesforce" is the name under which Camel looks for its component
public class Salesforce {
  private static final int LONGEST_ADDRESS = 12_000;

  private final Rest rest;
  private final Composite composite;
  private final Queries queries;
  private final OrgCheck orgCheck;
  private final LeadCheck leadCheck;
  private volatile Org org;
  private volatile List<String> notices = List.of();

  Salesforce(
      Rest rest, Composite composite, Queries queries, OrgCheck orgCheck, LeadCheck leadCheck) {
    this.rest = rest;
    this.composite = composite;
    this.queries = queries;
    this.orgCheck = orgCheck;
    this.leadCheck = leadCheck;
  }

  /** All rows of a query. */
  public List<JsonNode> query(String soql) {
    return rows(Subrequest.query("query", soql));
  }

  /** All rows of a query, deleted ones included. */
  public List<JsonNode> queryAll(String soql) {
    var part = Subrequest.query("query", soql);
    return rows(
        new Subrequest("query", "GET", part.path().replaceFirst("^query/", "queryAll/"), null));
  }

  private List<JsonNode> rows(Subrequest part) {
    var answer =
        part.path().length() > LONGEST_ADDRESS
            ? composite.read(List.of(part)).get("query")
            : rest.call("GET", rest.path(part.path()), null);
    var rows = new ArrayList<JsonNode>();
    queries.complete(answer).path("records").forEach(rows::add);
    return rows;
  }

  /**
   * Several reads in one call (at most 25, of them at most 5 queries): the body of each part by its
   * reference id, query results with all their pages. A part that failed is thrown.
   */
  public Map<String, JsonNode> read(List<Subrequest> parts) {
    var answers = composite.read(parts);
    answers.values().forEach(queries::complete);
    return answers;
  }

  /**
   * Several writes in one call, all or nothing, marked as ours: the body of each part by its
   * reference id (for a create with {@code id}; a null node when the part answers nothing). At most
   * 25 parts go as a composite, more (up to 500) as one composite graph.
   */
  public Map<String, JsonNode> write(List<Subrequest> parts) {
    return composite.write(parts);
  }

  /**
   * What the org looks like to us, read once and kept until {@link #check()} or {@link #orgAnew()}
   * reads it again.
   */
  public Org org() {
    var known = org;
    return known != null ? known : readOnce();
  }

  private synchronized Org readOnce() {
    if (org == null) {
      org = orgCheck.readOrg();
    }
    return org;
  }

  /** The same read anew, because somebody says it has changed. Costs one call. */
  public Org orgAnew() {
    var read = orgCheck.readOrg();
    org = read;
    return read;
  }

  /**
   * What keeps us from using this org: settings, address, login, missing fields, permissions,
   * stages. Empty when all is well. Costs one call.
   */
  public List<Problem> check() {
    var finding = orgCheck.check();
    finding.org().ifPresent(read -> org = read);
    notices = finding.notices();
    return finding.problems();
  }

  /** What the last {@link #check()} found worth knowing about the org, a sentence each. */
  public List<String> notices() {
    return notices;
  }

  /**
   * What keeps us from using the org's leads, by what {@link #check()} has read. Empty when all is
   * well.
   */
  public List<Problem> checkLeads() {
    return leadCheck.problems(org());
  }
}
