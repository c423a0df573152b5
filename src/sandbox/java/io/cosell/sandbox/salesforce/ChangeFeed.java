package io.cosell.sandbox.salesforce;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Server-sent events of every committed change, for a page that shows the org at work. */
final class ChangeFeed implements AutoCloseable {
  private final List<AsyncContext> watchers = new CopyOnWriteArrayList<>();
  private final Engine engine;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> {
            var daemon = new Thread(work, "sandbox-change-feed");
            daemon.setDaemon(true);
            return daemon;
          });

  ChangeFeed(Engine engine) {
    this.engine = engine;
    engine.store.onCommit(
        changes -> {
          if (!watchers.isEmpty()) {
            thread.execute(() -> changes.forEach(this::tell));
          }
        });
  }

  void watch(HttpServletRequest request, HttpServletResponse response) throws IOException {
    response.setContentType("text/event-stream;charset=UTF-8");
    response.setHeader("Cache-Control", "no-store");
    var context = request.startAsync();
    context.setTimeout(0);
    response.getOutputStream().write(": watching\n\n".getBytes(StandardCharsets.UTF_8));
    response.flushBuffer();
    watchers.add(context);
  }

  private void tell(Change change) {
    byte[] line;
    try {
      line =
          ("data: " + RequestReader.JSON.writeValueAsString(describe(change)) + "\n\n")
              .getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("A change is not writable as JSON", e);
    }
    for (var watcher : watchers) {
      try {
        watcher.getResponse().getOutputStream().write(line);
        watcher.getResponse().flushBuffer();
      } catch (IOException | IllegalStateException e) {
        watchers.remove(watcher);
        watcher.complete();
      }
    }
  }

  private Map<String, Object> describe(Change change) {
    var told = new LinkedHashMap<String, Object>();
    told.put("time", engine.clock.instant().toString());
    told.put("kind", change.kind().name());
    told.put("type", change.type());
    told.put("id", change.id());
    told.put("who", change.author().person() ? "seller" : "connector");
    told.put("user", change.author().userId());
    var fields = new LinkedHashMap<String, Object>();
    if (change.kind() != Change.Kind.DELETE) {
      for (var field : engine.org.require(change.type()).visible()) {
        var before = change.before() == null ? null : change.before().get(field.name);
        var after = change.after().get(field.name);
        if (!Objects.equals(before, after)) {
          fields.put(field.name, Values.json(after));
        }
      }
    }
    told.put("fields", fields);
    return told;
  }

  @Override
  public void close() {
    thread.shutdownNow();
    for (var watcher : watchers) {
      try {
        watcher.complete();
      } catch (IllegalStateException e) {
        // the watcher has gone by itself
      }
    }
    watchers.clear();
  }
}
