package io.cosell.sandbox.desk;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * What somebody changes about a deal; null leaves a value alone.
 *
 * @param as {@code portal-user} or {@code microsoft-seller}; of no meaning in Salesforce
 * @param stage Salesforce only
 * @param help what Microsoft is asked for, in Salesforce's words
 * @param sync Salesforce only
 * @param solutions the ids of all solutions the deal has afterwards
 */
record DealEdit(
    String as,
    String name,
    BigDecimal value,
    String currency,
    LocalDate closeDate,
    String notes,
    String stage,
    String help,
    Boolean visible,
    Boolean sync,
    List<String> solutions) {}
