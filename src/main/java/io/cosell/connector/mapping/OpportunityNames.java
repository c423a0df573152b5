package io.cosell.connector.mapping;

import java.util.function.UnaryOperator;

/** What the org calls the things the connector owns, from the settings. */
record OpportunityNames(
    String syncFlag,
    String identifier,
    String link,
    String audit,
    String solutions,
    String solutionsRelationship,
    String solutionIdentifier,
    String solutionType,
    String solutionPublisher,
    String activeStage,
    String onHoldStage,
    boolean showMark,
    String lostReason,
    String defaultCurrency) {

  static OpportunityNames from(UnaryOperator<String> settings) {
    UnaryOperator<String> field = name -> settings.apply("cosell.salesforce.fields." + name);
    UnaryOperator<String> solution = name -> settings.apply("cosell.salesforce.solutions." + name);
    return new OpportunityNames(
        field.apply("sync-flag"),
        field.apply("referral-identifier"),
        field.apply("referral-link"),
        field.apply("audit"),
        solution.apply("object"),
        solution.apply("relationship"),
        solution.apply("identifier"),
        solution.apply("type"),
        solution.apply("publisher"),
        settings.apply("cosell.opportunity.active-stage"),
        settings.apply("cosell.opportunity.on-hold-stage"),
        Boolean.parseBoolean(settings.apply("cosell.opportunity.show-mark-in-name")),
        settings.apply("cosell.opportunity.lost-reason-field"),
        settings.apply("cosell.opportunity.default-currency"));
  }
}
