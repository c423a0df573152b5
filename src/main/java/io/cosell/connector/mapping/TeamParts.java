package io.cosell.connector.mapping;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cosell.connector.merge.FieldValue;
import io.cosell.connector.salesforce.Subrequest;
import java.util.ArrayList;
import java.util.List;

/**
 * The partner's people as opportunity team. The owner needs no membership, who is no user cannot
 * have one, and what Salesforce knows about its users is not changed.
 */
final class TeamParts {
  static final String MEMBER = "OpportunityTeamMember";

  private TeamParts() {}

  static List<Subrequest> parts(
      FieldValue.Items wanted, OpportunityWrite write, String opportunityId) {
    var members =
        new ChildRows(
            write.current(),
            OpportunityMapping.MEMBERS,
            row -> People.key(People.ofSalesforce(row.path("User"))));
    var parts = new ArrayList<Subrequest>();
    for (var key : wanted.byKey().keySet()) {
      var user = write.userIds().get(key);
      if (user != null && !members.has(key) && !isOwner(key, user, write)) {
        var body =
            JsonNodeFactory.instance
                .objectNode()
                .put("OpportunityId", opportunityId)
                .put("UserId", user);
        parts.add(new Subrequest("member" + parts.size(), "POST", "sobjects/" + MEMBER, body));
      }
    }
    parts.addAll(members.deletions(wanted.byKey().keySet(), MEMBER, "oldMember"));
    return parts;
  }

  private static boolean isOwner(String key, String user, OpportunityWrite write) {
    return write.current() == null
        ? user.equals(write.ownerId())
        : key.equals(People.key(People.ofSalesforce(write.current().path("Owner"))));
  }
}
