package io.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.core.JsonPointer;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the part of OData's {@code $filter} that "Get the list of leads and opportunities" shows:
 * comparisons, and, or, not, brackets, paths with slashes, {@code any}. GUIDs may be quoted or not.
 */
class FilterParser {
  private static final Set<String> PROPERTIES =
      Set.of(
          "engagementId",
          "status",
          "substatus",
          "direction",
          "type",
          "qualification",
          "createdDateTime",
          "updatedDateTime",
          "customerProfile/address/country",
          "team");
  private static final Set<String> OPERATORS = Set.of("eq", "ne", "gt", "ge", "lt", "le");
  private static final String GUID =
      "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}";
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(?<string>'(?:[^']|'')*')"
              + "|(?<instant>\\d{4}-\\d\\d-\\d\\dT[0-9:.]+(?:Z|[+-]\\d\\d:\\d\\d))"
              + "|(?<guid>"
              + GUID
              + ")|(?<number>-?\\d+(?:\\.\\d+)?)"
              + "|(?<word>[A-Za-z_][A-Za-z0-9_/]*)"
              + "|(?<sign>[():]))");

  private record Token(String kind, String text) {}

  private final List<Token> tokens = new ArrayList<>();
  private final Switches switches;
  private int at;
  private String variable = "";

  private FilterParser(String text, Switches switches) {
    this.switches = switches;
    var matcher = TOKEN.matcher(text.strip());
    int end = 0;
    while (end < text.strip().length()) {
      if (!matcher.find(end) || matcher.start() != end) {
        throw wrong("unexpected '" + text.strip().substring(end) + "'");
      }
      tokens.add(new Token(kind(matcher), matcher.group().strip()));
      end = matcher.end();
    }
  }

  /** Reads the text; an empty one lets everything pass. */
  static Filter parse(String text, Switches switches) {
    if (text == null || text.isBlank()) {
      return new Filter.All();
    }
    var parser = new FilterParser(text, switches);
    var filter = parser.or();
    if (parser.at < parser.tokens.size()) {
      throw wrong("unexpected '" + parser.peek() + "'");
    }
    return filter;
  }

  private Filter or() {
    var left = and();
    while (accept("or")) {
      left = new Filter.Or(left, and());
    }
    return left;
  }

  private Filter and() {
    var left = unary();
    while (accept("and")) {
      left = new Filter.And(left, unary());
    }
    return left;
  }

  private Filter unary() {
    if (accept("not")) {
      return new Filter.Not(unary());
    }
    if (accept("(")) {
      var inner = or();
      expect(")");
      return inner;
    }
    var path = next("word");
    if (path.endsWith("/any")) {
      return any(path.substring(0, path.length() - "/any".length()));
    }
    return comparison(path);
  }

  private Filter any(String list) {
    check(list);
    expect("(");
    variable = next("word");
    expect(":");
    var inner = or();
    expect(")");
    variable = "";
    return new Filter.Any(JsonPointer.compile("/" + list), inner);
  }

  private Filter comparison(String path) {
    var property = path;
    if (!variable.isEmpty() && path.startsWith(variable + "/")) {
      property = path.substring(variable.length() + 1);
    } else {
      check(path);
    }
    var operator = next("word");
    if (!OPERATORS.contains(operator)) {
      throw wrong("operator '" + operator + "' is not supported");
    }
    return new Filter.Comparison(JsonPointer.compile("/" + property), operator, literal(property));
  }

  private Object literal(String property) {
    if (at == tokens.size()) {
      throw wrong("a literal is missing");
    }
    var token = tokens.get(at++);
    boolean time = property.endsWith("DateTime");
    if (time && !"instant".equals(token.kind())) {
      if ("string".equals(token.kind()) && switches.isOn(Switch.QUOTED_INSTANTS_ACCEPTED)) {
        return instant(unquoted(token.text()));
      }
      throw wrong(property + " needs an unquoted instant, not " + token.text());
    }
    return switch (token.kind()) {
      case "string" -> unquoted(token.text());
      case "instant" -> instant(token.text());
      case "guid" -> token.text().toLowerCase(Locale.ROOT);
      case "number" -> new BigDecimal(token.text());
      default ->
          switch (token.text()) {
            case "true", "false" -> Boolean.valueOf(token.text());
            case "null" -> null;
            default -> throw wrong("unexpected '" + token.text() + "'");
          };
    };
  }

  private void check(String property) {
    if (!PROPERTIES.contains(property) && !switches.isOn(Switch.ANY_PROPERTY_FILTERABLE)) {
      throw wrong("property '" + property + "' cannot be filtered on");
    }
  }

  private static Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw wrong("'" + text + "' is no instant");
    }
  }

  private static String unquoted(String text) {
    return text.substring(1, text.length() - 1).replace("''", "'");
  }

  private static String kind(Matcher matcher) {
    for (var kind : List.of("string", "instant", "guid", "number", "word")) {
      if (matcher.group(kind) != null) {
        return kind;
      }
    }
    return "sign";
  }

  private String peek() {
    return at < tokens.size() ? tokens.get(at).text() : "end";
  }

  private boolean accept(String text) {
    boolean there = at < tokens.size() && tokens.get(at).text().equals(text);
    at += there ? 1 : 0;
    return there;
  }

  private void expect(String text) {
    if (!accept(text)) {
      throw wrong("'" + text + "' expected before '" + peek() + "'");
    }
  }

  private String next(String kind) {
    if (at == tokens.size() || !tokens.get(at).kind().equals(kind)) {
      throw wrong("unexpected '" + peek() + "'");
    }
    return tokens.get(at++).text();
  }

  private static Refusal wrong(String what) {
    return Refusal.malformed("The filter cannot be read: " + what + ".", "$filter");
  }
}
