package io.cosell.sandbox.salesforce;

import io.cosell.sandbox.server.Faults;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serial;
import java.util.Set;

/**
 * What can go wrong on {@code /cometd/*} before CometD sees the request: faults {@code http-401},
 * {@code http-503} and {@code no-answer} (takes the request and is never heard of again), matched
 * with the path; a body above 32,768 bytes.
 */
final class StreamingGate extends HttpFilter {
  @Serial private static final long serialVersionUID = 1L;
  private static final int LARGEST_BODY = 32_768;
  private final transient Faults faults;

  StreamingGate(Faults faults) {
    this.faults = faults;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (faults
        .strike(Set.of("no-answer"), request.getMethod(), request.getRequestURI())
        .isPresent()) {
      readToTheEnd(request);
      request.startAsync().setTimeout(0);
      return;
    }
    var fault =
        faults.strike(Set.of("http-401", "http-503"), request.getMethod(), request.getRequestURI());
    if (fault.isPresent()) {
      readToTheEnd(request);
      boolean unauthorized = fault.get().name().equals("http-401");
      response.setStatus(unauthorized ? 401 : 503);
      response.setContentType(unauthorized ? "application/json" : "text/html");
      response
          .getWriter()
          .write(
              unauthorized
                  ? "[{\"message\":\"Session expired or invalid\",\"errorCode\":\"INVALID_SESSION_ID\"}]"
                  : "<html><body>Service unavailable</body></html>");
      return;
    }
    if (request.getContentLengthLong() > LARGEST_BODY) {
      readToTheEnd(request);
      response.sendError(413, "Maximum Request Size Exceeded");
      return;
    }
    chain.doFilter(request, response);
  }

  /** Else the connection is closed while the client still sends, and the answer may be lost. */
  private static void readToTheEnd(HttpServletRequest request) throws IOException {
    request.getInputStream().transferTo(OutputStream.nullOutputStream());
  }
}
