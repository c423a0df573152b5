package io.cosell.sandbox.partnercenter;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as Partner Center writes them: UTC with seven fractional digits, never twice the same. */
class Stamps {
  private static final int TICK = 100;
  private static final DateTimeFormatter ZULU =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter OFFSET =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSS'+00:00'").withZone(ZoneOffset.UTC);

  private final Clock clock;
  private Instant last = Instant.MIN;

  Stamps(Clock clock) {
    this.clock = clock;
  }

  /** The time now, at least one tick of 100 ns after the one given before. */
  synchronized Instant next() {
    var now = clock.instant();
    now = now.minusNanos(now.getNano() % TICK);
    last = now.isAfter(last) ? now : last.plusNanos(TICK);
    return last;
  }

  /** The clock may have been put back. */
  synchronized void reset() {
    last = Instant.EPOCH;
  }

  static String zulu(Instant at) {
    return ZULU.format(at);
  }

  static String offset(Instant at) {
    return OFFSET.format(at);
  }

  static String withoutZone(Instant at) {
    var text = ZULU.format(at);
    return text.substring(0, text.length() - 1);
  }
}
