package io.cosell.connector.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.springframework.web.util.HtmlUtils;

/** What holds for every value; examples are in {@link KindTest}. */
class KindPropertyTest {
  private static final String FIELD = "field";

  @Property
  @Label("C07 one spelling of a value is the spelling of that spelling, too")
  void isIdempotent(@ForAll Kind kind, @ForAll("anything") String text) {
    canonical(kind, text).ifPresent(once -> assertThat(canonical(kind, once)).contains(once));
  }

  @Property
  @Label("C05 what either cloud keeps of a value reads back as that value")
  void isReadBackAsItWasWritten(@ForAll Kind kind, @ForAll("anything") String text) {
    canonical(kind, text)
        .ifPresent(
            value -> {
              assertThat(kind.canonical(FIELD, kind.toJson(value))).contains(value);
              assertThat(kind.canonical(FIELD, kind.toPartnerCenter(value))).contains(value);
            });
  }

  @Property
  @Label("C05 every text can be sent, whatever it was read from")
  void canBeSent(@ForAll Kind kind, @ForAll("anything") String text) {
    canonical(kind, text)
        .ifPresent(
            value ->
                assertThat(
                        new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                    .isEqualTo(value));
  }

  @Property
  @Label("C07 a text in entities, with other line ends or blanks around it is no other text")
  void seesThroughSpellings(@ForAll("texts") String text) {
    for (var kind : new Kind[] {Kind.TEXT, Kind.NOTES, Kind.NAME}) {
      var value = canonical(kind, text);

      assertThat(canonical(kind, HtmlUtils.htmlEscape(text))).isEqualTo(value);
      assertThat(canonical(kind, HtmlUtils.htmlEscapeDecimal(text))).isEqualTo(value);
      assertThat(value.flatMap(it -> canonical(kind, it.replace("\n", "\r\n")))).isEqualTo(value);
      assertThat(canonical(kind, " \t" + text + "\u2003\n")).isEqualTo(value);
    }
    for (var mark : new String[] {"✔ ", "✖", "✓\ufe0f  ", "✘\u00a0✔\u2003"}) {
      assertThat(canonical(Kind.NAME, mark + text)).isEqualTo(canonical(Kind.NAME, text));
    }
  }

  @Property
  @Label("C05 a text that needs no other spelling stays as it is")
  void leavesPlainTextAlone(@ForAll("plain") String text) {
    assertThat(canonical(Kind.TEXT, text)).contains(text);
    assertThat(canonical(Kind.NOTES, text)).contains(text);
    assertThat(canonical(Kind.NAME, text)).contains(text);
  }

  @Property
  @Label("C07 decimals are the same when they are worth the same, and only then")
  void comparesDecimalsByWorth(
      @ForAll("decimals") BigDecimal one, @ForAll("decimals") BigDecimal other) {
    assertThat(decimal(Kind.DECIMAL, one).equals(decimal(Kind.DECIMAL, other)))
        .isEqualTo(one.compareTo(other) == 0);
    assertThat(decimal(Kind.DECIMAL, one))
        .isEqualTo(decimal(Kind.DECIMAL, one.setScale(one.scale() + 3)))
        .isEqualTo(canonical(Kind.DECIMAL, " " + one.toPlainString() + " "))
        .isEqualTo(canonical(Kind.DECIMAL, one.toEngineeringString()));
  }

  @Property
  @Label("C07 money is the same when it is worth the same in cents, and 0 is no opinion")
  void comparesMoneyInCents(
      @ForAll("decimals") BigDecimal one, @ForAll("decimals") BigDecimal other) {
    var cents = one.setScale(2, RoundingMode.HALF_UP);

    assertThat(decimal(Kind.MONEY, one).equals(decimal(Kind.MONEY, other)))
        .isEqualTo(cents.compareTo(other.setScale(2, RoundingMode.HALF_UP)) == 0);
    assertThat(decimal(Kind.MONEY, one)).isEqualTo(decimal(Kind.MONEY, cents));
    assertThat(decimal(Kind.MONEY, one).isEmpty()).isEqualTo(cents.signum() == 0);
  }

  @Property
  @Label("C07 a currency or country code is the same in any capitals")
  void comparesCodesInAnyCapitals(@ForAll @AlphaChars @StringLength(2) String code) {
    for (var kind : new Kind[] {Kind.CURRENCY, Kind.COUNTRY}) {
      assertThat(canonical(kind, code.toLowerCase(Locale.ROOT)))
          .isEqualTo(canonical(kind, code.toUpperCase(Locale.ROOT)))
          .isEqualTo(canonical(kind, " " + code + "\n"));
    }
  }

  @Property
  @Label("C06 a date is the day in UTC, in whatever zone and spelling it comes")
  void takesTheDayInUtc(@ForAll("instants") Instant at, @ForAll("offsets") ZoneOffset offset) {
    var day = Optional.of(at.atOffset(ZoneOffset.UTC).toLocalDate().toString());
    var there = at.atOffset(offset);

    assertThat(canonical(Kind.DATE, at.toString())).isEqualTo(day);
    assertThat(canonical(Kind.DATE, there.toString())).isEqualTo(day);
    assertThat(canonical(Kind.DATE, there.format(DateTimeFormatter.ofPattern(SALESFORCE))))
        .isEqualTo(day);
    assertThat(canonical(Kind.DATE, day.get())).isEqualTo(day);
  }

  private static final String SALESFORCE = "yyyy-MM-dd'T'HH:mm:ss.SSSxx";

  @Property
  @Label("C06 a date keeps its day on the way there and back, and no two days become one")
  void keepsTheDay(@ForAll("instants") Instant at, @ForAll("instants") Instant other) {
    var day = canonical(Kind.DATE, at.toString()).orElseThrow();
    var otherDay = canonical(Kind.DATE, other.toString()).orElseThrow();

    assertThat(Kind.DATE.toJson(day).textValue()).isEqualTo(day);
    assertThat(Kind.DATE.toPartnerCenter(day).textValue()).isEqualTo(day + "T00:00:00Z");
    assertThat(day.equals(otherDay))
        .isEqualTo(at.toString().substring(0, 10).equals(other.toString().substring(0, 10)));
  }

  @Provide
  Arbitrary<String> texts() {
    return AnyText.any();
  }

  @Provide
  Arbitrary<String> plain() {
    return AnyText.plain();
  }

  /** Texts of all kinds, and what looks like a number, a date, a code. */
  @Provide
  Arbitrary<String> anything() {
    return Arbitraries.oneOf(
        AnyText.any(),
        AnyText.broken(),
        decimals().map(BigDecimal::toString),
        Combinators.combine(instants(), offsets()).as((at, zone) -> at.atOffset(zone).toString()),
        codes(),
        Arbitraries.of("true", "FALSE", "300", "0.0", "251to1000employees", "won", "Other"));
  }

  @Provide
  Arbitrary<BigDecimal> decimals() {
    return Combinators.combine(
            Arbitraries.longs().between(-1_000_000_000_000L, 1_000_000_000_000L),
            Arbitraries.integers().between(-4, 12))
        .as(BigDecimal::valueOf);
  }

  @Provide
  Arbitrary<String> codes() {
    return Arbitraries.strings()
        .withChars("aAbBeEuUrRß")
        .withCharRange('0', '9')
        .ofMinLength(1)
        .ofMaxLength(4);
  }

  /** Often next to midnight. */
  @Provide
  Arbitrary<Instant> instants() {
    var days = Arbitraries.integers().between(-98_000, 740_000);
    var seconds =
        Arbitraries.oneOf(
            Arbitraries.of(0, 1, 43_200, 86_398, 86_399),
            Arbitraries.integers().between(0, 86_399));
    return Combinators.combine(days, seconds)
        .as(
            (day, second) ->
                LocalDate.ofEpochDay(day)
                    .atStartOfDay(ZoneOffset.UTC)
                    .plusSeconds(second)
                    .toInstant());
  }

  @Provide
  Arbitrary<ZoneOffset> offsets() {
    return Arbitraries.integers()
        .between(-18 * 4, 18 * 4)
        .map(it -> ZoneOffset.ofTotalSeconds(it * 900));
  }

  private static Optional<String> decimal(Kind kind, BigDecimal number) {
    return kind.canonical(FIELD, DecimalNode.valueOf(number));
  }

  /** Empty for no opinion; a value that makes no sense for the kind is not looked at. */
  private static Optional<String> canonical(Kind kind, String text) {
    JsonNode raw = TextNode.valueOf(text);
    try {
      return kind.canonical(FIELD, raw);
    } catch (UnmappableException e) {
      assertThat(e).hasMessageContaining(FIELD);
      return Optional.empty();
    }
  }
}
