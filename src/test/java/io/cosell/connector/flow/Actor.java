package io.cosell.connector.flow;

import java.util.concurrent.Semaphore;

/** One thread of a simulated process; it runs only while the stage lets it. */
final class Actor {
  /** Where an actor waits to be let on. */
  enum Place {
    START,
    REQUEST,
    ANSWER,
    DATABASE
  }

  /** How it goes on from there. */
  enum Verdict {
    GO_ON,
    CUT,
    BUSY,
    THROTTLED,
    LOST
  }

  final String name;
  final Runnable work;
  final Semaphore go = new Semaphore(0);
  volatile Place place = Place.START;
  volatile String what = "";
  volatile Verdict verdict = Verdict.GO_ON;
  volatile boolean done;
  volatile Throwable failure;

  Actor(String name, Runnable work) {
    this.name = name;
    this.work = work;
  }

  @Override
  public String toString() {
    return name;
  }
}
