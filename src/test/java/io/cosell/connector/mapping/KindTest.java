package io.cosell.connector.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class KindTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Two spellings of the same thing, as JSON. */
  static Stream<Arguments> sameThings() {
    return Stream.of(
        arguments(Kind.MONEY, "10", "10.00", "10"),
        arguments(Kind.MONEY, "\"10000\"", "10000.0", "10000"),
        arguments(Kind.MONEY, "1.2E5", "120000", "120000"),
        arguments(Kind.MONEY, "0.10", "\" 0.1 \"", "0.1"),
        arguments(Kind.MONEY, "100.005", "100.01", "100.01"),
        arguments(Kind.DECIMAL, "0.00", "0", "0"),
        arguments(Kind.CURRENCY, "\"usd\"", "\"USD \"", "USD"),
        arguments(
            Kind.EMAIL,
            "\"Zoe@Northbrook.example \"",
            "\"zoe@northbrook.example\"",
            "zoe@northbrook.example"),
        arguments(Kind.COUNTRY, "\"de\"", "\" DE\"", "DE"),
        arguments(Kind.COUNTRY, "\"Germany\"", "\"Germany \"", "Germany"),
        arguments(Kind.DUNS, "\"15-048-3782\"", "150483782", "150483782"),
        arguments(Kind.DUNS, "\"00-123-4567\"", "1234567", "001234567"),
        arguments(Kind.BOOLEAN, "true", "\"TRUE\"", "true"),
        arguments(Kind.TEXT, "\"Kiln & Co\"", "\"Kiln &amp; Co\"", "Kiln & Co"),
        arguments(Kind.TEXT, "\"Kiln & Co\"", "\"Kiln &amp;amp; Co\"", "Kiln & Co"),
        arguments(Kind.TEXT, "\"Go 🚀\"", "\"Go &#128640;\"", "Go 🚀"),
        arguments(Kind.TEXT, "\"&#-1; &\"", "\"&#-1; &amp;\"", "&#-1; &"),
        arguments(Kind.TEXT, "\"cut \\ud83d\"", "\"cut \\ufffd\"", "cut \ufffd"),
        arguments(Kind.TEXT, "\"a\\r\\nb\"", "\"a\\nb\"", "a\nb"),
        arguments(Kind.TEXT, "\"a\\rb\"", "\"a\\nb\"", "a\nb"),
        arguments(Kind.TEXT, "\"Leeds  \"", "\" Leeds\\n\"", "Leeds"),
        arguments(Kind.NOTES, "\"Pilot\\r\\n\"", "\"Pilot\"", "Pilot"),
        arguments(Kind.NOTES, "null", "\"\"", ""),
        arguments(Kind.NAME, "\"✔ Rollout 🚀\"", "\"Rollout 🚀\"", "Rollout 🚀"),
        arguments(Kind.SIZE, "300", "\"251to1000employees\"", "251to1000employees"),
        arguments(Kind.SIZE, "0", "9.0", "1to9employees"),
        arguments(Kind.SIZE, "99999", "\"Morethan20000employees\"", "Morethan20000employees"));
  }

  @ParameterizedTest(name = "{0}: {1} is {2}")
  @MethodSource("sameThings")
  void spellsTheSameThingOneWay(Kind kind, String one, String other, String canonical) {
    assertThat(kind.canonical("field", json(one))).contains(canonical);
    assertThat(kind.canonical("field", json(other))).contains(canonical);
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "2026-03-31, 2026-03-31",
    "2026-03-31T00:00:00Z, 2026-03-31",
    "2026-03-31T00:00:00.0000000Z, 2026-03-31",
    "2026-03-31T23:59:59.9999999Z, 2026-03-31",
    "2026-03-31T23:30:00.000+0000, 2026-03-31",
    "2026-04-01T00:30:00+02:00, 2026-03-31",
    "2026-03-31T22:30:00.000-0330, 2026-04-01",
    "2026-03-31T23:30:00, 2026-03-31"
  })
  void takesTheDayOfADateInUtc(String text, String day) {
    assertThat(Kind.DATE.canonical("closingDate", json("\"" + text + "\""))).contains(day);
  }

  @Test
  void sendsBackTheDayItReadOnEitherSideOfMidnight() {
    for (var read : new String[] {"2026-03-31T23:59:59Z", "2026-03-31T00:00:00Z"}) {
      var day = Kind.DATE.canonical("closingDate", json("\"" + read + "\"")).orElseThrow();

      var sent = Kind.DATE.toPartnerCenter(day);

      assertThat(sent.textValue()).isEqualTo("2026-03-31T00:00:00Z");
      assertThat(Kind.DATE.canonical("closingDate", sent)).contains("2026-03-31");
      assertThat(Kind.DATE.toJson(day).textValue()).isEqualTo("2026-03-31");
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void hasNoOpinionAboutWhatIsNotThere(Kind kind) {
    assertThat(kind.canonical("field", MissingNode.getInstance())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOTES")
  void takesNullAndBlankForNoOpinion(Kind kind) {
    assertThat(kind.canonical("field", json("null"))).isEmpty();
    assertThat(kind.canonical("field", json("\"  \""))).isEmpty();
    assertThat(kind.canonical("field", json("\"&#13;\""))).isEmpty();
  }

  @Test
  void takesZeroMoneyForNoOpinion() {
    assertThat(Kind.MONEY.canonical("dealValue", json("0"))).isEmpty();
    assertThat(Kind.MONEY.canonical("dealValue", json("0.00"))).isEmpty();
    assertThat(Kind.MONEY.canonical("dealValue", json("0.004"))).isEmpty();
  }

  @Test
  void takesANameOfNothingButMarksForNone() {
    assertThat(Kind.NAME.canonical("name", json("\"✔ ✖\""))).isEmpty();
  }

  @Test
  void keepsThirtyThousandCharactersOfNotes() {
    var notes = "ä\"\n".repeat(10_000) + "end";

    assertThat(Kind.NOTES.canonical("notes", JSON.valueToTree(notes))).contains(notes);
  }

  @Test
  void writesMoneyAsAPlainNumber() {
    assertThat(Kind.MONEY.toJson("120000")).hasToString("120000");
    assertThat(Kind.MONEY.toPartnerCenter("120000.5")).hasToString("120000.5");
  }

  @ParameterizedTest
  @CsvSource({"MONEY, 1.000 EUR", "DATE, 31.03.2026", "DATE, 2026-02-30"})
  void saysWhichFieldMakesNoSense(Kind kind, String text) {
    assertThatThrownBy(() -> kind.canonical("closingDate", JSON.valueToTree(text)))
        .isInstanceOf(UnmappableException.class)
        .hasMessage(
            "E117 closingDate is \"%s\": the mapping table expects another kind of value: %s",
            text, kind.name().toLowerCase(java.util.Locale.ROOT));
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
