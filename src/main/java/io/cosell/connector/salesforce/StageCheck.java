package io.cosell.connector.salesforce;

import io.cosell.connector.remote.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/** Compares the org's stages with those the settings name. */
final class StageCheck {
  private static final String PREFIX = "cosell.opportunity.";

  private final Org org;
  private final Set<String> inactive;
  private final List<Problem> problems = new ArrayList<>();

  private StageCheck(Org org, Set<String> inactive) {
    this.org = org;
    this.inactive = inactive;
  }

  /**
   * What is wrong.
   *
   * @param inactive names and labels of stages that are not used any more
   */
  static List<Problem> problems(Org org, Set<String> inactive, OpportunityProperties settings) {
    var check = new StageCheck(org, inactive);
    var open = new LinkedHashMap<String, String>();
    open.put("active-stage", settings.activeStage());
    open.put("on-hold-stage", settings.onHoldStage());
    open.forEach((property, stage) -> check.stage(property, stage, false, false));
    check.ending("won-stage", settings.wonStage(), true);
    check.ending("lost-stage", settings.lostStage(), false);
    return check.problems;
  }

  private void ending(String property, String name, boolean won) {
    if (!name.isBlank()) {
      stage(property, name, true, won);
    } else if (org.stages().stream().noneMatch(it -> it.closed() && it.won() == won)) {
      tell(
          property,
          name,
          "the org has no active stage that is closed and %s, which an empty setting takes:"
                  .formatted(won ? "won" : "lost")
              + " activate one in Salesforce");
    }
  }

  private void stage(String property, String name, boolean closed, boolean won) {
    var meant = org.stageMeant(name);
    if (meant.isEmpty()) {
      tell(
          property,
          name,
          trouble(name) + ": use one of " + names() + ", or add it to the stages in Salesforce");
    } else if (meant.get().closed() != closed) {
      tell(
          property,
          name,
          closed
              ? "is an open stage: choose a closed one"
              : "is a closed stage: choose an open one");
    } else if (closed && meant.get().won() != won) {
      tell(
          property,
          name,
          won
              ? "is a stage of lost deals: choose another"
              : "is a stage of won deals: choose another");
    }
  }

  private String trouble(String name) {
    if (org.stages().stream().anyMatch(stage -> stage.label().equals(name))) {
      return "is the label of several stages";
    }
    return inactive.contains(name) ? "is an inactive stage" : "is no stage of this org";
  }

  private List<String> names() {
    return org.stages().stream().map(Org.Stage::name).toList();
  }

  private void tell(String property, String value, String remedy) {
    problems.add(new Problem(PREFIX + property, value, remedy));
  }
}
