package io.cosell.connector.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SoqlTest {
  @Test
  void letsNothingInATextEndItsLiteral() {
    assertThat(Soql.quote("O'Neill \\' OR Id != '")).isEqualTo("'O\\'Neill \\\\\\' OR Id != \\''");
    assertThat(Soql.quote("two\nlines")).isEqualTo("'two\\nlines'");
  }

  @Test
  void writesAListAndRefusesAnEmptyOne() {
    assertThat(Soql.list(List.of("a", "b'c"))).isEqualTo("('a','b\\'c')");
    assertThatThrownBy(() -> Soql.list(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one");
  }

  @Test
  void takesWildcardsInATextLiterally() {
    assertThat(Soql.likeLiteral("100% of_it")).isEqualTo("100\\% of\\_it");
  }
}
