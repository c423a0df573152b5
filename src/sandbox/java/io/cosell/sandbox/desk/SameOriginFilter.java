package io.cosell.sandbox.desk;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.util.Set;

/**
 * Refuses what does not come from the desk's own page: a foreign {@code Host} (DNS rebinding), a
 * foreign {@code Origin}, and changes that are not sent as JSON.
 */
final class SameOriginFilter extends HttpFilter {
  @Serial private static final long serialVersionUID = 1L;
  private static final Set<String> OWN_NAMES = Set.of("127.0.0.1", "localhost");
  private static final Set<String> READING = Set.of("GET", "HEAD");

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'");
    var host = String.valueOf(request.getHeader("Host"));
    var origin = request.getHeader("Origin");
    if (!isOwn(host, request.getLocalPort())) {
      refuse(response, 403, "The desk answers as 127.0.0.1 and localhost only.");
    } else if (origin != null && !origin.equals("http://" + host)) {
      refuse(response, 403, "The desk can be used from its own page only.");
    } else if (!READING.contains(request.getMethod()) && !isJson(request)) {
      refuse(response, 415, "The desk takes JSON only.");
    } else {
      chain.doFilter(request, response);
    }
  }

  private static void refuse(HttpServletResponse response, int status, String message)
      throws IOException {
    response.setStatus(status);
    response.setHeader("Connection", "close");
    response.setContentType("application/json;charset=UTF-8");
    response.getWriter().write("{\"message\": \"" + message + "\"}");
  }

  private static boolean isOwn(String host, int port) {
    int colon = host.lastIndexOf(':');
    return colon > 0
        && OWN_NAMES.contains(host.substring(0, colon))
        && host.substring(colon + 1).equals(String.valueOf(port));
  }

  private static boolean isJson(HttpServletRequest request) {
    var type = request.getContentType();
    return type != null && type.startsWith("application/json");
  }
}
