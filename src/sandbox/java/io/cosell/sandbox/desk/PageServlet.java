package io.cosell.sandbox.desk;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.util.Map;

/** The page, its style sheet and its script. */
final class PageServlet extends HttpServlet {
  @Serial private static final long serialVersionUID = 1L;
  private static final Map<String, String> TYPES =
      Map.of(
          "desk.html", "text/html;charset=UTF-8",
          "desk.css", "text/css;charset=UTF-8",
          "desk.js", "text/javascript;charset=UTF-8");

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var path = request.getRequestURI();
    var file = path.equals("/") ? "desk.html" : path.substring(1);
    var type = TYPES.get(file);
    if (type == null) {
      response.sendError(404);
      return;
    }
    try (var content = PageServlet.class.getResourceAsStream(file)) {
      response.setContentType(type);
      response.setHeader("Cache-Control", "no-cache");
      content.transferTo(response.getOutputStream());
    }
  }
}
