package io.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Server-sent events: one line of JSON per committed change, from the moment of connection. */
class ChangeFeed extends HttpServlet implements AutoCloseable {
  @Serial private static final long serialVersionUID = 1L;

  private final transient ChangeLog changes;
  private volatile boolean closed;

  ChangeFeed(ChangeLog changes) {
    this.changes = changes;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/event-stream; charset=utf-8");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Access-Control-Allow-Origin", "*");
    var waiting = new LinkedBlockingQueue<Change>();
    Consumer<Change> listener = waiting::add;
    changes.listen(listener);
    try {
      write(response, ": connected\n\n");
      while (!closed) {
        var change = waiting.poll(1, TimeUnit.SECONDS);
        write(
            response,
            change == null
                ? ":\n\n"
                : "data: " + new String(Json.bytes(json(change)), StandardCharsets.UTF_8) + "\n\n");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      changes.forget(listener);
    }
  }

  static ObjectNode json(Change change) {
    var json = Json.object().put("at", Stamps.zulu(change.at()));
    json.put("referralId", change.referralId()).put("engagementId", change.engagementId());
    json.put("who", change.who().text()).put("created", change.created());
    var fields = json.putArray("fields");
    change.fields().forEach(f -> fields.addObject().put("path", f.path()).set("value", f.value()));
    return json;
  }

  private static void write(HttpServletResponse response, String text) throws IOException {
    response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    response.flushBuffer();
  }

  @Override
  public void close() {
    closed = true;
  }
}
