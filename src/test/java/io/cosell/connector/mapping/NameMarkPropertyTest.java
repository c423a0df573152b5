package io.cosell.connector.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class NameMarkPropertyTest {
  private static final int ROOM_BESIDE_THE_MARK = 118;

  @Property
  @Label("C05 a name with a mark is the name, as much of it as Salesforce takes")
  void leavesTheName(@ForAll("names") String name, @ForAll("marks") String mark) {
    var bare = NameMark.strip(name);

    var marked = NameMark.put(mark, name);

    assertThat(marked.length()).isLessThanOrEqualTo(120);
    assertThat(bare).startsWith(NameMark.strip(marked));
    if (bare.length() <= ROOM_BESIDE_THE_MARK) {
      assertThat(NameMark.strip(marked)).isEqualTo(bare);
    }
  }

  @Property
  void isOneHoweverOftenItWasPut(
      @ForAll("names") String name, @ForAll("marks") String mark, @ForAll("marks") String before) {
    assertThat(NameMark.put(mark, NameMark.put(before, name))).isEqualTo(NameMark.put(mark, name));
    assertThat(NameMark.strip(NameMark.strip(name))).isEqualTo(NameMark.strip(name));
  }

  @Property
  void isFoundOnANameThatSalesforceHasKept(
      @ForAll("names") String name, @ForAll("marks") String mark) {
    var kept = NameMark.put(mark, name).strip();

    assertThat(NameMark.carries(kept, mark)).isTrue();
    assertThat(NameMark.put(mark, kept).strip()).isEqualTo(kept);
  }

  @Property
  @Label("C05 no name is cut within a character")
  void cutsBetweenCharacters(@ForAll("names") String name, @ForAll("marks") String mark) {
    assertThat(NameMark.put(mark, name).codePoints()).noneMatch(NameMarkPropertyTest::isHalf);
    assertThat(NameMark.cut(name).codePoints()).noneMatch(NameMarkPropertyTest::isHalf);
  }

  private static boolean isHalf(int character) {
    return character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
  }

  /** Often about as long as Salesforce can keep. */
  @Provide
  Arbitrary<String> names() {
    var long120 =
        AnyText.ofLength(125)
            .flatMap(name -> Arbitraries.integers().between(115, 125).map(it -> whole(name, it)));
    return Arbitraries.oneOf(AnyText.any(), long120);
  }

  private static String whole(String text, int length) {
    return Character.isHighSurrogate(text.charAt(length - 1))
        ? text.substring(0, length - 1)
        : text.substring(0, length);
  }

  @Provide
  Arbitrary<String> marks() {
    return Arbitraries.of(NameMark.CHECK, NameMark.CROSS);
  }
}
