package io.cosell.connector;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until a test moves it. */
public class MutableClock extends Clock {
  private volatile Instant now;

  /** Stands at this instant. */
  public MutableClock(Instant start) {
    this.now = start;
  }

  /** Stands at noon of an ordinary day. */
  public MutableClock() {
    this(Instant.parse("2026-03-04T12:00:00Z"));
  }

  /** Moves on by this much. */
  public synchronized void moveOn(Duration by) {
    now = now.plus(by);
  }

  /** Stands at this instant from now on. */
  public synchronized void moveTo(Instant other) {
    now = other;
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
