package io.cosell.sandbox.salesforce;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a query into words, literals and signs. */
final class SoqlLexer {
  enum Kind {
    WORD,
    TEXT,
    NUMBER,
    DATE,
    DATE_TIME,
    SIGN,
    END
  }

  /** A piece of the query with its place, counted from 1. */
  record Token(Kind kind, String text, int column) {
    boolean is(String word) {
      return kind != Kind.TEXT && text.equalsIgnoreCase(word);
    }
  }

  private static final Pattern PIECE =
      Pattern.compile(
          "\\s*(?:"
              + "(?<dt>\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d+)?(?:Z|[+-]\\d{2}:?\\d{2}))"
              + "|(?<date>\\d{4}-\\d{2}-\\d{2})"
              + "|(?<number>[+-]?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?)"
              + "|(?<word>[A-Za-z_][A-Za-z0-9_.]*(?::\\d+)?)"
              + "|'(?<text>(?:[^'\\\\]|\\\\.)*)'"
              + "|(?<sign><=|>=|!=|<>|[=<>(),]))",
          Pattern.DOTALL);

  private SoqlLexer() {}

  static List<Token> cut(String query) {
    var tokens = new ArrayList<Token>();
    Matcher matcher = PIECE.matcher(query);
    int at = 0;
    while (at < query.length() && !query.substring(at).isBlank()) {
      if (!matcher.region(at, query.length()).lookingAt()) {
        var rest = query.substring(at).strip();
        throw malformed("unexpected token: '" + rest.charAt(0) + "'");
      }
      tokens.add(token(matcher));
      at = matcher.end();
    }
    tokens.add(new Token(Kind.END, "<EOF>", query.length() + 1));
    return tokens;
  }

  private static Token token(Matcher matcher) {
    if (matcher.group("dt") != null) {
      return new Token(Kind.DATE_TIME, matcher.group("dt"), matcher.start("dt") + 1);
    }
    if (matcher.group("date") != null) {
      return new Token(Kind.DATE, matcher.group("date"), matcher.start("date") + 1);
    }
    if (matcher.group("number") != null) {
      return new Token(Kind.NUMBER, matcher.group("number"), matcher.start("number") + 1);
    }
    if (matcher.group("word") != null) {
      return new Token(Kind.WORD, matcher.group("word"), matcher.start("word") + 1);
    }
    if (matcher.group("text") != null) {
      return new Token(Kind.TEXT, unescape(matcher.group("text")), matcher.start("text"));
    }
    return new Token(Kind.SIGN, matcher.group("sign"), matcher.start("sign") + 1);
  }

  /** A LIKE pattern keeps its escaped wildcards: {@code \%} and {@code \_}. */
  private static String unescape(String text) {
    var plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        plain.append(c);
        continue;
      }
      char next = text.charAt(++i);
      switch (next) {
        case 'n', 'N' -> plain.append('\n');
        case 'r', 'R' -> plain.append('\r');
        case 't', 'T' -> plain.append('\t');
        case 'b', 'B' -> plain.append('\b');
        case 'f', 'F' -> plain.append('\f');
        case '\'', '"', '\\' -> plain.append(next);
        case '_', '%' -> plain.append('\\').append(next);
        default -> throw malformed("Illegal escape character: \\" + next);
      }
    }
    return plain.toString();
  }

  static ApiException malformed(String message) {
    return ApiException.badRequest("MALFORMED_QUERY", message);
  }
}
