package io.cosell.connector.salesforce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.cosell.connector.remote.CallRecord;
import io.cosell.connector.remote.CallRecorder;
import io.cosell.connector.remote.ErrorCode;
import io.cosell.connector.remote.RemoteUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.salesforce.api.SalesforceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** One REST call: signed in, recorded, its failure turned into one of the three kinds. */
@Component
class Rest {
  private static final Logger log = LoggerFactory.getLogger(Rest.class);

  private final ProducerTemplate camel;
  private final ConnectorComponent component;
  private final SalesforceProperties settings;
  private final CallRecorder recorder;
  private final ApiUsage usage;
  private final Clock clock;
  private final ObjectMapper mapper = new ObjectMapper();
  private volatile String alarm = "";

  /** An answer: its status (0 for none), its body (missing if it is no JSON), what went wrong. */
  private record Answer(int status, JsonNode body, Exception failure) {
    boolean succeeded() {
      return failure == null && status < 300;
    }
  }

  Rest(
      ProducerTemplate camel,
      ConnectorComponent component,
      SalesforceProperties settings,
      CallRecorder recorder,
      ApiUsage usage,
      Clock clock) {
    this.camel = camel;
    this.component = component;
    this.settings = settings;
    this.recorder = recorder;
    this.usage = usage;
    this.clock = clock;
  }

  /** The path below {@code /services/data/vNN.0/} as a whole. */
  String path(String below) {
    return "/services/data/v" + settings.apiVersion() + "/" + below;
  }

  /** The answer's body, null node for none. The path starts with {@code /services/}. */
  JsonNode call(String method, String path, JsonNode body) {
    usage.pause().ifPresent(this::refuse);
    var token = signIn(null);
    var answer = send(method, path, body);
    if (answer.status() == 401) {
      signIn(token);
      answer = send(method, path, body);
    }
    if (answer.succeeded()) {
      usage.answered();
      return answer.body();
    }
    int status = answer.status() < 300 ? 0 : answer.status();
    var failure =
        Failures.of(
            Attempt.of(method + " " + withoutQuery(path)),
            status,
            ApiError.in(answer.body()),
            answer.failure());
    if (failure instanceof RemoteUnavailableException unavailable
        && unavailable.code() == ErrorCode.SALESFORCE_DAILY_LIMIT) {
      usage.refused();
    }
    throw failure;
  }

  private void refuse(Duration pause) {
    throw new RemoteUnavailableException(
        ErrorCode.SALESFORCE_DAILY_LIMIT,
        "%s; looked at again at %s"
            .formatted(usage.says(), clock.instant().plus(pause).truncatedTo(ChronoUnit.SECONDS)),
        pause,
        null);
  }

  /** The organisation's id, 18 characters. */
  String organisation() {
    signIn(null);
    return component.login().getOrgId();
  }

  /** The id of the user we are signed in as. */
  String user() {
    signIn(null);
    var id = component.login().getId();
    return id.substring(id.lastIndexOf('/') + 1);
  }

  /** Signs in if needed; in place of the given token if there is one. */
  String signIn(String expired) {
    try {
      var token = component.login().login(expired);
      alarm = "";
      return token;
    } catch (SalesforceException e) {
      var refusal = LoginRefusal.of(e);
      var remedy = refusal.remedy();
      if (!alarm.equals(remedy)) {
        alarm = remedy;
        log.error(
            "Cannot sign in at {}: {} Nothing is read or written until then; tried again by itself",
            settings.loginHost(),
            remedy);
      }
      throw new RemoteUnavailableException(
          refusal.place(), "Cannot sign in to Salesforce: " + remedy, e);
    }
  }

  private Answer send(String method, String path, JsonNode body) {
    long started = clock.millis();
    var exchange =
        camel.request(
            CallRoute.URI,
            it -> {
              it.getMessage().setHeader("rawMethod", method);
              it.getMessage().setHeader("rawPath", path);
              it.getMessage().setHeader("Sforce-Call-Options", "client=" + settings.clientName());
              it.getMessage().setBody(body);
            });
    var message = exchange.getMessage();
    usage.read(message.getHeader("Sforce-Limit-Info", String.class));
    var answer = new Answer(status(exchange), body(exchange), exchange.getException());
    recorder.record(
        new CallRecord(
            "salesforce",
            method + " " + withoutQuery(path),
            answer.status(),
            "",
            clock.millis() - started));
    return answer;
  }

  private static int status(Exchange exchange) {
    var status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
    if (status != null) {
      return status;
    }
    return exchange.getException() instanceof SalesforceException e ? e.getStatusCode() : 0;
  }

  private JsonNode body(Exchange exchange) {
    var message = exchange.getMessage();
    if (message.getBody() instanceof JsonNode json && exchange.getException() == null) {
      return json;
    }
    var text = message.getBody(String.class);
    if (text == null || text.isBlank()) {
      return NullNode.getInstance();
    }
    try {
      return mapper.readTree(text);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  private static String withoutQuery(String path) {
    int question = path.indexOf('?');
    return question < 0 ? path : path.substring(0, question);
  }
}
