package io.cosell.connector.salesforce;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** What of an org decides how deals travel, in words for the administrator. */
final class OrgNotices {
  private OrgNotices() {}

  static List<String> of(Org org, OpportunityProperties opportunity, AccountProperties account) {
    var notices = new ArrayList<String>();
    stages(org, opportunity, notices);
    var value = opportunity.dealValueField();
    if (org.field("Opportunity", value).filter(Org.Field::calculated).isPresent()) {
      notices.add(
          "cosell.opportunity.deal-value-field="
              + value
              + " is a formula: its value goes to Partner Center, none is written to Salesforce");
    }
    if (!org.has("Opportunity", opportunity.dealValueCurrencyField())) {
      notices.add(
          "The only currency is "
              + (opportunity.defaultCurrency().isBlank()
                  ? org.currencies().standard()
                  : opportunity.defaultCurrency())
              + ": a value Partner Center has in another one is not written to Salesforce");
    }
    org.addressCode("Account", account.countryField())
        .ifPresent(
            code ->
                notices.add(
                    "State and country picklists are on: "
                        + code
                        + " is read and written instead of "
                        + account.countryField()));
    if (!org.fields().containsKey("OpportunityTeamMember")) {
      notices.add(
          "Opportunity teams are off: a new referral names the owner, later changes of the team"
              + " stay where they are made");
    }
    return List.copyOf(notices);
  }

  private static void stages(Org org, OpportunityProperties settings, List<String> notices) {
    var named = new LinkedHashMap<String, String>();
    named.put("active-stage", settings.activeStage());
    named.put("on-hold-stage", settings.onHoldStage());
    named.put("won-stage", settings.wonStage());
    named.put("lost-stage", settings.lostStage());
    named.forEach(
        (property, name) ->
            org.stageMeant(name)
                .filter(stage -> !stage.name().equals(name))
                .ifPresent(
                    stage ->
                        notices.add(
                            "cosell.opportunity.%s=%s is the label of a stage, which may change: write its API name, %s"
                                .formatted(property, name, stage.name()))));
  }
}
