package io.cosell.connector.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * One referral as Partner Center sent it, whole: what this class has no method for stays reachable
 * through {@link #json()}. Shape: Referrals API, referral resource.
 */
public record Referral(JsonNode json) {

  /** The referral's id, a GUID in lower case. */
  public String id() {
    return text("id").orElseThrow().toLowerCase(java.util.Locale.ROOT);
  }

  /** What all referrals of one deal share; a GUID in lower case. */
  public String engagementId() {
    return text("engagementId").map(id -> id.toLowerCase(java.util.Locale.ROOT)).orElse("");
  }

  /** The version for {@code If-Match}, with its quotes; empty when the server sent none. */
  public Optional<String> eTag() {
    return text("eTag");
  }

  /** {@code New}, {@code Active} or {@code Closed}. */
  public String status() {
    return text("status").orElse("");
  }

  /** {@code Pending}, {@code Received}, {@code Accepted}, {@code Won}, {@code Lost}, … */
  public String substatus() {
    return text("substatus").orElse("");
  }

  /** The partner's CRM id, for us the opportunity's. */
  public Optional<String> externalReferenceId() {
    return text("externalReferenceId");
  }

  /** When it last changed; empty when that cannot be read. */
  public Optional<Instant> updatedAt() {
    try {
      return text("updatedDateTime").map(text -> OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** True for Microsoft's own referral of an engagement, the one the Microsoft seller works on. */
  public boolean isMicrosofts() {
    for (var target : json.path("target")) {
      if ("msft".equalsIgnoreCase(target.path("id").asText())) {
        return true;
      }
    }
    return "msft".equalsIgnoreCase(json.path("organizationId").asText());
  }

  /** False for a row of a list that leaves out members, as lists may. */
  public boolean isWhole() {
    return json.has("target") && json.has("team");
  }

  private Optional<String> text(String name) {
    var value = json.path(name);
    return value.isTextual() && !value.textValue().isBlank()
        ? Optional.of(value.textValue())
        : Optional.empty();
  }
}
