package io.cosell.connector.flow;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How far a full comparison is, what it has found and what it has cost. Is kept as JSON. */
@JsonAutoDetect(fieldVisibility = Visibility.ANY, isGetterVisibility = Visibility.NONE)
final class ComparisonReport {
  private static final int MOST_DEALS = 500;
  private static final int LONGEST_VALUE = 200;

  /** What a full comparison looks at, one after the other. */
  enum Stage {
    REFERRALS,
    OPPORTUNITIES,
    LINKS,
    LEADS,
    END;

    Stage next() {
      return values()[ordinal() + 1];
    }
  }

  /**
   * One deal that is not in step.
   *
   * @param referral null for none
   * @param opportunity null for none
   * @param what is wrong, a sentence
   * @param filed false when the same was put into the inbox before
   */
  record Difference(
      String referral, String opportunity, String what, boolean filed, List<Field> fields) {}

  /**
   * One field that is not in step.
   *
   * @param partnerCenter the value there
   * @param salesforce the value there
   * @param agreed the value both agreed on at the last look
   * @param action what is done about it and why
   */
  record Field(
      String field, String partnerCenter, String salesforce, String agreed, String action) {
    Field {
      partnerCenter = cut(partnerCenter);
      salesforce = cut(salesforce);
      agreed = cut(agreed);
    }

    private static String cut(String text) {
      return text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + "…" : text;
    }
  }

  private Stage stage = Stage.REFERRALS;
  private String after = "";
  private int referrals;
  private int opportunities;
  private int pairs;
  private int different;
  private int filed;
  private int callsThisTime;
  private Map<String, Integer> calls = new TreeMap<>();
  private List<Difference> differences = new ArrayList<>();

  Stage stage() {
    return stage;
  }

  /** The last thing that was looked at in this stage; empty for none. */
  String after() {
    return after;
  }

  int different() {
    return different;
  }

  /** Calls since it began or went on. */
  int callsThisTime() {
    return callsThisTime;
  }

  void goOn() {
    callsThisTime = 0;
  }

  void nextStage() {
    stage = stage.next();
    after = "";
  }

  void lookedUpTo(String last) {
    after = last;
  }

  void sawReferrals(int more) {
    referrals += more;
  }

  void sawOpportunities(int more) {
    opportunities += more;
  }

  void comparedPairs(int more) {
    pairs += more;
  }

  void called(String system) {
    calls.merge(system, 1, Integer::sum);
    callsThisTime++;
  }

  /** Counts it; the first 500 are kept as they are. */
  void found(Difference difference) {
    different++;
    filed += difference.filed() ? 1 : 0;
    if (differences.size() < MOST_DEALS) {
      differences.add(difference);
    }
  }

  /** In a sentence. */
  @Override
  public String toString() {
    return "%d referrals and %d opportunities, %d of them in pairs; %d deals differ, %d of them are looked at now; calls: %s"
        .formatted(referrals, opportunities, pairs, different, filed, calls);
  }
}
