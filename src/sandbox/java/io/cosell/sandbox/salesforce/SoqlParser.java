package io.cosell.sandbox.salesforce;

import io.cosell.sandbox.salesforce.Soql.Literal;
import io.cosell.sandbox.salesforce.SoqlLexer.Kind;
import io.cosell.sandbox.salesforce.SoqlLexer.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads the subset of SOQL the org answers; everything else is a malformed query. */
final class SoqlParser {
  private static final Set<String> OPERATORS = Set.of("=", "!=", "<>", "<", ">", "<=", ">=");
  private final String source;
  private final List<Token> tokens;
  private int at;

  private SoqlParser(String source) {
    this.source = source;
    this.tokens = SoqlLexer.cut(source);
  }

  static Soql parse(String source) {
    var parser = new SoqlParser(source);
    var query = parser.query();
    if (parser.peek().kind() != Kind.END) {
      throw parser.unexpected(parser.peek());
    }
    return query;
  }

  private Soql query() {
    expect("SELECT");
    var select = selectList();
    expect("FROM");
    var from = word();
    if (peek().kind() == Kind.WORD && !isClause(peek())) {
      next();
    }
    var where = accept("WHERE") ? or() : null;
    var order = new ArrayList<Soql.Order>();
    if (accept("ORDER")) {
      expect("BY");
      do {
        order.add(order());
      } while (accept(","));
    }
    int limit = accept("LIMIT") ? number() : -1;
    int offset = accept("OFFSET") ? number() : 0;
    if (accept("FOR")) {
      word();
    }
    if (offset > 2000) {
      throw ApiException.badRequest(
          "NUMBER_OUTSIDE_VALID_RANGE", "Maximum SOQL offset allowed is 2000");
    }
    return new Soql(select, from, where, order, limit, offset);
  }

  private static boolean isClause(Token token) {
    return Set.of("WHERE", "ORDER", "LIMIT", "OFFSET", "GROUP", "HAVING", "FOR", "WITH", "USING")
        .contains(token.text().toUpperCase(Locale.ROOT));
  }

  private List<Soql.Item> selectList() {
    var items = new ArrayList<Soql.Item>();
    if (peek().is("COUNT") && tokens.get(at + 1).is("(") && tokens.get(at + 2).is(")")) {
      at += 3;
      return items;
    }
    do {
      if (accept("(")) {
        items.add(new Soql.Children(query()));
        expect(")");
      } else {
        items.add(path());
      }
    } while (accept(","));
    return items;
  }

  private Soql.Order order() {
    var path = path();
    boolean descending = accept("DESC");
    if (!descending) {
      accept("ASC");
    }
    boolean nullsLast = false;
    if (accept("NULLS")) {
      nullsLast = accept("LAST");
      if (!nullsLast) {
        expect("FIRST");
      }
    }
    return new Soql.Order(path, descending, nullsLast);
  }

  private Soql.Condition or() {
    var left = and();
    while (accept("OR")) {
      left = new Soql.Or(left, and());
    }
    return left;
  }

  private Soql.Condition and() {
    var left = not();
    while (accept("AND")) {
      left = new Soql.And(left, not());
    }
    return left;
  }

  private Soql.Condition not() {
    if (accept("NOT")) {
      return new Soql.Not(not());
    }
    if (accept("(")) {
      var inner = or();
      expect(")");
      return inner;
    }
    return comparison();
  }

  private Soql.Condition comparison() {
    var path = path();
    if (accept("IN")) {
      return in(path, false);
    }
    if (accept("NOT")) {
      expect("IN");
      return in(path, true);
    }
    if (accept("LIKE")) {
      return new Soql.Compare(path, "LIKE", literal());
    }
    var operator = next();
    if (!OPERATORS.contains(operator.text())) {
      throw unexpected(operator);
    }
    var text = operator.is("<>") ? "!=" : operator.text();
    return new Soql.Compare(path, text, literal());
  }

  private Soql.Condition in(Soql.Path path, boolean negated) {
    expect("(");
    if (peek().is("SELECT")) {
      var query = query();
      expect(")");
      return new Soql.SemiJoin(path, negated, query);
    }
    var values = new ArrayList<Literal>();
    do {
      values.add(literal());
    } while (accept(","));
    expect(")");
    return new Soql.In(path, negated, values);
  }

  private Literal literal() {
    var token = next();
    return switch (token.kind()) {
      case TEXT -> new Literal(Literal.Kind.TEXT, token.text());
      case NUMBER -> new Literal(Literal.Kind.NUMBER, token.text());
      case DATE -> new Literal(Literal.Kind.DATE, token.text());
      case DATE_TIME -> new Literal(Literal.Kind.DATE_TIME, token.text());
      case WORD -> named(token);
      default -> throw unexpected(token);
    };
  }

  private Literal named(Token token) {
    if (token.is("null")) {
      return new Literal(Literal.Kind.NULL, "null");
    }
    if (token.is("true") || token.is("false")) {
      return new Literal(Literal.Kind.BOOLEAN, token.text());
    }
    if (!DateLiterals.knows(token.text())) {
      throw unexpected(token);
    }
    return new Literal(Literal.Kind.NAMED, token.text());
  }

  private Soql.Path path() {
    var token = next();
    if (token.kind() != Kind.WORD || isReserved(token)) {
      throw unexpected(token);
    }
    return new Soql.Path(List.of(token.text().split("\\.")), token.column());
  }

  private static boolean isReserved(Token token) {
    return token.is("FROM") || token.is("SELECT") || token.is("WHERE");
  }

  private String word() {
    var token = next();
    if (token.kind() != Kind.WORD) {
      throw unexpected(token);
    }
    return token.text();
  }

  private int number() {
    var token = next();
    if (token.kind() != Kind.NUMBER || token.text().contains(".")) {
      throw unexpected(token);
    }
    return Integer.parseInt(token.text());
  }

  private Token peek() {
    return tokens.get(at);
  }

  private Token next() {
    var token = tokens.get(at);
    if (token.kind() != Kind.END) {
      at++;
    }
    return token;
  }

  private boolean accept(String word) {
    if (peek().is(word)) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(String word) {
    var token = next();
    if (!token.is(word)) {
      throw unexpected(token);
    }
  }

  private ApiException unexpected(Token token) {
    int start = Math.max(0, token.column() - 20);
    var near = source.substring(Math.min(start, source.length()));
    return SoqlLexer.malformed(
        "\n%s\n%s^\nERROR at Row:1:Column:%d\nunexpected token: '%s'"
            .formatted(
                near.lines().findFirst().orElse(""),
                " ".repeat(Math.max(0, token.column() - 1 - start)),
                token.column(),
                token.text()));
  }
}
