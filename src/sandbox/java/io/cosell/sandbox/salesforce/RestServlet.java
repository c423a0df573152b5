package io.cosell.sandbox.salesforce;

import io.cosell.sandbox.server.Faults;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code /services/data/*}: checks the session and the daily limit, then hands over to the API.
 *
 * <p>Faults by name: {@code session-expired}, {@code api-limit}, {@code concurrent-limit}, {@code
 * server-unavailable}, {@code api-disabled}, {@code query-timeout}, {@code unknown-exception}.
 */
final class RestServlet extends HttpServlet {
  @Serial private static final long serialVersionUID = 1L;
  private static final Map<String, ApiException> REFUSALS =
      Map.of(
          "session-expired",
          new ApiException(401, "INVALID_SESSION_ID", "Session expired or invalid", List.of()),
          "api-limit",
          new ApiException(
              403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.", List.of()),
          "concurrent-limit",
          new ApiException(
              403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentPerOrgLongTxn Limit exceeded.", List.of()),
          "server-unavailable",
          new ApiException(
              503, "SERVER_UNAVAILABLE", "The server is too busy, try again later", List.of()),
          "api-disabled",
          new ApiException(
              403,
              "API_DISABLED_FOR_ORG",
              "The REST API is not enabled for this Organization.",
              List.of()),
          "query-timeout",
          new ApiException(
              400, "QUERY_TIMEOUT", "Your query request was running for too long.", List.of()),
          "unknown-exception",
          new ApiException(
              500,
              "UNKNOWN_EXCEPTION",
              "An unexpected error occurred. Please include this ErrorId if you contact support:"
                  + " 243926966-107564 (1182868337)",
              List.of()));

  private final transient RestApi api;
  private final transient Sessions sessions;
  private final transient ApiUsage usage;
  private final transient Faults faults;

  RestServlet(RestApi api, Sessions sessions, ApiUsage usage, Faults faults) {
    this.api = api;
    this.sessions = sessions;
    this.usage = usage;
    this.faults = faults;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (RequestReader.segments(request.getRequestURI()).size() == 2) {
      write(response, ApiResponse.ok(versions()));
      return;
    }
    ApiResponse answer;
    try {
      answer = answer(request);
    } catch (ApiException e) {
      answer = ApiResponse.error(e);
    }
    response.setHeader("Sforce-Limit-Info", "api-usage=" + usage.used() + "/" + usage.limit());
    write(response, answer);
  }

  private ApiResponse answer(HttpServletRequest request) throws IOException {
    var query = request.getQueryString();
    var fault =
        faults.strike(
            REFUSALS.keySet(),
            request.getMethod(),
            request.getRequestURI() + (query == null ? "" : "?" + query));
    if (fault.isPresent()) {
      throw REFUSALS.get(fault.get().name());
    }
    var token = Sessions.token(request.getHeader("Authorization"));
    var user = sessions.user(token).orElseThrow(() -> REFUSALS.get("session-expired"));
    var read = RequestReader.of(request, user);
    if (!usage.spend(cost(read))) {
      throw REFUSALS.get("api-limit");
    }
    return api.answer(read);
  }

  /** Each part of a batch counts as a call. */
  private static int cost(ApiRequest request) {
    boolean batch =
        request.size() == 2 && request.at(0).equals("composite") && request.at(1).equals("batch");
    return batch
            && request.body() instanceof Map<?, ?> body
            && body.get("batchRequests") instanceof List<?> parts
        ? Math.max(1, parts.size())
        : 1;
  }

  private static void write(HttpServletResponse response, ApiResponse answer) throws IOException {
    answer.headers().forEach(response::setHeader);
    if (answer.body() == null) {
      response.setStatus(answer.status());
    } else {
      OAuthServlet.json(response, answer.status(), answer.body());
    }
  }

  private static List<Map<String, Object>> versions() {
    var versions = new ArrayList<Map<String, Object>>();
    var seasons = List.of("Spring", "Summer", "Winter");
    for (int number = 31; number <= 67; number++) {
      var label =
          seasons.get((number - 30) % 3)
              + " '"
              + (14 + (number - 30) / 3 + ((number - 30) % 3 == 2 ? 1 : 0));
      var version = new LinkedHashMap<String, Object>();
      version.put("label", label);
      version.put("url", "/services/data/v" + number + ".0");
      version.put("version", number + ".0");
      versions.add(version);
    }
    return versions;
  }
}
