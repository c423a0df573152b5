package io.cosell.connector.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.flow.Deal.Found;
import io.cosell.connector.inbox.Inbox;
import io.cosell.connector.link.Intents;
import io.cosell.connector.link.LinkState;
import io.cosell.connector.link.Links;
import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.merge.DealState;
import io.cosell.connector.merge.Snapshot;
import io.cosell.connector.remote.ErrorCode;
import io.cosell.connector.salesforce.Salesforce;
import io.cosell.connector.salesforce.Soql;
import io.cosell.connector.salesforce.Subrequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/**
 * Fetches the opportunity with everything that belongs to it, in one call; for a deal that is new
 * here, also who in Salesforce could be its customer and its people. Ends the work when there is
 * nothing to look at.
 */
@Component
class ReadOpportunity implements Step {
  private static final String OPPORTUNITY = "opportunity";
  private static final String ACCOUNTS = "accounts";
  private static final String CONTACTS = "contacts";
  private static final String USERS = "users";

  private final Salesforce salesforce;
  private final Links links;
  private final Intents intents;
  private final Locks locks;
  private final Mapping mapping;
  private final Admission admission;
  private final Inbox inbox;

  ReadOpportunity(
      Salesforce salesforce,
      Links links,
      Intents intents,
      Locks locks,
      Mapping mapping,
      Admission admission,
      Inbox inbox) {
    this.salesforce = salesforce;
    this.links = links;
    this.intents = intents;
    this.locks = locks;
    this.mapping = mapping;
    this.admission = admission;
    this.inbox = inbox;
  }

  @Override
  public String name() {
    return "read-opportunity";
  }

  @Override
  public void on(Deal deal) {
    boolean cameFromSalesforce = deal.referral().isEmpty() && deal.microsoftReferral().isEmpty();
    if (cameFromSalesforce) {
      findLink(deal);
    }
    read(deal);
    if (cameFromSalesforce) {
      decideWhetherItMatters(deal);
    } else if (deal.opportunity().isEmpty() && isClosed(deal) && deal.link().isEmpty()) {
      intents.settle(deal.referralId().orElseThrow(), Intents.Target.OPPORTUNITY);
      deal.end("the referral was closed before it had an opportunity");
    } else if (deal.opportunity().isEmpty() && expectsOpportunity(deal)) {
      deal.link().ifPresent(link -> links.save(link.in(LinkState.OPPORTUNITY_GONE)));
      deal.endNoted(
          ErrorCode.OPPORTUNITY_GONE.says(
              "referral "
                  + deal.referralId().orElse("")
                  + " belongs to opportunity "
                  + deal.opportunityId().orElseThrow()
                  + ", which does not exist; nothing is created in its place"));
    }
    recallBegunCreate(deal);
  }

  /**
   * A deal without a link may have been created by an earlier try that could not say so; what was
   * written then is what both sides are compared with.
   */
  private void recallBegunCreate(Deal deal) {
    if (deal.link().isPresent() || deal.opportunity().isEmpty()) {
      return;
    }
    deal.referralId()
        .flatMap(id -> intents.find(id, Intents.Target.OPPORTUNITY))
        .or(() -> deal.opportunityId().flatMap(id -> intents.find(id, Intents.Target.OWN)))
        .ifPresent(intent -> deal.base(Snapshot.fromJson(intent.snapshot())));
  }

  private static boolean isClosed(Deal deal) {
    return deal.referral().filter(it -> it.status().equals("Closed")).isPresent();
  }

  /** Its referral may be there, although nobody could say so any more. */
  private boolean isBegun(Deal deal) {
    return intents.find(deal.opportunityId().orElseThrow(), Intents.Target.OWN).isPresent();
  }

  private static boolean expectsOpportunity(Deal deal) {
    return deal.link().isPresent() || deal.opportunityId().isPresent();
  }

  private void findLink(Deal deal) {
    var id = deal.opportunityId().orElseGet(deal::subjectId);
    deal.opportunityId(id);
    locks.take(deal, Subjects.OPPORTUNITY + "/" + id);
    links.ofOpportunity(id).ifPresent(deal::link);
  }

  private void read(Deal deal) {
    var opportunities = mapping.opportunities();
    var condition =
        deal.opportunityId()
            .map(id -> "Id = " + Soql.quote(id))
            .orElseGet(() -> opportunities.ofReferral(deal.referralId().orElseThrow()));
    var parts = new ArrayList<Subrequest>();
    parts.add(Subrequest.query(OPPORTUNITY, opportunities.query(salesforce.org(), condition)));
    deal.referral()
        .ifPresent(referral -> searches(deal, mapping.referrals().state(referral, null), parts));
    var answers = salesforce.read(parts);

    var rows = answers.get(OPPORTUNITY).path("records");
    deal.opportunity(rows.isEmpty() ? null : rows.get(0));
    deal.found(
        new Found(
            records(answers.get(ACCOUNTS)),
            records(answers.get(CONTACTS)),
            userIds(records(answers.get(USERS)))));
  }

  private void searches(Deal deal, DealState referral, List<Subrequest> parts) {
    if (deal.link().isEmpty()) {
      mapping
          .customers(salesforce.org())
          .query(referral)
          .ifPresent(query -> parts.add(Subrequest.query(ACCOUNTS, query)));
    }
    var contacts = newcomers(deal, referral, "contacts");
    if (!contacts.isEmpty()) {
      parts.add(
          Subrequest.query(
              CONTACTS,
              "SELECT Id, AccountId, FirstName, LastName, Email, Phone FROM Contact WHERE Email IN "
                  + Soql.list(contacts)
                  + " ORDER BY CreatedDate, Id"));
    }
    var team = newcomers(deal, referral, "team");
    if (!team.isEmpty()) {
      parts.add(
          Subrequest.query(
              USERS,
              "SELECT Id, Email FROM User WHERE IsActive = true AND Email IN " + Soql.list(team)));
    }
  }

  /** People of the referral who were not in it at the last look, by e-mail. */
  private static Set<String> newcomers(Deal deal, DealState referral, String field) {
    var people = new TreeSet<>(referral.items(field).keySet());
    people.removeAll(deal.base().partnerCenter().items(field).keySet());
    people.removeIf(key -> !key.contains("@"));
    return people;
  }

  private static List<JsonNode> records(JsonNode answer) {
    var records = new ArrayList<JsonNode>();
    if (answer != null) {
      answer.path("records").forEach(records::add);
    }
    return records;
  }

  private static TreeMap<String, String> userIds(List<JsonNode> users) {
    var ids = new TreeMap<String, String>();
    users.forEach(
        user ->
            ids.putIfAbsent(
                user.path("Email").asText().toLowerCase(Locale.ROOT), user.path("Id").asText()));
    return ids;
  }

  /** Whether somebody deleted it, or it is hidden from us: the referral stays as it is. */
  private void endGone(Deal deal) {
    var gone = "opportunity " + deal.opportunityId().orElseThrow() + " does not exist";
    if (deal.link().filter(link -> link.state() == LinkState.LINKED).isEmpty()) {
      deal.end(gone);
      return;
    }
    links.save(deal.link().get().in(LinkState.OPPORTUNITY_GONE));
    deal.endNoted(
        gone
            + " any more; its referral "
            + deal.referralId().orElseThrow()
            + " stays as it is, and catches up should the opportunity come back");
  }

  private void decideWhetherItMatters(Deal deal) {
    var opportunity = deal.opportunity();
    if (opportunity.isEmpty()) {
      endGone(deal);
      return;
    }
    var opportunities = mapping.opportunities();
    if (!opportunities.wantsSync(opportunity.get())) {
      deal.end("the opportunity is not marked for synchronisation");
      return;
    }
    if (deal.link().isPresent()) {
      var now = opportunities.state(opportunity.get(), salesforce.org());
      boolean inStep =
          deal.link().get().state() == LinkState.LINKED
              && !deal.isUnsettled()
              && !now.differsFrom(deal.base().salesforce())
              && opportunities.referralId(opportunity.get()).equals(deal.link().get().referralId());
      if (inStep) {
        inbox.settleDead(Subjects.OPPORTUNITY + "/" + deal.link().get().opportunityId());
        deal.end("nothing has changed since the last look");
      }
      return;
    }
    var referralId = opportunities.referralId(opportunity.get());
    if (referralId.isEmpty()) {
      if (!isBegun(deal)) {
        admission.refusal(opportunity.get()).ifPresent(deal::end);
      }
      return;
    }
    deal.referralId(referralId);
    locks.take(deal, Subjects.REFERRAL + "/" + referralId);
    links.ofReferral(referralId).ifPresent(deal::link);
  }
}
