package io.cosell.connector.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.component.salesforce.SalesforceHttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP client of one streaming connection: tells {@link StreamWatch} what passes and keeps
 * Camel's own recovery from running once the connection is dead.
 */
class StreamHttpClient extends SalesforceHttpClient {
  private static final Logger log = LoggerFactory.getLogger(StreamHttpClient.class);

  private final ObjectMapper mapper = new ObjectMapper();
  private final StreamWatch watch;

  StreamHttpClient(CamelContext camel, SslContextFactory.Client tls, StreamWatch watch) {
    super(camel, new Workers(watch), tls);
    this.watch = watch;
  }

  @Override
  public Request newRequest(URI uri) {
    var request = super.newRequest(uri);
    var path = String.valueOf(uri.getPath());
    if (path.startsWith("/cometd/")) {
      observe(request, path.substring(path.lastIndexOf('/') + 1));
    }
    return request;
  }

  private void observe(Request request, String kind) {
    var body = new ByteArrayOutputStream();
    request.onRequestBegin(begun -> watch.sent(kind));
    request.onResponseContent(
        (response, content) -> {
          var bytes = new byte[content.remaining()];
          content.slice().get(bytes);
          body.writeBytes(bytes);
        });
    request.onComplete(
        result -> {
          if (result.isFailed()) {
            watch.failed(kind, result.getFailure());
          } else {
            watch.answered(kind, result.getResponse().getStatus(), parse(body.toByteArray()));
          }
        });
  }

  private JsonNode parse(byte[] body) {
    try {
      return mapper.readTree(body);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  /** Run Camel's reactions to answers, in order, while the connection lives. */
  private static class Workers extends ThreadPoolExecutor {
    private final StreamWatch watch;

    Workers(StreamWatch watch) {
      super(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Workers::daemon);
      allowCoreThreadTimeOut(true);
      this.watch = watch;
    }

    private static Thread daemon(Runnable work) {
      var thread = new Thread(work, "salesforce-streaming");
      thread.setDaemon(true);
      return thread;
    }

    @Override
    public void execute(Runnable task) {
      super.execute(() -> runWhileAlive(task));
    }

    private void runWhileAlive(Runnable task) {
      if (watch.death().isPresent()) {
        return;
      }
      try {
        task.run();
      } catch (RuntimeException e) {
        log.debug("Camel could not react to a streaming answer", e);
        watch.die("the streaming client failed: " + e);
      }
    }
  }
}
