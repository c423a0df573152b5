package io.cosell.sandbox.salesforce;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/** The stages of opportunities: rows of OpportunityStage and the picklist that follows them. */
public final class Stages {
  private final Engine engine;

  Stages(Engine engine) {
    this.engine = engine;
  }

  /** Adds an active stage at the end. */
  public Stages add(String name, int probability, String forecast, boolean closed, boolean won) {
    var values = new LinkedHashMap<String, Object>();
    values.put("MasterLabel", name);
    values.put("ApiName", name);
    values.put("IsActive", true);
    values.put("SortOrder", engine.store.all("OpportunityStage").size() + 1);
    values.put("IsClosed", closed);
    values.put("IsWon", won);
    values.put("ForecastCategoryName", forecast);
    values.put("ForecastCategory", forecastCategory(forecast));
    values.put("DefaultProbability", BigDecimal.valueOf(probability));
    engine.seed("OpportunityStage", values);
    follow();
    return this;
  }

  /** Changes API name and label; opportunities keep the old value, as after a replaced value. */
  public Stages rename(String name, String newName) {
    return change(name, Map.of("ApiName", newName, "MasterLabel", newName));
  }

  /** Changes the label only, as a translation does. */
  public Stages relabel(String name, String label) {
    return change(name, Map.of("MasterLabel", label));
  }

  /** Takes the stage out of use. */
  public Stages deactivate(String name) {
    return change(name, Map.of("IsActive", false));
  }

  /** Takes it into use again. */
  public Stages activate(String name) {
    return change(name, Map.of("IsActive", true));
  }

  /** Makes the stage an open, won or lost one; no record changes and no event is sent. */
  public Stages retype(String name, boolean closed, boolean won) {
    return change(name, Map.of("IsClosed", closed, "IsWon", won));
  }

  private Stages change(String name, Map<String, Object> values) {
    var stage =
        Automation.stage(engine.store, name)
            .orElseThrow(() -> new IllegalArgumentException("The org has no stage " + name));
    engine.store.seed(stage.with(values));
    follow();
    return this;
  }

  private void follow() {
    var names = new ArrayList<String>();
    for (var stage : engine.store.all("OpportunityStage")) {
      if (stage.is("IsActive")) {
        names.add(stage.text("ApiName"));
      }
    }
    boolean restricted = engine.org.require("Opportunity").any("StageName").restricted;
    engine.org.restrictPicklist(
        "Opportunity", "StageName", restricted, names.toArray(String[]::new));
  }

  private static String forecastCategory(String name) {
    return switch (name) {
      case "Best Case" -> "BestCase";
      case "Commit" -> "Forecast";
      default -> name;
    };
  }
}
