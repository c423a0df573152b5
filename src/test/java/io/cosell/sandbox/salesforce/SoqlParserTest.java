package io.cosell.sandbox.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoqlParserTest {
  private static Soql.Compare comparison(String where) {
    return (Soql.Compare) SoqlParser.parse("SELECT Id FROM Account WHERE " + where).where();
  }

  @Test
  void readsFieldsParentsAndChildren() {
    var query =
        SoqlParser.parse(
            "select Id, Account.Owner.Name, (SELECT Id FROM Contacts LIMIT 1) from Opportunity");

    assertThat(query.from()).isEqualTo("Opportunity");
    assertThat(((Soql.Path) query.select().get(1)).names())
        .containsExactly("Account", "Owner", "Name");
    assertThat(((Soql.Children) query.select().get(2)).query().limit()).isEqualTo(1);
  }

  @Test
  void bindsNotBeforeAndBeforeOr() {
    var where =
        SoqlParser.parse("SELECT Id FROM A WHERE NOT X = 1 AND Y = 2 OR (Z = 3 AND W = 4)").where();

    assertThat(where).isInstanceOf(Soql.Or.class);
    var left = (Soql.And) ((Soql.Or) where).left();
    assertThat(left.left()).isInstanceOf(Soql.Not.class);
  }

  @Test
  void readsEveryKindOfLiteral() {
    assertThat(comparison("A = 'it\\'s \\\\ \\n'").value().text()).isEqualTo("it's \\ \n");
    assertThat(comparison("A = -1.5").value().kind()).isEqualTo(Soql.Literal.Kind.NUMBER);
    assertThat(comparison("A = TRUE").value().kind()).isEqualTo(Soql.Literal.Kind.BOOLEAN);
    assertThat(comparison("A = null").value().kind()).isEqualTo(Soql.Literal.Kind.NULL);
    assertThat(comparison("A > 2026-01-31").value().kind()).isEqualTo(Soql.Literal.Kind.DATE);
    assertThat(comparison("A > 2026-01-31T08:00:00+01:00").value().kind())
        .isEqualTo(Soql.Literal.Kind.DATE_TIME);
    assertThat(comparison("A > 2026-01-31T08:00:00.000Z").value().text())
        .isEqualTo("2026-01-31T08:00:00.000Z");
    assertThat(comparison("A = LAST_N_DAYS:30").value().kind()).isEqualTo(Soql.Literal.Kind.NAMED);
    assertThat(comparison("A <> 'x'").operator()).isEqualTo("!=");
  }

  @Test
  void readsListsAndSemiJoins() {
    var list = SoqlParser.parse("SELECT Id FROM A WHERE X NOT IN ('a','b')").where();
    var join = SoqlParser.parse("SELECT Id FROM A WHERE Id IN (SELECT AId FROM B)").where();

    assertThat(((Soql.In) list).negated()).isTrue();
    assertThat(((Soql.In) list).values())
        .extracting(Soql.Literal::text)
        .isEqualTo(List.of("a", "b"));
    assertThat(((Soql.SemiJoin) join).query().from()).isEqualTo("B");
  }

  @Test
  void readsOrderLimitOffsetAndCount() {
    var query =
        SoqlParser.parse(
            "SELECT COUNT() FROM A ORDER BY X DESC NULLS LAST, Y LIMIT 10 OFFSET 5 FOR VIEW");

    assertThat(query.counts()).isTrue();
    assertThat(query.order()).hasSize(2);
    assertThat(query.order().get(0).descending()).isTrue();
    assertThat(query.order().get(0).nullsLast()).isTrue();
    assertThat(query.limit()).isEqualTo(10);
    assertThat(query.offset()).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT Id FRM Account | unexpected token: 'FRM'",
        "SELECT FROM Account | unexpected token: 'FROM'",
        "SELECT Id FROM Account WHERE | unexpected token: '<EOF>'",
        "SELECT Id FROM Account WHERE Name = Acme | unexpected token: 'Acme'",
        "SELECT Id FROM Account WHERE Name ~ 'x' | unexpected token: '~'",
        "SELECT Id FROM Account LIMIT x | unexpected token: 'x'",
        "SELECT Id FROM Account GROUP BY Name | unexpected token: 'GROUP'",
      })
  void refusesWhatIsNoQuery(String soql, String message) {
    assertThatThrownBy(() -> SoqlParser.parse(soql))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining(message)
        .satisfies(it -> assertThat(((ApiException) it).code).isEqualTo("MALFORMED_QUERY"));
  }
}
