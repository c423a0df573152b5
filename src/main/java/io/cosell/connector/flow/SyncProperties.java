package io.cosell.connector.flow;

import java.time.Duration;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is synchronised.
 *
 * @param coSellOnly leads stay out of Salesforce
 * @param privateDeals private deals made in Partner Center come to Salesforce too
 * @param compareInterval how often both sides are compared for changes no event told of
 * @param compareOverlap how far a comparison looks back before the end of the last one
 * @param firstLookBack how far the very first comparison looks back
 * @param fullCompareCron when every deal of both sides is compared, however long ago it changed: a
 *     Quartz cron expression in the time zone of the process; empty: on demand only
 * @param fullCompareCalls after so many calls a full comparison stops; the next one goes on there
 * @param mode {@code apply}; {@code plan}: write nothing on either side, record what would be
 *     written; {@code paused}: store events, work on nothing. What was held back is looked at again
 *     after a start that allows it
 * @param toSalesforce the same three values for one direction; unset: as the mode
 * @param toPartnerCenter the same three values for one direction; unset: as the mode
 */
@ConfigurationProperties("cosell.sync")
public record SyncProperties(
    @DefaultValue("true") boolean coSellOnly,
    @DefaultValue("false") boolean privateDeals,
    @DefaultValue("PT5M") Duration compareInterval,
    @DefaultValue("PT2M") Duration compareOverlap,
    @DefaultValue("P1D") Duration firstLookBack,
    @DefaultValue("0 30 2 * * ?") String fullCompareCron,
    @DefaultValue("1000") int fullCompareCalls,
    @DefaultValue("apply") Mode mode,
    Mode toSalesforce,
    Mode toPartnerCenter) {

  /** What the connector may do. */
  public enum Mode {
    /** Write. */
    APPLY,
    /** Only say what would be written. */
    PLAN,
    /** Nothing. */
    PAUSED;

    /** As it is written in the settings. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  boolean mayWriteSalesforce() {
    return modeToSalesforce() == Mode.APPLY;
  }

  boolean mayWritePartnerCenter() {
    return modeToPartnerCenter() == Mode.APPLY;
  }

  Mode modeToSalesforce() {
    return toSalesforce == null ? mode : toSalesforce;
  }

  Mode modeToPartnerCenter() {
    return toPartnerCenter == null ? mode : toPartnerCenter;
  }
}
