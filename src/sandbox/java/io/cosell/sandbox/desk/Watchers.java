package io.cosell.sandbox.desk;

import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * {@code GET /api/events}: server-sent events for everybody who has the page open. A watcher that
 * does not keep up is dropped; the browser connects again by itself and starts with everything.
 */
final class Watchers extends HttpServlet implements AutoCloseable {
  /** Somebody with the page open. */
  interface Watcher {
    void send(String name, Object content);
  }

  @Serial private static final long serialVersionUID = 1L;
  private static final int MOST_WAITING = 5_000;

  private final transient List<Connection> connections = new CopyOnWriteArrayList<>();
  private final transient JsonMapper json;
  private final transient Consumer<Watcher> greeting;
  private volatile boolean closed;

  /**
   * Watchers that are greeted before anything else.
   *
   * @param greeting sends the watcher what it needs to begin, on any thread
   */
  Watchers(JsonMapper json, Consumer<Watcher> greeting) {
    this.json = json;
    this.greeting = greeting;
  }

  boolean isEmpty() {
    return connections.isEmpty();
  }

  void send(String name, Object content) {
    if (!connections.isEmpty()) {
      var text = event(name, content);
      connections.forEach(it -> it.offer(text));
    }
  }

  /** From now on the watcher hears of everything. */
  void add(Watcher watcher) {
    connections.add((Connection) watcher);
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/event-stream;charset=UTF-8");
    response.setHeader("Cache-Control", "no-store");
    var connection = new Connection();
    greeting.accept(connection);
    try {
      while (!closed && !connection.late) {
        var text = connection.waiting.poll(1, TimeUnit.SECONDS);
        response.getOutputStream().write(bytes(text == null ? ":\n\n" : text));
        response.flushBuffer();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      connection.late = true;
      connections.remove(connection);
    }
  }

  private String event(String name, Object content) {
    try {
      return "event: " + name + "\ndata: " + json.writeValueAsString(content) + "\n\n";
    } catch (IOException e) {
      throw new IllegalStateException("The desk cannot write " + name + " as JSON", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    closed = true;
  }

  private final class Connection implements Watcher {
    private final BlockingQueue<String> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private volatile boolean late;

    @Override
    public void send(String name, Object content) {
      offer(event(name, content));
    }

    void offer(String text) {
      if (!waiting.offer(text)) {
        late = true;
      }
    }
  }
}
