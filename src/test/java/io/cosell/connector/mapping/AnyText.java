package io.cosell.connector.mapping;

import static net.jqwik.api.Tuple.of;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** What people and other systems put into a text. */
final class AnyText {
  private static final String[] FRAGMENTS = {
    "a",
    "Rollout",
    "0",
    " ",
    "  ",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "\u0085",
    "\u2028",
    "\u00a0",
    "\u2003",
    "&",
    "&amp;",
    "&amp;amp;",
    "&lt;b&gt;",
    "&quot;",
    "&#39;",
    "&nbsp;",
    "&#13;",
    "&#x1F680;",
    "&#-1;",
    "&#0;",
    "&#xD83D;",
    "&#;",
    "&;",
    ";",
    "#",
    "<br>",
    "\"",
    "'",
    "\\",
    "%",
    "{{x}}",
    "${x}",
    "@{a.id}",
    "✔ ",
    "✔",
    "✖ ",
    "✓",
    "\ufe0f",
    "é",
    "e\u0301",
    "ß",
    "İ",
    "Σ",
    "日本語",
    "שלום",
    "مرحبا",
    "\u200f",
    "\u202e",
    "🚀",
    "👩‍💻",
    "🇩🇪",
    "\u0000",
    "\u0007",
    "\u001c",
    "\u001b",
    "\ufeff",
    "\uffff"
  };

  /** Of an opportunity's name, and what else is taken off in front of it. */
  private static final String MARKS = "^[\\p{javaWhitespace}\\p{Z}✓✔✗✘✖\\ufe0e\\ufe0f]+";

  private AnyText() {}

  /** Awkward ones above all, now and then a very long one. */
  static Arbitrary<String> any() {
    return Arbitraries.frequencyOf(
        of(20, awkward()), of(10, characters(0, 30)), of(5, plain()), of(1, ofLength(29_000)));
  }

  /** Without anything that is spelled in more than one way. */
  static Arbitrary<String> plain() {
    return characters(1, 40)
        .map(text -> text.replaceAll("[&\r]", "").replaceFirst(MARKS, "").strip())
        .filter(text -> !text.isEmpty());
  }

  static Arbitrary<String> awkward() {
    return Arbitraries.of(FRAGMENTS)
        .list()
        .ofMinSize(1)
        .ofMaxSize(8)
        .map(fragments -> String.join("", fragments));
  }

  /** No longer than a field of this length takes. */
  static Arbitrary<String> upTo(int length) {
    return awkward().map(text -> NameMark.cut(text, length));
  }

  /** At least so long, of some awkward text again and again. */
  static Arbitrary<String> ofLength(int length) {
    return awkward().map(text -> text.repeat(length / text.length() + 1));
  }

  /** With half a character, as a careless cut leaves it. */
  static Arbitrary<String> broken() {
    return Combinators.combine(awkward(), Arbitraries.of("\ud83d", "\ude80"), awkward())
        .as((before, half, after) -> before + half + after);
  }

  /** Any characters of Unicode. */
  private static Arbitrary<String> characters(int least, int most) {
    var character =
        Arbitraries.frequencyOf(
            of(3, Arbitraries.integers().between(' ', '~')),
            of(2, Arbitraries.integers().between(0, Character.MIN_SURROGATE - 1)),
            of(1, Arbitraries.integers().between(0xe000, Character.MAX_CODE_POINT)));
    return character
        .map(Character::toString)
        .list()
        .ofMinSize(least)
        .ofMaxSize(most)
        .map(characters -> String.join("", characters));
  }
}
