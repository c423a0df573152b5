package io.cosell.connector.flow;

import io.cosell.connector.remote.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.quartz.CronExpression;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is synchronised.
 *
 * @param coSellOnly leads stay out of Salesforce
 * @param privateDeals private deals made in Partner Center come to Salesforce too
 * @param compareInterval how often both sides are compared for changes no event told of
 * @param compareOverlap how far a comparison looks back before the end of the last one
 * @param compareMicrosoftReferrals how many of Microsoft's referrals of open deals each comparison
 *     reads again, in turn, one call each; lists show the partner's own only. 0 reads none
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
    @DefaultValue("10") int compareMicrosoftReferrals,
    @DefaultValue("P1D") Duration firstLookBack,
    @DefaultValue("0 30 2 * * ?") String fullCompareCron,
    @DefaultValue("1000") int fullCompareCalls,
    @DefaultValue("apply") Mode mode,
    Mode toSalesforce,
    Mode toPartnerCenter) {

  /** Takes a cron expression with one blank between its parts. */
  public SyncProperties {
    fullCompareCron = fullCompareCron.strip().replaceAll("\\s+", " ");
  }

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

  boolean comparesEverythingByTheClock() {
    return !fullCompareCron.isEmpty();
  }

  /** What is wrong with these settings. */
  List<Problem> problems() {
    var problems = new ArrayList<Problem>();
    if (comparesEverythingByTheClock() && !CronExpression.isValidExpression(fullCompareCron)) {
      problems.add(
          new Problem(
              "cosell.sync.full-compare-cron",
              fullCompareCron,
              "is no cron expression of Quartz; write 0 30 2 * * ? for half past two at night,"
                  + " or nothing for never, and restart"));
    }
    if (fullCompareCalls < 1) {
      problems.add(
          new Problem(
              "cosell.sync.full-compare-calls",
              String.valueOf(fullCompareCalls),
              "must be greater than zero; correct it and restart"));
    }
    return problems;
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
