package io.cosell.sandbox.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** Many referrals in at once, then an edit of each out at once. */
final class ManyAtOnce {
  private static final String OTHERS =
      "others: in-memory Camel 65/s (killed: loses 94 of 200; doubles accounts),"
          + " durable queue 15.8/s, n8n 9.5/s";

  private final BenchSettings settings;
  private final Clouds clouds;
  private final ConnectorProcess connector;
  private final Report report;

  ManyAtOnce(BenchSettings settings, Clouds clouds, ConnectorProcess connector, Report report) {
    this.settings = settings;
    this.clouds = clouds;
    this.connector = connector;
    this.report = report;
  }

  /** The same things at once, with the sighting that ends each. */
  private record Batch(List<Long> starts, List<String> sightings) {}

  /**
   * Measures both ways.
   *
   * @return how many were lost or doubled
   */
  int measure() {
    int deals = settings.referrals();
    var ids = new ArrayList<String>();
    int wrong = in(deals, ids);
    return wrong + out(ids);
  }

  private int in(int deals, List<String> ids) {
    Report.progress(deals + " referrals in at once …");
    begin();
    var cpu = connector.cpu();
    int customers = Math.max(1, deals - settings.sharing());
    IntFunction<String> customer = i -> "Customer at once " + i % customers;
    var starts = new ArrayList<Long>();
    clouds
        .partnerCenter()
        .atOnce(
            () -> {
              for (int i = 0; i < deals; i++) {
                var json = Deals.offer("Deal at once " + i + ".", customer.apply(i)).json();
                var shared = clouds.partnerCenter().asMicrosoftSeller().shares(json);
                ids.add(shared.path("id").asText());
              }
              long now = System.nanoTime();
              ids.forEach(id -> starts.add(now));
            });
    var batch = new Batch(starts, ids.stream().map(Sightings::opportunityOf).toList());
    int seen = follow(batch);
    clouds.awaitQuiet(3_000);
    report.section(
        deals
            + " referrals in at once, "
            + customers
            + " customers"
            + (settings.kill() ? ", killed halfway" : ""));
    tell(batch, seen, connector.cpu().minus(cpu), OTHERS);

    int doubled = beyondOne(names("Opportunity", "Deal at once "));
    int accounts = beyondOne(names("Account", "Customer at once "));
    var links = ids.stream().map(Sightings::crmIdIn).toList();
    int unfinished = deals - clouds.sightings().count(links);
    report.add("lost", String.valueOf(deals - seen), "target 0");
    report.add("without their opportunity's id in Partner Center", "" + unfinished, "target 0");
    report.add("doubled opportunities", String.valueOf(doubled), "target 0");
    report.add("doubled accounts", String.valueOf(accounts), "target 0; others 37");
    return deals - seen + doubled + accounts + unfinished;
  }

  private int out(List<String> referralIds) {
    Report.progress(referralIds.size() + " edits out at once …");
    var opportunities = new HashMap<String, String>();
    for (var record : clouds.salesforce().records("Opportunity")) {
      var referral = record.get("Referral_Identifier__c");
      if (referral != null) {
        opportunities.put(referral.toString(), record.get("Id").toString());
      }
    }
    var known = referralIds.stream().filter(opportunities::containsKey).toList();
    begin();
    var cpu = connector.cpu();
    var batch = new Batch(new ArrayList<>(), new ArrayList<>());
    var seller = clouds.salesforce().asSeller();
    for (int i = 0; i < known.size(); i++) {
      int amount = 500_000 + i;
      batch.starts().add(System.nanoTime());
      batch.sightings().add(Sightings.valueOf(known.get(i), amount));
      seller.update(
          "Opportunity",
          opportunities.get(known.get(i)),
          Map.of("Amount", amount, "StageName", "Qualification"));
    }
    int seen = follow(batch);
    clouds.awaitQuiet(3_000);
    report.section(
        known.size()
            + " edits out at once: acceptance and amount"
            + (settings.kill() ? ", killed halfway" : ""));
    tell(batch, seen, connector.cpu().minus(cpu), "");
    report.add("lost", String.valueOf(known.size() - seen), "target 0");
    return known.size() - seen;
  }

  private void begin() {
    clouds.awaitQuiet(3_000);
    clouds.forgetCalls();
  }

  private int follow(Batch batch) {
    int all = batch.sightings().size();
    if (settings.kill()) {
      clouds.sightings().await(batch.sightings(), all / 2, settings.patience());
      connector.kill();
      int before = clouds.sightings().count(batch.sightings());
      double millis = connector.start();
      Report.progress(
          String.format(
              Locale.ROOT, "  killed after %d of %d, ready again in %.0f ms", before, all, millis));
    }
    return clouds.sightings().await(batch.sightings(), all, settings.patience());
  }

  private void tell(Batch batch, int seen, Duration cpu, String beside) {
    var millis = new ArrayList<Double>();
    long last = Long.MIN_VALUE;
    for (int i = 0; i < batch.sightings().size(); i++) {
      var at = clouds.sightings().of(batch.sightings().get(i));
      if (at.isPresent()) {
        millis.add(Percentiles.millis(batch.starts().get(i), at.getAsLong()));
        last = Math.max(last, at.getAsLong() - batch.starts().get(0));
      }
    }
    int changes = Math.max(1, batch.sightings().size());
    report.add(
        "throughput until the last is visible",
        String.format(Locale.ROOT, "%.1f/s", seen / (last / 1e9)),
        "target 40/s" + (beside.isEmpty() ? "" : "; " + beside));
    report.add("visible, p50/p95/p99", Percentiles.of(millis).toString(), "");
    report.add("calls per change", clouds.calls().detail(changes), "");
    report.add("CPU per change", cpu.toMillis() / changes + " ms", "");
  }

  private List<String> names(String object, String start) {
    return clouds.salesforce().records(object).stream()
        .map(record -> record.get("Name").toString())
        .filter(name -> name.contains(start))
        .map(name -> name.substring(name.indexOf(start)))
        .toList();
  }

  private static int beyondOne(Collection<String> names) {
    return names.stream()
        .collect(Collectors.groupingBy(name -> name, Collectors.counting()))
        .values()
        .stream()
        .mapToInt(number -> number.intValue() - 1)
        .sum();
  }
}
