package io.cosell.connector.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cosell.connector.flow.Actor.Place;
import io.cosell.connector.flow.Actor.Verdict;
import io.cosell.connector.inbox.EntryState;
import io.cosell.connector.salesforce.ReplayPositions;
import io.cosell.connector.salesforce.StreamedEvents;
import io.cosell.connector.salesforce.SubscriptionHolder;
import io.cosell.sandbox.server.Fault;
import io.cosell.sandbox.server.Onlooker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * People edit deals on both sides, events get lost, doubled and delayed, clouds misbehave, the
 * connector is killed anywhere; then all of that ends, and the promises must hold. One step at a
 * time on a clock that is moved by hand: a seed always gives the same history.
 */
final class Simulation implements AutoCloseable {
  /** A process dies once in so many commits; those of the stream are few. */
  private static final int COMMITS = 300;

  private static final int COMMITS_OF_STREAM = 20;
  private static final int MOST_ACTORS = 3;
  private static final int MOST_AT_ONCE = 8;
  private static final int MOST_REST = 3_000;
  private static final int WEBHOOK_ATTEMPTS = 10;
  private static final ObjectMapper JSON = new ObjectMapper();

  final Chronicle history = new Chronicle();
  private final SimulatedWorld world;
  private final SimulatedConnector connector;
  private final Stage stage = new Stage();
  private final StreamedEvents streamed;
  private final Promises promises;

  private Choices choices;
  private boolean faulty;
  private volatile boolean dead;
  private ThreadLocal<Integer> generationOfThread = new ThreadLocal<>();
  private volatile int generation;
  private int commits = COMMITS;
  private long streamPosition;
  private boolean streamSilent;

  /** How one history ended: what was broken, or nothing. */
  record Outcome(
      Optional<String> broken, List<Integer> choices, List<String> history, List<String> audit) {

    /** True when the same kind of promise was broken. */
    boolean isLike(Outcome other) {
      return broken.map(Outcome::kind).equals(other.broken.map(Outcome::kind));
    }

    private static String kind(String sentence) {
      return String.join(" ", List.of(sentence.split(" ")).subList(0, 2));
    }
  }

  Simulation(Sabotage sabotage) {
    world = new SimulatedWorld(history);
    var settings =
        new TreeMap<>(
            new RunningConnector(world.salesforce, world.partnerCenter).sandboxSettings());
    settings.remove("spring.datasource.url");
    settings.remove("cosell.webhook.public-url");
    settings.remove("cosell.inbox.first-pause");
    settings.remove("cosell.inbox.longest-pause");
    connector = new SimulatedConnector(settings, world.clock, sabotage);
    promises = new Promises(world, connector);
    world.mayDoubt(new WritesInDoubt(connector));
    streamed =
        new StreamedEvents(world.salesforce.organizationId(), connector.salesforceSettings());
    world.partnerCenter.api().watchedBy(onlooker());
    world.salesforce.server().watchedBy(onlooker());
    connector.under(
        new MortalDataSource.Fate() {
          @Override
          public void beforeConnection() {
            refuseTheDead();
          }

          @Override
          public void atCommit() {
            refuseTheDead();
            if (faulty && generationOfThread.get() != null && choices.onceIn(commits)) {
              history.note("the connector is killed at a commit");
              dead = true;
              throw new ProcessIsDead();
            }
          }
        });
  }

  private void refuseTheDead() {
    var mine = generationOfThread.get();
    if (mine != null && (dead || mine != generation)) {
      throw new ProcessIsDead();
    }
  }

  private Onlooker onlooker() {
    return new Onlooker() {
      @Override
      public Optional<Fault> comes(String method, String path) {
        var verdict = stage.waitAt(Place.REQUEST, method + " " + path);
        return switch (verdict) {
          case CUT -> Optional.of(Fault.named("cut-connection"));
          case BUSY -> Optional.of(Fault.named("status").with("status", 503));
          case THROTTLED ->
              Optional.of(
                  Fault.named("status")
                      .with("status", path.startsWith("/v1.0") ? 429 : 503)
                      .with("retryAfter", 2));
          default -> Optional.empty();
        };
      }

      @Override
      public boolean losesAnswer(String method, String path) {
        return stage.waitAt(Place.ANSWER, method + " " + path) != Verdict.GO_ON;
      }
    };
  }

  Outcome run(long seed) {
    return run(seed, Choices.of(seed));
  }

  Outcome run(long seed, Choices source) {
    choices = source;
    history.clear();
    stage.begin();
    faulty = false;
    dead = false;
    generation++;
    connector.reset(seed);
    world.begin(seed, choices);
    streamPosition = world.newestChangeEvent();
    streamSilent = false;
    Optional<String> broken;
    try {
      faulty = true;
      int steps = 40 + choices.below(160);
      for (int i = 0; i < steps; i++) {
        step();
        if (dead) {
          goOnEditing("");
          restart();
        }
      }
      faulty = false;
      if (dead) {
        restart();
      }
      comeToRest();
      broken = promises.broken().or(this::quietSystemWrites);
    } catch (Broken e) {
      broken = Optional.of(e.getMessage());
    } finally {
      faulty = false;
      killActors();
    }
    return new Outcome(broken, choices.taken(), history.lines(), connector.audit());
  }

  private void step() {
    switch (choices.below(24)) {
      case 0, 1, 2, 3 -> world.somebodyActs();
      case 4, 5, 6 -> deliverWebhook();
      case 7, 8, 9 -> deliverChangeEvents();
      case 10, 11, 12 -> work();
      case 13 -> moveClock();
      case 14 -> rarely();
      default -> letActorsOn();
    }
  }

  private void letActorsOn() {
    for (int i = choices.below(MOST_AT_ONCE); i >= 0 && !dead; i--) {
      letSomebodyOn();
    }
  }

  private void rarely() {
    switch (choices.below(8)) {
      case 0, 1 -> compare();
      case 2 -> {
        if (choices.below(3) == 2) {
          history.note("the connector is killed");
          dead = true;
        }
      }
      case 3 -> loseWebhook();
      case 4 -> doubleWebhook();
      case 5 -> {
        streamSilent = true;
        history.note("the stream falls silent");
      }
      case 6 -> replayChangeEvents();
      default -> pause();
    }
  }

  private void enter(String name, Runnable work) {
    int mine = generation;
    stage.enter(
        name,
        () -> {
          generationOfThread.set(mine);
          work.run();
        });
  }

  private void work() {
    if (stage.waiting().size() < MOST_ACTORS) {
      var worker = connector.bean(Worker.class);
      enter(
          "worker",
          () ->
              connector
                  .inbox()
                  .claim(1)
                  .forEach(
                      entry -> {
                        history.note(
                            "works on " + entry.subject() + " by " + entry.event().route());
                        worker.work(entry);
                      }));
    }
  }

  private void letSomebodyOn() {
    var waiting = stage.waiting();
    if (waiting.isEmpty()) {
      work();
      return;
    }
    letOn(choices.oneOf(waiting));
  }

  private void letOn(Actor actor) {
    boolean writes = !actor.what.startsWith("GET") && actor.place != Place.START;
    boolean patches = actor.what.startsWith("PATCH") && actor.place == Place.REQUEST;
    if (faulty && patches && choices.onceIn(2)) {
      world.somebodyActsMeanwhile(actor.what);
    }
    if (faulty && writes && choices.onceIn(60)) {
      history.note("the connector is killed at the " + actor.place + " of " + actor.what);
      goOnEditing(actor.what);
      dead = true;
      return;
    }
    var verdict = verdict(actor.place);
    if (verdict != Verdict.GO_ON) {
      history.note(verdict + " at " + actor.what);
    } else if (actor.place == Place.REQUEST && !actor.what.startsWith("GET")) {
      history.note(actor.what.replaceFirst("\\?.*", ""));
    }
    stage.letOn(actor, verdict);
    if (writes && verdict != Verdict.GO_ON) {
      goOnEditing(actor.what);
    }
  }

  private void goOnEditing(String write) {
    if (choices.below(3) > 0) {
      world.somebodyEditsAgain(write);
    }
  }

  private Verdict verdict(Place place) {
    if (!faulty) {
      return Verdict.GO_ON;
    }
    return switch (place) {
      case REQUEST ->
          switch (choices.below(40)) {
            case 37 -> Verdict.CUT;
            case 38 -> Verdict.BUSY;
            case 39 -> Verdict.THROTTLED;
            default -> Verdict.GO_ON;
          };
      case ANSWER -> choices.onceIn(25) ? Verdict.LOST : Verdict.GO_ON;
      default -> Verdict.GO_ON;
    };
  }

  private void deliverWebhook() {
    if (!world.deliveries.isEmpty()) {
      deliver(world.deliveries.get(choices.below(world.deliveries.size())));
    }
  }

  /** What is answered well is not sent again, what is not is sent ten times. */
  private void deliver(SimulatedWorld.Delivery delivery) {
    boolean[] stored = new boolean[1];
    var controller = connector.bean(WebhookController.class);
    var actor =
        stage.enter(
            "webhook",
            () -> {
              generationOfThread.set(generation);
              controller.store(delivery.event);
              stored[0] = true;
            });
    stage.letOn(actor, Verdict.GO_ON);
    if (stored[0] && !dead) {
      world.deliveries.remove(delivery);
      history.note("hears " + delivery.what);
    } else if (++delivery.attempts == WEBHOOK_ATTEMPTS) {
      world.deliveries.remove(delivery);
      history.note(delivery.what + " was sent ten times");
    }
  }

  private void loseWebhook() {
    if (!world.deliveries.isEmpty()) {
      var lost = world.deliveries.remove(choices.below(world.deliveries.size()));
      history.note("lost: " + lost.what);
    }
  }

  private void doubleWebhook() {
    if (!world.deliveries.isEmpty()) {
      var one = world.deliveries.get(choices.below(world.deliveries.size()));
      world.deliveries.add(new SimulatedWorld.Delivery(one.event, one.what));
    }
  }

  private void deliverChangeEvents() {
    if (streamSilent || !hasSubscription()) {
      return;
    }
    int most = 1 + choices.below(4);
    for (var message : world.changeEventsAfter(streamPosition)) {
      if (most-- == 0 || !deliverChangeEvent(message)) {
        return;
      }
    }
  }

  /** What a dead replica had ends by itself. */
  private boolean hasSubscription() {
    var leases = connector.leases();
    return leases.holds(SubscriptionHolder.LEASE) || leases.tryTake(SubscriptionHolder.LEASE);
  }

  private boolean deliverChangeEvent(Object message) {
    var event = streamed.read(json(message));
    int heardBefore = connector.timesHeardOf(event.recordIds().get(0));
    boolean[] stored = new boolean[1];
    var events = connector.bean(SalesforceEvents.class);
    var actor =
        stage.enter(
            "stream",
            () -> {
              generationOfThread.set(generation);
              events.onChange(event);
              stored[0] = true;
            });
    commits = COMMITS_OF_STREAM;
    stage.letOn(actor, Verdict.GO_ON);
    commits = COMMITS;
    if (stored[0] && !dead) {
      streamPosition = event.position().replayId();
      if (!event.own()) {
        history.note(
            "hears " + event.changeType() + " of " + event.entity() + " " + event.recordIds());
      }
      return true;
    }
    boolean mustBeStored = !event.own() && event.entity().equals("Microsoft_Solution__c");
    if (mustBeStored
        && savedPosition() >= event.position().replayId()
        && connector.timesHeardOf(event.recordIds().get(0)) == heardBefore) {
      throw new Broken("the position moved past an event that is not stored: " + event);
    }
    return false;
  }

  private long savedPosition() {
    return connector
        .bean(ReplayPositions.class)
        .find(world.salesforce.organizationId(), connector.salesforceSettings().channel())
        .map(position -> position.replayId())
        .orElse(-1L);
  }

  private static String json(Object message) {
    try {
      return JSON.writeValueAsString(message);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private void replayChangeEvents() {
    subscribeAnew();
    history.note("the stream begins again after " + streamPosition);
  }

  /** From the saved position, as every new connection does. */
  private void subscribeAnew() {
    streamSilent = false;
    streamPosition = savedPosition() < 0 ? world.newestChangeEvent() : savedPosition();
  }

  private void compare() {
    history.note("both sides are compared");
    inOneGo("timer", () -> connector.inbox().accept(Subjects.comparison("by the clock")));
  }

  private void inOneGo(String name, Runnable work) {
    int mine = generation;
    var actor =
        stage.enter(
            name,
            () -> {
              generationOfThread.set(mine);
              work.run();
            });
    while (!actor.done) {
      stage.letOn(actor, Verdict.GO_ON);
    }
  }

  private void moveClock() {
    var by =
        switch (choices.below(6)) {
          case 0, 1 -> Duration.ofMillis(choices.below(200));
          case 2, 3 -> Duration.ofSeconds(1 + choices.below(5));
          case 4 -> Duration.ofSeconds(30);
          default -> Duration.ofMinutes(6);
        };
    renew();
    for (var rest = by; !rest.isZero(); ) {
      var piece = rest.compareTo(Duration.ofSeconds(10)) > 0 ? Duration.ofSeconds(10) : rest;
      world.clock.moveOn(piece);
      rest = rest.minus(piece);
      if (!stage.waiting().isEmpty()) {
        renew();
      }
    }
    renew();
  }

  /** The process stands still, as in a long collection of garbage; its claims may end. */
  private void pause() {
    world.clock.moveOn(Duration.ofSeconds(90));
    history.note("the connector stands still for 90 s");
  }

  private void renew() {
    inOneGo(
        "dispatcher",
        () -> {
          connector.inbox().giveBackForgotten();
          connector.inbox().renewClaims();
          connector.leases().renew();
        });
  }

  /** A new process on the same database; a single one takes over everything at once. */
  private void restart() {
    killActors();
    dead = false;
    connector.forget();
    boolean alone = choices.below(2) == 0;
    history.note(alone ? "the connector starts again" : "another replica goes on");
    inOneGo(
        "start",
        () -> {
          if (alone) {
            connector.leases().releaseAfterCrash();
            connector.inbox().giveBackAfterCrash();
          }
          connector.inbox().accept(Subjects.comparison("at start"));
        });
    subscribeAnew();
  }

  private void killActors() {
    generation++;
    for (var actor : stage.waiting()) {
      while (!actor.done) {
        stage.letOn(actor, Verdict.CUT);
      }
    }
  }

  /** Nobody edits, nothing fails; all that is under way ends, all events arrive. */
  private void comeToRest() {
    history.note("-- quiet from now on");
    subscribeAnew();
    for (int round = 0; round < 3; round++) {
      rest();
      moveOn(Duration.ofMinutes(6));
      compare();
    }
    rest();
  }

  private void rest() {
    for (int i = 0; i < MOST_REST; i++) {
      if (!stage.waiting().isEmpty()) {
        letOn(stage.waiting().get(0));
      } else if (!world.deliveries.isEmpty()) {
        deliver(world.deliveries.get(0));
      } else if (!world.changeEventsAfter(streamPosition).isEmpty()) {
        if (hasSubscription()) {
          deliverChangeEvent(world.changeEventsAfter(streamPosition).get(0));
        } else {
          moveOn(Duration.ofSeconds(1));
        }
      } else if (connector.inbox().count(EntryState.WAITING) > 0
          || connector.inbox().count(EntryState.RUNNING) > 0) {
        work();
        letOn(stage.waiting().get(0));
        if (stage.waiting().isEmpty()) {
          moveOn(Duration.ofSeconds(1));
        }
      } else {
        return;
      }
    }
    throw new Broken(
        "it does not come to rest; "
            + connector.inbox().entries(EntryState.WAITING, 10)
            + connector.inbox().entries(EntryState.RUNNING, 10));
  }

  private void moveOn(Duration by) {
    world.clock.moveOn(by);
    renew();
  }

  private Optional<String> quietSystemWrites() {
    int before = promises.writes();
    compare();
    rest();
    int after = promises.writes();
    return before == after
        ? Optional.empty()
        : Optional.of("a quiet system writes: " + promises.lastWrites(after - before));
  }

  /** A promise is broken before the end. */
  private static class Broken extends RuntimeException {
    @java.io.Serial private static final long serialVersionUID = 1L;

    Broken(String message) {
      super(message);
    }
  }

  @Override
  public void close() {
    connector.close();
    world.close();
  }
}
