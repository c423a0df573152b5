package io.cosell.connector.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cosell.connector.partnercenter.WebhookFindings.Topic;
import io.cosell.connector.remote.ErrorCode;
import io.cosell.connector.remote.RemoteAddress;
import io.cosell.connector.remote.RemoteUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriUtils;

/**
 * Tells Partner Center where to send its events (Partner Center webhooks, "Register a webhook").
 *
 * <p>A tenant has one registration, which other tools may own; so it is looked at again and again,
 * and replaced only when that is allowed. Failures as of {@link PartnerCenter}.
 */
@Component
public class WebhookRegistration {
  private static final String PATH = "/registration";

  private final WebhookProperties settings;
  private final Calls calls;
  private final WebhookFindings findings;

  WebhookRegistration(WebhookProperties settings, Calls calls, WebhookFindings findings) {
    this.settings = settings;
    this.calls = calls;
    this.findings = findings;
  }

  /**
   * What Partner Center has registered.
   *
   * @param url where it sends events
   * @param events which ones
   */
  public record Registration(String url, List<String> events) {}

  /** What {@link #ensure()} found or did. */
  public enum Outcome {
    /** {@code cosell.webhook.public-url} is empty or not usable: nothing was asked or changed. */
    NOT_WANTED,
    /** There was none; now there is. */
    CREATED,
    /** It was right already. */
    KEPT,
    /** It was ours and lacked events; now it has them. */
    COMPLETED,
    /** It pointed elsewhere and was replaced. */
    REPLACED,
    /** It points elsewhere and was left, since it must not be overwritten. */
    LEFT_TO_OTHERS;

    /** True when the registration was changed. */
    public boolean changed() {
      return this == CREATED || this == COMPLETED || this == REPLACED;
    }
  }

  /**
   * The result of looking after the registration.
   *
   * @param outcome what was found or done
   * @param message the same in a sentence, with what to do if something is to do
   */
  public record Result(Outcome outcome, String message) {}

  /**
   * How Partner Center got on with a test event.
   *
   * @param status such as {@code completed}
   * @param callbackUrl where it was sent
   * @param attempts the answers it got, oldest first
   */
  public record Validation(String status, String callbackUrl, List<Attempt> attempts) {}

  /**
   * One delivery of a test event.
   *
   * @param responseCode such as {@code OK}
   * @param message what else it has to say, possibly empty
   * @param at when, as Partner Center writes it
   */
  public record Attempt(String responseCode, String message, String at) {}

  /** The registration of the tenant, if there is one. */
  public Optional<Registration> read() {
    var answer = calls.call(request("GET", PATH), 404);
    if (!answer.succeeded() || !answer.hasJson()) {
      return Optional.empty();
    }
    var registration = registration(answer.json());
    return registration.url().isBlank() ? Optional.empty() : Optional.of(registration);
  }

  /**
   * Makes the registration what the settings want, as far as they allow it. The outcome shows in
   * health and metrics.
   *
   * @param mayReplace false to leave one that points elsewhere alone, whatever the settings
   */
  public Result ensure(boolean mayReplace) {
    var result = settled(mayReplace);
    var state =
        switch (result.outcome()) {
          case CREATED, KEPT, COMPLETED, REPLACED -> WebhookFinding.State.WELL;
          case LEFT_TO_OTHERS -> WebhookFinding.State.TROUBLE;
          case NOT_WANTED -> WebhookFinding.State.NONE;
        };
    findings.note(Topic.REGISTRATION, state, result.message(), null);
    return result;
  }

  private Result settled(boolean mayReplace) {
    var url = settings.publicUrl().strip();
    if (url.isEmpty()) {
      return new Result(
          Outcome.NOT_WANTED,
          "cosell.webhook.public-url is empty: no registration, changes are found by polling");
    }
    var problem = Setup.checkPublicUrl(settings);
    if (problem.isPresent()) {
      return new Result(Outcome.NOT_WANTED, problem.get().toString());
    }
    var present = read();
    if (present.isEmpty()) {
      if (create(url)) {
        return new Result(Outcome.CREATED, "Partner Center now sends its events to " + shown(url));
      }
      present = read();
    }
    return settle(url, present.orElse(new Registration("", List.of())), mayReplace);
  }

  /**
   * Has Partner Center send a test event; the id to ask for its result. Empty when it refuses,
   * because it sends two a minute at most.
   */
  public Optional<String> sendTestEvent() {
    var answer = calls.call(request("POST", PATH + "/validationEvents"), 429);
    if (!answer.succeeded()) {
      return Optional.empty();
    }
    var id = text(answer.json(), "correlationId");
    if (id.isEmpty()) {
      throw new RemoteUnavailableException(
          ErrorCode.PARTNER_CENTER_AWAY,
          "Partner Center accepted the test event but gave no id for it",
          null);
    }
    return Optional.of(id);
  }

  /** What became of a test event; empty when Partner Center does not know it (any more). */
  public Optional<Validation> testResult(String correlationId) {
    var id = UriUtils.encode(correlationId, StandardCharsets.UTF_8);
    var answer = calls.call(request("GET", PATH + "/validationEvents/" + id), 404);
    if (!answer.succeeded()) {
      return Optional.empty();
    }
    var attempts = new ArrayList<Attempt>();
    for (var result : member(answer.json(), "results")) {
      attempts.add(
          new Attempt(
              text(result, "responseCode"),
              text(result, "responseMessage"),
              text(result, "dateTimeUtc")));
    }
    return Optional.of(
        new Validation(
            text(answer.json(), "status"),
            text(answer.json(), "callbackUrl"),
            List.copyOf(attempts)));
  }

  private Result settle(String url, Registration present, boolean mayReplace) {
    var missing = new ArrayList<>(settings.events());
    missing.add(WebhookEvent.TEST);
    missing.removeAll(present.events());
    if (same(present.url(), url)) {
      if (missing.isEmpty()) {
        return new Result(Outcome.KEPT, "Partner Center sends its events to " + shown(url));
      }
      replace(url, present.events());
      return new Result(
          Outcome.COMPLETED, "Partner Center now also sends " + String.join(", ", missing));
    }
    if (!settings.overwriteRegistration() || !mayReplace) {
      var message =
          "Partner Center sends its events to "
              + shown(present.url())
              + ", which is not "
              + shown(url)
              + "; if no other tool needs them there, set cosell.webhook.overwrite-registration"
              + (mayReplace ? "" : ", and let cosell.sync write to Partner Center");
      return new Result(Outcome.LEFT_TO_OTHERS, message);
    }
    replace(url, present.events());
    var message =
        "Partner Center sends its events to "
            + shown(url)
            + " now, instead of "
            + shown(present.url());
    return new Result(Outcome.REPLACED, message);
  }

  /** Without the query, in which many gateways expect a secret. */
  static String shown(String url) {
    return url.strip().replaceAll("\\?.*$", "?…");
  }

  /** False when somebody else was quicker. */
  private boolean create(String url) {
    var request = request("POST", PATH).with(body(url, List.of()));
    return calls.call(request, 409).succeeded();
  }

  private void replace(String url, List<String> events) {
    var body = body(url, events);
    if (calls.call(request("PUT", PATH).with(body), 404).status() == 404) {
      calls.call(request("POST", PATH).with(body));
    }
  }

  private JsonNode body(String url, List<String> present) {
    var events = new LinkedHashSet<>(present);
    events.addAll(settings.events());
    events.add(WebhookEvent.TEST);
    var body = JsonNodeFactory.instance.objectNode();
    body.put("WebhookUrl", url);
    var names = body.putArray("WebhookEvents");
    events.forEach(names::add);
    return body.put("SignatureTokenToMsSignatureHeader", true);
  }

  private static Registration registration(JsonNode json) {
    var events = new ArrayList<String>();
    member(json, "WebhookEvents").forEach(name -> events.add(name.asText()));
    return new Registration(text(json, "WebhookUrl"), List.copyOf(events));
  }

  /** Hosts in any case and a slash at the end make no difference. */
  private static boolean same(String one, String other) {
    return normal(one).equals(normal(other));
  }

  private static String normal(String url) {
    var base = RemoteAddress.base(url);
    int path = base.indexOf('/', Math.min(base.length(), "https://".length()));
    return path < 0
        ? base.toLowerCase(Locale.ROOT)
        : base.substring(0, path).toLowerCase(Locale.ROOT) + base.substring(path);
  }

  private static Request request(String method, String path) {
    return Request.of(Audience.WEBHOOKS, method, path, method + " /webhooks/v1" + path);
  }

  private static String text(JsonNode json, String name) {
    var value = member(json, name);
    return value.isValueNode() && !value.isNull() ? value.asText() : "";
  }

  /** Documents disagree about the case of the names, so any will do. */
  private static JsonNode member(JsonNode json, String name) {
    for (var field : json.properties()) {
      if (field.getKey().equalsIgnoreCase(name)) {
        return field.getValue();
      }
    }
    return json.path(name);
  }
}
