package io.cosell.sandbox.bench;

import io.cosell.sandbox.bench.Floor.Times;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Changes of one kind, one after the other, each beside its floor. */
final class SingleChanges {
  private static final int FLOOR_WARM_UP = 10;

  private final BenchSettings settings;
  private final Clouds clouds;
  private final ConnectorProcess connector;
  private final Floor floor;
  private final Deals deals;
  private final Report report;

  SingleChanges(
      BenchSettings settings,
      Clouds clouds,
      ConnectorProcess connector,
      Floor floor,
      Report report) {
    this.settings = settings;
    this.clouds = clouds;
    this.connector = connector;
    this.floor = floor;
    this.deals = new Deals(clouds);
    this.report = report;
  }

  private record Taken(double visible, double done) {}

  /**
   * Measures one kind.
   *
   * @return how many changes never became visible
   */
  int measure(Kind kind) {
    Report.progress(kind + " …");
    deals.prepare(kind, settings.warmUp() + settings.singles());
    clouds.awaitQuiet(1_000);
    for (int i = 0; i < Math.min(FLOOR_WARM_UP, settings.warmUp()); i++) {
      floor.take(kind);
    }
    for (int i = 0; i < settings.warmUp(); i++) {
      one(kind);
    }
    clouds.awaitQuiet(2_500);
    clouds.forgetCalls();
    var cpu = connector.cpu();
    var floors = new ArrayList<Times>();
    var taken = new ArrayList<Taken>();
    int lost = 0;
    for (int i = 0; i < settings.singles(); i++) {
      floors.add(floor.take(kind));
      var one = one(kind);
      if (one == null) {
        lost++;
      } else {
        taken.add(one);
      }
    }
    clouds.awaitQuiet(2_500);
    tell(kind, taken, floors, lost, connector.cpu().minus(cpu));
    return lost;
  }

  private Taken one(Kind kind) {
    var change = deals.make(kind);
    var both = List.of(change.visible(), change.done());
    clouds.sightings().await(both, 2, settings.patience());
    var visible = clouds.sightings().of(change.visible());
    var done = clouds.sightings().of(change.done());
    clouds.awaitQuiet(settings.latency() + 100L);
    if (visible.isEmpty() || done.isEmpty()) {
      return null;
    }
    return new Taken(
        Percentiles.millis(change.at(), visible.getAsLong()),
        Percentiles.millis(change.at(), done.getAsLong()));
  }

  private void tell(Kind kind, List<Taken> taken, List<Times> floors, int lost, Duration cpu) {
    var visible = Percentiles.of(taken.stream().map(Taken::visible).toList());
    var done = Percentiles.of(taken.stream().map(Taken::done).toList());
    var floor = Percentiles.of(floors.stream().map(Times::visible).toList());
    var floorOfAll = Percentiles.of(floors.stream().map(Times::all).toList());
    var calls = clouds.calls();
    int changes = settings.singles();
    report.section(kind.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + kind.title());
    report.add(
        "visible, p50/p95/p99",
        visible.toString(),
        String.format(
            Locale.ROOT,
            "floor %s; p50 is floor %+.0f ms, target +50",
            floor,
            visible.median() - floor.median()));
    report.add(
        "all written, p50/p95/p99",
        done.toString(),
        String.format(
            Locale.ROOT,
            "floor %s; p50 is floor %+.0f ms",
            floorOfAll,
            done.median() - floorOfAll.median()));
    var plan = kind.plan();
    report.add(
        "calls per change",
        calls.per(changes, plan),
        "target "
            + plan.salesforce()
            + " SF + "
            + (plan.reads() + plan.writes())
            + " PC = "
            + plan.total()
            + ", echo at most 1");
    report.add("  by purpose", calls.detail(changes), "");
    report.add("CPU per change", String.format(Locale.ROOT, "%d ms", cpu.toMillis() / changes), "");
    if (lost > 0) {
      report.add("lost", String.valueOf(lost), "target 0");
    }
  }
}
