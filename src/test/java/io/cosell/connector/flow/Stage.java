package io.cosell.connector.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets one actor run at a time, from one place to the next. So a history depends on nothing but the
 * choices made between two steps.
 */
final class Stage implements AutoCloseable {
  private static final long STUCK_SECONDS = 30;

  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            var thread = new Thread(work, "actor");
            thread.setDaemon(true);
            return thread;
          });
  private final Semaphore back = new Semaphore(0);
  private final List<Actor> actors = new ArrayList<>();
  private volatile Actor running;
  int entered;

  /** The actor waits at its start. */
  Actor enter(String name, Runnable work) {
    var actor = new Actor(name + "-" + ++entered, work);
    threads.execute(
        () -> {
          Thread.currentThread().setName(actor.name);
          actor.go.acquireUninterruptibly();
          try {
            actor.work.run();
          } catch (Throwable e) {
            actor.failure = e;
          } finally {
            actor.done = true;
            back.release();
          }
        });
    actors.add(actor);
    return actor;
  }

  /** Those that have not ended. */
  List<Actor> waiting() {
    return List.copyOf(actors);
  }

  /** The actor goes on until its next place or its end. */
  void letOn(Actor actor, Actor.Verdict verdict) {
    actor.verdict = verdict;
    Choices.trace.add("LETON " + actor + " " + verdict + " from " + actor.place + " " + actor.what.replaceAll("\\?.*", ""));
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
    Choices.trace.add("WAIT " + actor + " " + place + " " + what.replaceAll("\\?.*", "") + (actor == null ? " nobody" : " " + System.identityHashCode(actor) % 1));
    if (actor == null) {
      return Actor.Verdict.GO_ON;
    }
    actor.place = place;
    actor.what = what;
    back.release();
    actor.go.acquireUninterruptibly();
    return actor.verdict;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
