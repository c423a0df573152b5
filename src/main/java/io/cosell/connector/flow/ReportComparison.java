package io.cosell.connector.flow;

import org.springframework.stereotype.Component;

/** Ends the full comparison: its report is the last one from now on. */
@Component
class ReportComparison implements Step {
  private final FullComparison comparison;

  ReportComparison(FullComparison comparison) {
    this.comparison = comparison;
  }

  @Override
  public String name() {
    return "report-comparison";
  }

  @Override
  public void on(Deal deal) {
    comparison.end(deal);
  }
}
