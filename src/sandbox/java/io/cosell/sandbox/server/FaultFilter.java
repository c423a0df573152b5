package io.cosell.sandbox.server;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/**
 * Writes the journal and plays the faults that any server can have.
 *
 * <ul>
 *   <li>{@code latency}: waits {@code millis} before the work
 *   <li>{@code status}: answers {@code status} with {@code body} and {@code retryAfter}, without
 *       the work
 *   <li>{@code cut-connection}: closes the connection without the work
 *   <li>{@code lost-answer}: does the work, then closes the connection without an answer
 *   <li>{@code held-answer}: does the work, then waits {@code millis} before it answers
 * </ul>
 */
class FaultFilter extends HttpFilter {
  @Serial private static final long serialVersionUID = 1L;
  private static final int BUFFER = 8 * 1024 * 1024;
  private static final Set<String> PLAYED =
      Set.of("status", "cut-connection", "lost-answer", "held-answer");

  private final transient Faults faults;
  private final transient CallJournal journal;
  private final transient Clock clock;
  private final transient Supplier<Onlooker> onlooker;

  FaultFilter(Faults faults, CallJournal journal, Clock clock, Supplier<Onlooker> onlooker) {
    this.faults = faults;
    this.journal = journal;
    this.clock = clock;
    this.onlooker = onlooker;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    var at = clock.instant();
    var method = request.getMethod();
    var query = request.getQueryString();
    var path = request.getRequestURI() + (query == null ? "" : "?" + query);
    var body = request.getInputStream().readAllBytes();

    faults.strike(Set.of("latency"), method, path).ifPresent(FaultFilter::pause);
    var beside = onlooker.get();
    var fault =
        beside
            .comes(method, path)
            .or(() -> faults.strike(PLAYED, method, path))
            .orElse(Fault.named(""));
    int status =
        switch (fault.name()) {
          case "status" -> refuse(fault, response);
          case "cut-connection" -> cut(request);
          case "lost-answer" -> {
            response.setBufferSize(BUFFER);
            chain.doFilter(new Replayed(request, body), response);
            yield cut(request);
          }
          case "held-answer" -> {
            response.setBufferSize(BUFFER);
            chain.doFilter(new Replayed(request, body), response);
            pause(fault);
            yield response.getStatus();
          }
          default -> {
            if (beside != Onlooker.NOBODY) {
              response.setBufferSize(BUFFER);
            }
            chain.doFilter(new Replayed(request, body), response);
            yield beside.losesAnswer(method, path) ? cut(request) : response.getStatus();
          }
        };
    var text = new String(body, StandardCharsets.UTF_8);
    journal.add(new Call(at, clock.instant(), method, path, text, status));
  }

  private static void pause(Fault fault) {
    try {
      Thread.sleep(fault.number("millis", 100));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int refuse(Fault fault, HttpServletResponse response) throws IOException {
    int status = fault.number("status", 503);
    response.setStatus(status);
    response.setContentType(fault.details().getOrDefault("contentType", "application/json"));
    if (fault.details().containsKey("retryAfter")) {
      response.setHeader("Retry-After", fault.details().get("retryAfter"));
    }
    response.getWriter().write(fault.details().getOrDefault("body", ""));
    return status;
  }

  private static int cut(HttpServletRequest request) {
    ServletContextRequest.getServletContextRequest(request)
        .getConnectionMetaData()
        .getConnection()
        .getEndPoint()
        .close();
    return 0;
  }

  /** The request with its body readable once more. */
  private static class Replayed extends HttpServletRequestWrapper {
    private final byte[] body;

    Replayed(HttpServletRequest request, byte[] body) {
      super(request);
      this.body = body;
    }

    @Override
    public ServletInputStream getInputStream() {
      var bytes = new ByteArrayInputStream(body);
      return new ServletInputStream() {
        @Override
        public int read() {
          return bytes.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
          return bytes.read(target, offset, length);
        }

        @Override
        public boolean isFinished() {
          return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
          return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
          throw new IllegalStateException("the sandbox reads blocking");
        }
      };
    }

    @Override
    public java.io.BufferedReader getReader() {
      return new java.io.BufferedReader(
          new java.io.InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }
  }
}
