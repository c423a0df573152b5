package io.cosell.connector.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cosell.sandbox.server.Call;
import io.cosell.sandbox.server.SandboxServer;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A Salesforce that answers what a test tells it to, for answers that are hard to get from a whole
 * one. Knows logins, tokens and the shape of describe answers.
 */
class ScriptedSalesforce implements AutoCloseable {
  static final String SECRET = "5ecret-of-the-app";
  static final String ORG = "00D000000000001EAA";

  private static final ObjectMapper mapper = new ObjectMapper();
  private final SandboxServer server;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final AtomicInteger logins = new AtomicInteger();
  private volatile String token = "";
  private volatile Answer loginAnswer;

  /** What to answer; the body is sent as it is. */
  record Answer(int status, String body) {}

  ScriptedSalesforce() {
    server =
        SandboxServer.http(0)
            .watched(Clock.systemUTC(), "/*")
            .serve("/services/*", new Script())
            .start();
    knowsTheUsualObjects();
  }

  String url() {
    return server.url();
  }

  SandboxServer server() {
    return server;
  }

  List<Call> calls() {
    return server.journal().all();
  }

  int logins() {
    return logins.get();
  }

  /** Ends the session, as an administrator does. */
  void revokesTheToken() {
    token = "revoked";
  }

  void answersTheLogin(int status, String body) {
    loginAnswer = new Answer(status, body);
  }

  void answersTheLoginAgain() {
    loginAnswer = null;
  }

  /** Answers requests for this path below the version, such as {@code composite}. */
  void answers(String path, int status, String body) {
    answers.put(path, new Answer(status, body));
  }

  /** Answers a query that starts like this. */
  void answersQuery(String start, String body) {
    answers.put("query:" + start, new Answer(200, body));
  }

  /** Describes an object with these writable fields. */
  ObjectNode knows(String object, String... fields) {
    var described = mapper.createObjectNode().put("name", object);
    var list = described.putArray("fields");
    for (var field : fields) {
      list.addObject()
          .put("name", field)
          .put("type", "string")
          .put("nillable", true)
          .put("createable", true)
          .put("updateable", true)
          .put("unique", field.equals("Referral_Identifier__c"))
          .put("externalId", field.equals("Referral_Identifier__c"));
    }
    described
        .putArray("childRelationships")
        .addObject()
        .put("childSObject", "Microsoft_Solution__c")
        .put("field", "Opportunity__c")
        .put("relationshipName", "Microsoft_Solutions__r");
    answers("sobjects/" + object + "/describe", 200, described.toString());
    return described;
  }

  /** Has these stages; one written with an exclamation mark in front is not used any more. */
  void knowsStages(String... names) {
    var result = mapper.createObjectNode().put("done", true);
    var records = result.putArray("records");
    for (var name : names) {
      records
          .addObject()
          .put("ApiName", name.replace("!", ""))
          .put("IsActive", !name.startsWith("!"))
          .put("IsClosed", name.startsWith("Closed"))
          .put("IsWon", name.equals("Closed Won"));
    }
    answersQuery("SELECT ApiName", result.toString());
  }

  private void knowsTheUsualObjects() {
    knows(
        "Opportunity",
        "Sync_with_Partner_Center__c",
        "Referral_Identifier__c",
        "Referral_Link__c",
        "How_can_Microsoft_help__c",
        "Referral_Visibility__c",
        "Microsoft_CRM_Identifier__c",
        "Referral_Program__c",
        "Audit__c",
        "Amount");
    knows("Account", "BillingCountry");
    knows("Contact", "Email");
    knows("OpportunityContactRole", "Role");
    knows("User", "Email");
    knows(
        "Microsoft_Solution__c", "Solution_Identifier__c", "Solution_Type__c", "Publisher_Name__c");
    knowsStages("Qualification", "On Hold", "Closed Won", "Closed Lost");
    answersQuery(
        "SELECT DefaultCurrencyIsoCode",
        "{\"done\":true,\"records\":[{\"DefaultCurrencyIsoCode\":\"EUR\"}]}");
  }

  @Override
  public void close() {
    server.close();
  }

  private class Script extends HttpServlet {
    @Serial private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      var answer = answer(request);
      response.setStatus(answer.status());
      if (answer.body() != null) {
        response.setContentType("application/json;charset=UTF-8");
        response.setHeader("Sforce-Limit-Info", "api-usage=18/5000");
        response.getOutputStream().write(answer.body().getBytes(StandardCharsets.UTF_8));
      }
    }

    private Answer answer(HttpServletRequest request) throws IOException {
      var path = request.getRequestURI();
      if (path.equals("/services/oauth2/token")) {
        return login();
      }
      if (path.equals("/services/data/")) {
        return new Answer(200, "[]");
      }
      if (!("Bearer " + token).equals(request.getHeader("Authorization"))) {
        return new Answer(
            401,
            "[{\"message\":\"Session expired or invalid\",\"errorCode\":\"INVALID_SESSION_ID\"}]");
      }
      var below = path.replaceFirst("/services/data/v[0-9.]+/", "").replaceFirst("/$", "");
      if (below.equals("composite") && !answers.containsKey("composite")) {
        return composite(mapper.readTree(request.getInputStream()));
      }
      return answer(below, request.getParameter("q"));
    }

    private Answer answer(String below, String soql) {
      if (below.equals("query") && soql != null) {
        return answers.entrySet().stream()
            .filter(it -> ("query:" + soql).startsWith(it.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(new Answer(400, "[{\"message\":\"no\",\"errorCode\":\"INVALID_TYPE\"}]"));
      }
      return answers.getOrDefault(
          below,
          new Answer(
              404,
              "[{\"message\":\"The requested resource does not exist\","
                  + "\"errorCode\":\"NOT_FOUND\"}]"));
    }

    private Answer composite(JsonNode request) {
      var response = mapper.createObjectNode();
      var parts = response.putArray("compositeResponse");
      for (var part : request.path("compositeRequest")) {
        var address = part.path("url").asText().replaceFirst("/services/data/v[0-9.]+/", "");
        var pieces = address.split("/?\\?q=", 2);
        var soql = pieces.length == 1 ? null : URLDecoder.decode(pieces[1], StandardCharsets.UTF_8);
        var answer = answer(pieces[0], soql);
        parts
            .addObject()
            .put("referenceId", part.path("referenceId").asText())
            .put("httpStatusCode", answer.status())
            .set("body", json(answer.body()));
      }
      return new Answer(200, response.toString());
    }

    private Answer login() {
      logins.incrementAndGet();
      if (loginAnswer != null) {
        return loginAnswer;
      }
      token = "00D000000000001!AQ" + logins.get();
      return new Answer(
          200,
          ("{\"access_token\":\"%s\",\"instance_url\":\"%s\",\"id\":\"%s/id/%s/005000000000001AAA\","
                  + "\"token_type\":\"Bearer\",\"issued_at\":\"1278448384422\",\"signature\":\"x\"}")
              .formatted(token, url(), url(), ORG));
    }
  }

  static JsonNode json(String text) {
    try {
      return mapper.readTree(text);
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
