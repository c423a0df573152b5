package io.cosell.connector.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What Partner Center tells: that something happened to a resource. It is an address, not an order;
 * the resource's URI is only read, never called (Partner Center webhook events).
 *
 * @param name such as {@code referral-updated}, or a name this connector does not know
 * @param resourceId last segment of the resource's URI in lower case; a GUID when {@link
 *     #concernsReferral()}, otherwise possibly empty
 * @param changedAt when the resource changed, as far as the event says
 */
public record WebhookEvent(String name, String resourceId, Optional<OffsetDateTime> changedAt) {
  /** What Partner Center sends when it is asked for a test event. */
  public static final String TEST = "test-created";

  private static final Pattern GUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern REFERRAL_EVENT = Pattern.compile("(?:related-)?referral-.+");

  /**
   * Reads the body of a webhook call. Member names may be in any case.
   *
   * @throws IllegalArgumentException when it is not such an event; the message says why
   */
  public static WebhookEvent parse(byte[] body) {
    JsonNode json;
    try {
      json = PartnerCenterRoute.JSON.readTree(body);
    } catch (IOException e) {
      throw new IllegalArgumentException("the event is not JSON", e);
    }
    if (json == null || !json.isObject()) {
      throw new IllegalArgumentException("the event is not a JSON object");
    }
    var name = text(json, "EventName");
    if (name.isEmpty()) {
      throw new IllegalArgumentException("the event has no EventName");
    }
    var event = new WebhookEvent(name, lastSegment(text(json, "ResourceUri")), changedAt(json));
    if (event.concernsReferral() && !GUID.matcher(event.resourceId()).matches()) {
      throw new IllegalArgumentException("the event's ResourceUri does not end in a referral id");
    }
    return event;
  }

  /** True for events about the partner's referrals and related ones; others need no work. */
  public boolean concernsReferral() {
    return REFERRAL_EVENT.matcher(name).matches();
  }

  private static Optional<OffsetDateTime> changedAt(JsonNode json) {
    var text = text(json, "ResourceChangeUtcDate");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text));
    } catch (DateTimeException e) {
      return Optional.of(localChangedAt(text));
    }
  }

  private static OffsetDateTime localChangedAt(String text) {
    try {
      return LocalDateTime.parse(text).atOffset(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("the event's ResourceChangeUtcDate is not a date", e);
    }
  }

  private static String lastSegment(String uri) {
    try {
      var path = Optional.ofNullable(new URI(uri).getPath()).orElse("").replaceAll("/+$", "");
      return path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    } catch (java.net.URISyntaxException e) {
      return "";
    }
  }

  private static String text(JsonNode json, String name) {
    for (var field : json.properties()) {
      if (field.getKey().equalsIgnoreCase(name) && field.getValue().isTextual()) {
        return field.getValue().textValue().strip();
      }
    }
    return "";
  }
}
