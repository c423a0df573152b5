package io.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Checks single values and brings them into the form Partner Center keeps. Lengths of name and
 * notes are invented; nothing is published.
 */
class Fields {
  private static final int NAME_LENGTH = 255;
  private static final int NOTES_LENGTH = 4000;
  private static final int ROWS = 50;
  private static final Set<String> COUNTRIES = Set.copyOf(Arrays.asList(Locale.getISOCountries()));

  private final Clock clock;
  private final Switches switches;

  Fields(Clock clock, Switches switches) {
    this.clock = clock;
    this.switches = switches;
  }

  JsonNode name(JsonNode value, String path) {
    return filled(atMost(NAME_LENGTH, value, path), path);
  }

  JsonNode notes(JsonNode value, String path) {
    return atMost(NOTES_LENGTH, value, path);
  }

  JsonNode text(JsonNode value, String path) {
    if (!value.isTextual() && !value.isNull()) {
      throw Refusal.malformed(path + " must be a string.", path);
    }
    return value;
  }

  /** A number, or a string that reads like one as in the documented PATCH sample. */
  JsonNode dealValue(JsonNode value, String path) {
    BigDecimal number;
    try {
      number = new BigDecimal(value.isNumber() || value.isTextual() ? value.asText() : "none");
    } catch (NumberFormatException e) {
      throw Refusal.malformed(path + " must be a number.", path);
    }
    if (number.signum() < 0
        || number.signum() == 0 && switches.isOn(Switch.ZERO_DEAL_VALUE_REFUSED)) {
      throw Refusal.against(path + " must be more than 0.", path);
    }
    return value.isNumber() ? value : DecimalNode.valueOf(number);
  }

  JsonNode currency(JsonNode value, String path) {
    try {
      Currency.getInstance(value.asText());
    } catch (IllegalArgumentException e) {
      throw Refusal.malformed(path + " must be an ISO 4217 code.", path);
    }
    return value;
  }

  /** An instant with zone; kept in UTC. */
  JsonNode closingDate(JsonNode value, String path) {
    Instant at;
    try {
      at = OffsetDateTime.parse(value.asText()).toInstant();
    } catch (DateTimeException e) {
      throw Refusal.malformed(path + " must be a date and time with zone.", path);
    }
    if (at.isBefore(clock.instant()) && switches.isOn(Switch.PAST_CLOSING_DATE_REFUSED)) {
      throw Refusal.against(path + " must not lie in the past.", path);
    }
    return value.asText().endsWith("Z") ? value : TextNode.valueOf(at.toString());
  }

  void country(JsonNode value, String path) {
    if (!COUNTRIES.contains(value.asText())) {
      throw Refusal.malformed(path + " must be a two-letter ISO 3166 code.", path);
    }
  }

  JsonNode solution(JsonNode value, String path) {
    if (!Json.hasText(value.path("id"))) {
      throw Refusal.malformed("Solution ID is required.", path + "/id");
    }
    return value;
  }

  JsonNode solutions(JsonNode value, String path) {
    rows(value, path).forEach(solution -> solution(solution, path));
    return value;
  }

  JsonNode member(JsonNode value, String path) {
    for (var name : List.of("firstName", "lastName", "email", "phoneNumber")) {
      filled(value.path(name), path + "/" + name);
    }
    if (!value.get("email").asText().contains("@")) {
      throw Refusal.malformed(path + "/email is not an e-mail address.", path + "/email");
    }
    return value;
  }

  JsonNode members(JsonNode value, String path) {
    rows(value, path).forEach(member -> member(member, path));
    return value;
  }

  JsonNode filled(JsonNode value, String path) {
    if (!Json.hasText(value)) {
      throw Refusal.malformed(path + " is required.", path);
    }
    return value;
  }

  JsonNode atLeastOne(JsonNode list, String path) {
    if (!list.isArray() || list.isEmpty()) {
      throw Refusal.malformed(path + " needs at least one element.", path);
    }
    return list;
  }

  private JsonNode rows(JsonNode value, String path) {
    if (!value.isArray()) {
      throw Refusal.malformed(path + " must be an array.", path);
    }
    if (value.size() > ROWS) {
      throw Refusal.against(path + " takes at most " + ROWS + " elements.", path);
    }
    return value;
  }

  private JsonNode atMost(int length, JsonNode value, String path) {
    if (text(value, path).asText().length() > length) {
      throw Refusal.against(path + " takes at most " + length + " characters.", path);
    }
    return value;
  }
}
