package io.cosell.connector.mapping;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cosell.connector.remote.ErrorCode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.web.util.HtmlUtils;

/** What a field holds, and its one canonical spelling on both sides. */
enum Kind {
  /** Text; entities decoded, line ends unified, no half characters, no blanks around it. */
  @JsonProperty("text")
  TEXT,
  /** Text that may be emptied. */
  @JsonProperty("notes")
  NOTES,
  /** An e-mail address, in lower case as Salesforce keeps it. */
  @JsonProperty("email")
  EMAIL,
  /** The deal's name, without the mark. */
  @JsonProperty("name")
  NAME,
  /** A decimal, in cents; 0 means no opinion. */
  @JsonProperty("money")
  MONEY,
  /** A decimal. */
  @JsonProperty("decimal")
  DECIMAL,
  /** An ISO 4217 code. */
  @JsonProperty("currency")
  CURRENCY,
  /** A calendar date. */
  @JsonProperty("date")
  DATE,
  /** True or false. */
  @JsonProperty("boolean")
  BOOLEAN,
  /** A country, two letters. */
  @JsonProperty("country")
  COUNTRY,
  /** A D-U-N-S number, nine digits. */
  @JsonProperty("duns")
  DUNS,
  /** One of a list with a value map; the canonical spelling is Partner Center's. */
  @JsonProperty("choice")
  CHOICE,
  /** A number here, a range there. */
  @JsonProperty("size")
  SIZE,
  /** Status and substatus there, stage here. */
  @JsonProperty("phase")
  PHASE,
  /** People of the customer. */
  @JsonProperty("contacts")
  CONTACTS,
  /** People of the partner. */
  @JsonProperty("team")
  TEAM,
  /** Solutions. */
  @JsonProperty("solutions")
  SOLUTIONS;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final Pattern ENTITY = Pattern.compile("&(#\\d{1,7}|#[xX]\\p{XDigit}{1,6}|\\w+);");

  private static final Pattern HALF_A_CHARACTER = Pattern.compile("\\p{Cs}");

  /** As many as Salesforce keeps of money. */
  private static final int CENTS = 2;

  /** As the mapping table calls it. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** True when the field is a list of elements with keys. */
  boolean isList() {
    return this == CONTACTS || this == TEAM || this == SOLUTIONS;
  }

  /**
   * The canonical spelling of what either side sent; empty for no opinion.
   *
   * @throws UnmappableException when the value makes no sense for this kind
   */
  Optional<String> canonical(String field, JsonNode raw) {
    if (raw.isMissingNode()) {
      return Optional.empty();
    }
    if (this == NOTES) {
      return Optional.of(raw.isNull() ? "" : unified(raw.asText()));
    }
    if (raw.isNull() || raw.isContainerNode()) {
      return Optional.empty();
    }
    try {
      return Optional.of(unified(raw.asText()))
          .filter(text -> !text.isEmpty())
          .flatMap(this::spelled);
    } catch (NumberFormatException | DateTimeParseException e) {
      throw new UnmappableException(ErrorCode.VALUE_UNREADABLE.of(field, raw.asText(), key()));
    }
  }

  private Optional<String> spelled(String text) {
    return switch (this) {
      case NAME -> Optional.of(NameMark.strip(text)).filter(name -> !name.isEmpty());
      case MONEY ->
          Optional.of(new BigDecimal(text).setScale(CENTS, RoundingMode.HALF_UP))
              .filter(value -> value.signum() != 0)
              .map(Kind::plain);
      case DECIMAL -> Optional.of(plain(new BigDecimal(text)));
      case EMAIL -> Optional.of(text.toLowerCase(Locale.ROOT));
      case CURRENCY -> Optional.of(text.toUpperCase(Locale.ROOT));
      case COUNTRY -> Optional.of(country(text));
      case DUNS -> duns(text);
      case DATE -> Optional.of(date(text).toString());
      case BOOLEAN -> Optional.of(Boolean.toString(Boolean.parseBoolean(text)));
      case SIZE -> Optional.of(CustomerSize.range(text));
      default -> Optional.of(text);
    };
  }

  /** The canonical value as the JSON either cloud wants; dates differ and are given per side. */
  JsonNode toJson(String canonical) {
    return switch (this) {
      case MONEY, DECIMAL -> JSON.numberNode(new BigDecimal(canonical));
      case BOOLEAN -> JSON.booleanNode(Boolean.parseBoolean(canonical));
      default -> JSON.textNode(canonical);
    };
  }

  /** The same for Partner Center, where a date is the start of that day in UTC. */
  JsonNode toPartnerCenter(String canonical) {
    return this == DATE ? JSON.textNode(canonical + "T00:00:00Z") : toJson(canonical);
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }

  /** A code in capitals; what is no code stays as the seller typed it. */
  private static String country(String text) {
    return text.length() == 2 ? text.toUpperCase(Locale.ROOT) : text;
  }

  /** Nine digits, also for one written in groups or without its leading zeros. */
  private static Optional<String> duns(String text) {
    var digits = text.replaceAll("\\D", "");
    return digits.isEmpty()
        ? Optional.empty()
        : Optional.of("0".repeat(Math.max(0, 9 - digits.length())) + digits);
  }

  /** A date, or the day in UTC of a date-time; one without an offset is taken for UTC. */
  private static LocalDate date(String date) {
    if (date.length() <= 10) {
      return LocalDate.parse(date);
    }
    var withColon = date.replaceFirst("([+-]\\d\\d)(\\d\\d)$", "$1:$2");
    return withColon.matches(".*(Z|[+-]\\d\\d:\\d\\d)")
        ? OffsetDateTime.parse(withColon).withOffsetSameInstant(ZoneOffset.UTC).toLocalDate()
        : LocalDateTime.parse(withColon).toLocalDate();
  }

  private static String unified(String text) {
    var valid = HALF_A_CHARACTER.matcher(decoded(text)).replaceAll("\ufffd");
    return Literals.read(valid).replace("\r\n", "\n").replace('\r', '\n').strip();
  }

  /** Until there are no entities left, so that what is written reads back the same. */
  private static String decoded(String text) {
    var decoded = text;
    String before;
    do {
      before = decoded;
      decoded = ENTITY.matcher(before).replaceAll(Kind::character);
    } while (!decoded.equals(before));
    return decoded;
  }

  private static String character(MatchResult entity) {
    return Matcher.quoteReplacement(HtmlUtils.htmlUnescape(entity.group()));
  }
}
