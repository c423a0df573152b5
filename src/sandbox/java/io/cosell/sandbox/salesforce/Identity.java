package io.cosell.sandbox.salesforce;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** {@code /id/{organization}/{user}}: who the token belongs to. */
final class Identity extends HttpServlet {
  @Serial private static final long serialVersionUID = 1L;
  private final transient Engine engine;
  private final transient Sessions sessions;
  private final transient Supplier<String> url;

  Identity(Engine engine, Sessions sessions, Supplier<String> url) {
    this.engine = engine;
    this.sessions = sessions;
    this.url = url;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    answer(request, response);
  }

  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    var user = sessions.user(Sessions.token(request.getHeader("Authorization")));
    if (user.isEmpty()) {
      response.setStatus(403);
      response.setContentType("text/plain");
      response.getWriter().write("Bad_OAuth_Token");
      return;
    }
    OAuthServlet.json(response, 200, describe(engine.store.find("User", user.get())));
  }

  private Map<String, Object> describe(Row user) {
    var organization = engine.seeded().organization();
    var answer = new LinkedHashMap<String, Object>();
    answer.put("id", url.get() + "/id/" + organization + "/" + user.id());
    answer.put("sub", url.get() + "/id/" + organization + "/" + user.id());
    answer.put("asserted_user", true);
    answer.put("user_id", user.id());
    answer.put("organization_id", organization);
    answer.put("username", user.get("Username"));
    answer.put("preferred_username", user.get("Username"));
    answer.put("display_name", user.get("Name"));
    answer.put("email", user.get("Email"));
    answer.put("first_name", user.get("FirstName"));
    answer.put("last_name", user.get("LastName"));
    answer.put("active", user.get("IsActive"));
    answer.put("user_type", "STANDARD");
    var base = url.get() + "/services/data/v{version}/";
    var urls = new LinkedHashMap<String, Object>();
    urls.put("rest", base);
    urls.put("sobjects", base + "sobjects/");
    urls.put("query", base + "query/");
    answer.put("urls", urls);
    return answer;
  }
}
