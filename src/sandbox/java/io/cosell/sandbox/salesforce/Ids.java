package io.cosell.sandbox.salesforce;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Record ids: 15 case-sensitive characters and a suffix of three that makes case irrelevant. */
final class Ids {
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final String SUFFIX = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

  private final AtomicLong last = new AtomicLong();

  /** The next id with this prefix, 18 characters; ids of one prefix ascend. */
  String next(String prefix) {
    long number = last.incrementAndGet();
    var text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      text.insert(0, DIGITS.charAt((int) (number % 62)));
      number /= 62;
    }
    return full(prefix + "5f00" + text);
  }

  /** How many were given. */
  long given() {
    return last.get();
  }

  /** Goes on as if only so many had been given. */
  void rewind(long given) {
    last.set(given);
  }

  /** The 18-character form of 15 characters. */
  static String full(String fifteen) {
    var suffix = new StringBuilder(fifteen);
    for (int chunk = 0; chunk < 3; chunk++) {
      int bits = 0;
      for (int i = 0; i < 5; i++) {
        char c = fifteen.charAt(chunk * 5 + i);
        if (c >= 'A' && c <= 'Z') {
          bits |= 1 << i;
        }
      }
      suffix.append(SUFFIX.charAt(bits));
    }
    return suffix.toString();
  }

  /** The 18-character form of a well-formed id of 15 or 18 characters. */
  static Optional<String> normal(String id) {
    if (id == null || (id.length() != 15 && id.length() != 18)) {
      return Optional.empty();
    }
    for (int i = 0; i < id.length(); i++) {
      if (DIGITS.indexOf(id.charAt(i)) < 0) {
        return Optional.empty();
      }
    }
    var full = full(id.substring(0, 15));
    return id.length() == 15 || full.equals(id) ? Optional.of(full) : Optional.empty();
  }

  static String fifteen(String id) {
    return id.substring(0, 15);
  }
}
