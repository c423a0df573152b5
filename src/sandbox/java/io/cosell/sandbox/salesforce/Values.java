package io.cosell.sandbox.salesforce;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Field values: from a request's JSON with the checks of their type, and back to JSON. */
final class Values {
  private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s.]+");
  private static final DateTimeFormatter REST =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'+0000'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter EVENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final Pattern SHORT_OFFSET = Pattern.compile("([+-]\\d{2})(\\d{2})$");

  private Values() {}

  /** The value as it is kept; null and the empty text clear a field. */
  static Object parse(Field field, Object json) {
    if (json == null) {
      return field.type == FieldType.BOOLEAN ? Boolean.FALSE : null;
    }
    if (json instanceof Map || json instanceof List) {
      throw unreadable(field, json);
    }
    if ("".equals(json) && (field.type.isText() || field.type.isId())) {
      return null;
    }
    return switch (field.type) {
      case BOOLEAN -> bool(field, json);
      case INT, DOUBLE, CURRENCY, PERCENT -> number(field, json);
      case DATE -> date(field, json);
      case DATE_TIME -> dateTime(field, json);
      case ID, REFERENCE -> id(field, json);
      case ADDRESS ->
          throw ApiException.badRequest(
              "INVALID_FIELD_FOR_INSERT_UPDATE", notWritable(field.name), field.name);
      default -> text(field, String.valueOf(json));
    };
  }

  static String notWritable(String fields) {
    return "Unable to create/update fields: "
        + fields
        + ". Please check the security settings of this field and verify that it is read/write for"
        + " your profile or permission set.";
  }

  private static Object text(Field field, String given) {
    boolean longText = field.type == FieldType.LONG_TEXT || field.type == FieldType.BASE64;
    var value = longText ? given : given.strip();
    if (value.isEmpty()) {
      return null;
    }
    if (value.length() > field.length) {
      throw ApiException.badRequest(
          "STRING_TOO_LONG",
          "%s: data value too large: %s (max length=%d)"
              .formatted(field.label, value, field.length),
          field.name);
    }
    if (field.type == FieldType.EMAIL && !EMAIL.matcher(value).matches()) {
      throw ApiException.badRequest(
          "INVALID_EMAIL_ADDRESS",
          "%s: invalid email address: %s".formatted(field.label, value),
          field.name);
    }
    if (field.restricted && field.type == FieldType.PICKLIST) {
      return listed(field, value);
    }
    return value;
  }

  private static String listed(Field field, String value) {
    return field.picklist.stream()
        .filter(value::equalsIgnoreCase)
        .findFirst()
        .orElseThrow(
            () ->
                ApiException.badRequest(
                    "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
                    "%s: bad value for restricted picklist field: %s".formatted(field.label, value),
                    field.name));
  }

  private static Object bool(Field field, Object json) {
    if (json instanceof Boolean) {
      return json;
    }
    return switch (String.valueOf(json).toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw unreadable(field, json);
    };
  }

  private static Object number(Field field, Object json) {
    BigDecimal value;
    try {
      value = new BigDecimal(String.valueOf(json));
    } catch (NumberFormatException e) {
      throw unreadable(field, json);
    }
    value = value.setScale(field.scale, RoundingMode.HALF_UP);
    if (value.precision() - value.scale() > field.precision - field.scale) {
      throw ApiException.badRequest(
          "NUMBER_OUTSIDE_VALID_RANGE",
          "%s: value outside of valid range on numeric field: %s".formatted(field.label, json),
          field.name);
    }
    return field.type == FieldType.INT ? (Object) value.intValue() : plain(value);
  }

  /** One form for equal numbers, so that equals compares them. */
  static BigDecimal plain(BigDecimal value) {
    var stripped = value.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  private static Object date(Field field, Object json) {
    var text = String.valueOf(json);
    try {
      return text.length() > 10
          ? instant(text).atZone(ZoneOffset.UTC).toLocalDate()
          : LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw unreadable(field, json);
    }
  }

  private static Object dateTime(Field field, Object json) {
    var text = String.valueOf(json);
    try {
      return text.length() == 10
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : instant(text);
    } catch (DateTimeException e) {
      throw unreadable(field, json);
    }
  }

  /** Reads {@code Z}, {@code +01:00} and {@code +0100}. */
  static Instant instant(String text) {
    return OffsetDateTime.parse(SHORT_OFFSET.matcher(text).replaceAll("$1:$2")).toInstant();
  }

  private static Object id(Field field, Object json) {
    var text = String.valueOf(json);
    return Ids.normal(text)
        .orElseThrow(
            () ->
                ApiException.badRequest(
                    "MALFORMED_ID",
                    "%s: id value of incorrect type: %s".formatted(field.label, text),
                    field.name));
  }

  private static ApiException unreadable(Field field, Object json) {
    return ApiException.parser(
        "Cannot deserialize instance of %s from VALUE_%s value %s or request may be missing a required field at [line:1, column:1]"
            .formatted(
                field.type.apiName.equals("datetime") ? "datetime" : field.type.apiName,
                json instanceof Number ? "NUMBER" : "STRING",
                json));
  }

  /** As REST answers show it. */
  static Object json(Object value) {
    if (value instanceof Instant instant) {
      return REST.format(instant);
    }
    if (value instanceof LocalDate date) {
      return date.toString();
    }
    return value instanceof BigDecimal number ? (Object) number.doubleValue() : value;
  }

  /** As change events show it. */
  static Object event(Object value) {
    return value instanceof Instant instant ? EVENT.format(instant) : json(value);
  }

  /** The field of this row as REST answers show it, computed ones too. */
  static Object json(Row row, Field field) {
    if (field.name.equals("Id")) {
      return row.id();
    }
    if (field.name.equals("IsDeleted")) {
      return row.deleted();
    }
    if (field.type == FieldType.ADDRESS) {
      return address(row, field.name);
    }
    var value = field.formula == null ? row.get(field.name) : field.formula.apply(row.values());
    return value == null && field.type == FieldType.BOOLEAN ? (Object) false : json(value);
  }

  private static Map<String, Object> address(Row row, String compound) {
    var prefix = compound.substring(0, compound.length() - "Address".length());
    var address = new LinkedHashMap<String, Object>();
    boolean empty = true;
    for (var part :
        new String[] {
          "City", "Country", "CountryCode", "PostalCode", "State", "StateCode", "Street"
        }) {
      var value = row.get(prefix + part);
      empty &= value == null;
      if (value != null || !part.endsWith("Code") || part.startsWith("Postal")) {
        address.put(part.substring(0, 1).toLowerCase(Locale.ROOT) + part.substring(1), value);
      }
    }
    if (empty) {
      return null;
    }
    address.put("geocodeAccuracy", null);
    address.put("latitude", null);
    address.put("longitude", null);
    return address;
  }
}
