package io.cosell.connector.mapping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cosell.connector.merge.FieldValue;
import io.cosell.connector.salesforce.Org;
import io.cosell.connector.salesforce.Subrequest;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** Solution rows: added and removed by the solution's id; a row that is there is not rewritten. */
final class SolutionParts {
  private static final int LONGEST_NAME = 80;

  private final OpportunityNames names;
  private final Org org;
  private final ObjectNode created;

  /**
   * For one write.
   *
   * @param created what every new row has, whatever the solution
   */
  SolutionParts(OpportunityNames names, Org org, ObjectNode created) {
    this.names = names;
    this.org = org;
    this.created = created;
  }

  List<Subrequest> parts(FieldValue.Items wanted, OpportunityWrite write, String opportunityId) {
    var rows =
        new ChildRows(
            write.current(),
            names.solutionsRelationship(),
            row -> Solutions.key(Solutions.ofSalesforce(row, names)));
    var parts = new ArrayList<Subrequest>();
    wanted
        .byKey()
        .forEach(
            (key, solution) -> {
              if (!rows.has(key)) {
                parts.add(
                    new Subrequest(
                        "solution" + parts.size(),
                        "POST",
                        "sobjects/" + names.solutions(),
                        row(solution, opportunityId)));
              }
            });
    parts.addAll(rows.deletions(wanted.byKey().keySet(), names.solutions(), "oldSolution"));
    return parts;
  }

  private ObjectNode row(SortedMap<String, String> solution, String opportunityId) {
    var id = solution.get(Solutions.ID);
    var body = created.deepCopy();
    body.put(org.solutionParent(), opportunityId);
    body.put(names.solutionIdentifier(), id);
    body.put("Name", NameMark.cut(solution.getOrDefault(Solutions.NAME, id), LONGEST_NAME));
    putIfPossible(body, names.solutionType(), solution.get(Solutions.TYPE));
    putIfPossible(body, names.solutionPublisher(), solution.get(Solutions.PUBLISHER));
    return body;
  }

  /** Leaves out what the org has no field for, and what its restricted picklist does not know. */
  private void putIfPossible(ObjectNode body, String field, String text) {
    boolean known = text != null && org.has(names.solutions(), field);
    boolean refused =
        org.field(names.solutions(), field)
            .filter(Org.Field::restricted)
            .filter(it -> !it.values().contains(text))
            .isPresent();
    if (known && !refused) {
      body.put(field, text);
    }
  }
}
