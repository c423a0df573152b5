package io.cosell.connector.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets one actor run at a time, from one place to the next. So a history depends on nothing but the
 * choices made between two steps.
 */
final class Stage {
  private static final long STUCK_SECONDS = 30;

  private final Semaphore back = new Semaphore(0);
  private final List<Actor> actors = new ArrayList<>();
  private volatile Actor running;
  private int entered;

  /**
   * The actor waits at its start. It has a thread of its own, for Camel leaves unfinished work with
   * a thread that dies within it.
   */
  Actor enter(String name, Runnable work) {
    var actor = new Actor(name + "-" + ++entered, work);
    var thread =
        new Thread(
            () -> {
              actor.go.acquireUninterruptibly();
              try {
                actor.work.run();
              } catch (Throwable e) {
                actor.failure = e;
              } finally {
                actor.done = true;
                back.release();
              }
            },
            actor.name);
    thread.setDaemon(true);
    thread.start();
    actors.add(actor);
    return actor;
  }

  /** The actors of the next history are numbered from the beginning. */
  void begin() {
    entered = 0;
  }

  /** Those that have not ended. */
  List<Actor> waiting() {
    return List.copyOf(actors);
  }

  /** The actor goes on until its next place or its end. */
  void letOn(Actor actor, Actor.Verdict verdict) {
    actor.verdict = verdict;
    running = actor;
    actor.go.release();
    try {
      if (!back.tryAcquire(STUCK_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(actor + " does not come back from " + actor.what);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      running = null;
    }
    if (actor.done) {
      actors.remove(actor);
    }
  }

  /** Called by the actor that runs, on whatever thread; returns when it is let on. */
  Actor.Verdict waitAt(Actor.Place place, String what) {
    var actor = running;
    if (actor == null) {
      return Actor.Verdict.GO_ON;
    }
    actor.place = place;
    actor.what = what;
    back.release();
    actor.go.acquireUninterruptibly();
    return actor.verdict;
  }
}
