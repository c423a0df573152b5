package io.cosell.sandbox.bench;

import io.cosell.sandbox.bench.CallCount.Plan;

/** The kinds of single change, with the calls one of them needs. */
enum Kind {
  OUTBOUND_PRIVATE("seller marks a private deal", new Plan(2, 0, 1), 2),
  OUTBOUND_CO_SELL("seller marks a deal with help", new Plan(2, 0, 2), 3),
  OUTBOUND_UPDATE("seller edits the amount", new Plan(1, 1, 1), 3),
  INBOUND_UPDATE("portal edits the value", new Plan(2, 1, 0), 3),
  INBOUND_CREATE("Microsoft shares a deal", new Plan(2, 1, 1), 3);

  private final String title;
  private final Plan plan;
  private final int callsUntilVisible;

  Kind(String title, Plan plan, int callsUntilVisible) {
    this.title = title;
    this.plan = plan;
    this.callsUntilVisible = callsUntilVisible;
  }

  /** What somebody does. */
  String title() {
    return title;
  }

  /** The calls one change needs. */
  Plan plan() {
    return plan;
  }

  /** After how many of them it is visible on the other side. */
  int callsUntilVisible() {
    return callsUntilVisible;
  }
}
