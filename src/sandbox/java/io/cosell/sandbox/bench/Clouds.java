package io.cosell.sandbox.bench;

import io.cosell.sandbox.partnercenter.PartnerCenterOptions;
import io.cosell.sandbox.partnercenter.PartnerCenterSandbox;
import io.cosell.sandbox.salesforce.SalesforceSandbox;
import io.cosell.sandbox.server.Call;
import io.cosell.sandbox.server.Fault;
import java.util.ArrayList;
import java.util.List;

/** One Salesforce and one Partner Center whose API calls take their time. */
final class Clouds implements AutoCloseable {
  private final SalesforceSandbox salesforce = SalesforceSandbox.started();
  private final PartnerCenterSandbox partnerCenter =
      new PartnerCenterSandbox(PartnerCenterOptions.defaults()).start();
  private final Sightings sightings = new Sightings();

  /** Every API call takes this many milliseconds before it is worked on; sign-ins do not. */
  Clouds(int latency) {
    var slow = Fault.named("latency").always().with("millis", latency);
    salesforce.faults().inject(slow.on("", "^/services/data/v"));
    partnerCenter.api().faults().inject(slow.on("", "^/v1[.]0/engagements/"));
    salesforce.onChange(sightings::note);
    partnerCenter.onChange(sightings::note);
  }

  SalesforceSandbox salesforce() {
    return salesforce;
  }

  PartnerCenterSandbox partnerCenter() {
    return partnerCenter;
  }

  Sightings sightings() {
    return sightings;
  }

  /** Begins the count of calls anew. */
  void forgetCalls() {
    salesforce.server().journal().clear();
    partnerCenter.api().journal().clear();
  }

  /** The calls since then. */
  CallCount calls() {
    return CallCount.of(salesforceCalls(), partnerCenterCalls());
  }

  private List<Call> salesforceCalls() {
    return salesforce.server().journal().all();
  }

  private List<Call> partnerCenterCalls() {
    return partnerCenter.api().journal().all();
  }

  /** Waits until no call has come for so long, two minutes at most. */
  void awaitQuiet(long millis) {
    long end = System.nanoTime() + 120_000_000_000L;
    long since = System.nanoTime();
    var before = new ArrayList<Integer>();
    while (System.nanoTime() < end && System.nanoTime() - since < millis * 1_000_000) {
      var now = List.of(calls().total(), partnerCenter.deliveries().size());
      if (!now.equals(before)) {
        before = new ArrayList<>(now);
        since = System.nanoTime();
      }
      pause(20);
    }
  }

  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    salesforce.close();
    partnerCenter.close();
  }
}
