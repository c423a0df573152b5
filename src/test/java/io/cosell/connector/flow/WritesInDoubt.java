package io.cosell.connector.flow;

import io.cosell.connector.link.Link;
import io.cosell.connector.merge.DealState;
import io.cosell.connector.merge.Pending;
import io.cosell.connector.merge.Snapshot;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Writes of which the connector does not know yet whether they arrived. Who undoes one in these
 * moments is taken for a write that did not (docs/guarantees.md, "Where they end").
 */
final class WritesInDoubt {
  private static final String SOLUTIONS = "solutions";
  private static final Map<String, String> NAMES =
      Map.of(
          "/details/dealValue", "dealValue",
          "/details/closingDateTime", "closingDate",
          "/details/notes", "notes");

  private final SimulatedConnector connector;

  WritesInDoubt(SimulatedConnector connector) {
    this.connector = connector;
  }

  /** Whether this value is what the side had before such a write. */
  boolean areUndoneBy(String referralId, boolean seller, String field, String value) {
    return of(referralId)
        .filter(
            pending -> {
              var before = value(side(pending.before(), seller), field);
              return before.equals(value)
                  && !before.equals(value(side(pending.next(), seller), field));
            })
        .isPresent();
  }

  /** Whether the list of solutions is on its way to this referral, whole. */
  boolean sendSolutionsOf(String referralId) {
    return of(referralId)
        .filter(
            pending ->
                !pending
                    .before()
                    .partnerCenter()
                    .items(SOLUTIONS)
                    .equals(pending.next().partnerCenter().items(SOLUTIONS)))
        .isPresent();
  }

  private Optional<Pending> of(String referralId) {
    return connector.links().ofReferral(referralId).map(Link::pending).map(Pending::fromJson);
  }

  private static DealState side(Snapshot both, boolean seller) {
    return seller ? both.salesforce() : both.partnerCenter();
  }

  private static String value(DealState side, String field) {
    if (field.startsWith(SimulatedWorld.SOLUTION)) {
      var key = field.substring(SimulatedWorld.SOLUTION.length()).toLowerCase(Locale.ROOT);
      return side.items(SOLUTIONS).containsKey(key) ? SimulatedWorld.THERE : SimulatedWorld.GONE;
    }
    return side.text(NAMES.get(field)).orElse("");
  }
}
