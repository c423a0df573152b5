package io.cosell.connector.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.flow.ComparisonReport.Field;
import io.cosell.connector.link.Link;
import io.cosell.connector.link.LinkState;
import io.cosell.connector.link.Links;
import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.mapping.UnmappableException;
import io.cosell.connector.merge.DealState;
import io.cosell.connector.merge.FieldDecision;
import io.cosell.connector.merge.FieldValue;
import io.cosell.connector.merge.MergeResult;
import io.cosell.connector.merge.Snapshot;
import io.cosell.connector.partnercenter.Referral;
import io.cosell.connector.salesforce.Salesforce;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/**
 * What the flows would do about the referral and the opportunity of a link, found by the same
 * mapping and the same merge, without doing it.
 */
@Component
class PairDifference {
  private static final String DETAIL = "found by comparing everything";

  private final Mapping mapping;
  private final Salesforce salesforce;
  private final Links links;
  private final CompareFields fields;

  PairDifference(Mapping mapping, Salesforce salesforce, Links links, CompareFields fields) {
    this.mapping = mapping;
    this.salesforce = salesforce;
    this.links = links;
    this.fields = fields;
  }

  /**
   * Both records of a link.
   *
   * @param opportunity null when Salesforce does not have it
   * @param userIds users by e-mail, of the people the referral has and Salesforce did not have
   */
  record Pair(Link link, Referral referral, JsonNode opportunity, Map<String, String> userIds) {}

  /** Puts into the inbox what the flows would do something about. */
  void look(Deal comparison, Pair pair, FullComparison.Work work) {
    var link = pair.link();
    if (pair.opportunity() == null) {
      if (link.state() == LinkState.LINKED) {
        found(pair, false, "the opportunity does not exist", List.of(), "gone", work);
      }
      return;
    }
    try {
      compare(comparison, pair, work);
    } catch (UnmappableException e) {
      boolean newsThere = !isReadable(pair.referral());
      found(pair, newsThere, e.getMessage(), List.of(), e.getMessage(), work);
    }
  }

  private boolean isReadable(Referral referral) {
    try {
      mapping.referrals().state(referral, null);
      return true;
    } catch (UnmappableException e) {
      return false;
    }
  }

  private void compare(Deal comparison, Pair pair, FullComparison.Work work) {
    var link = pair.link();
    var deal = deal(comparison, pair);
    var base = deal.base();
    var result = fields.outlook(deal);
    boolean newsThere =
        deal.partnerCenter().differsFrom(base.partnerCenter())
            || isPartialAndNew(pair.referral(), link)
            || lacksOpportunityId(pair.referral());
    boolean identifierDiffers =
        !mapping.opportunities().referralId(pair.opportunity()).equals(link.referralId())
            && mapping.opportunities().wantsSync(pair.opportunity());
    var next = result.next();
    boolean toRemember =
        !next.partnerCenter().editedSince(base.partnerCenter()).isEmpty()
            || !next.salesforce().editedSince(base.salesforce()).isEmpty();
    boolean toDo =
        toRemember
            || isPartialAndNew(pair.referral(), link)
            || lacksOpportunityId(pair.referral())
            || identifierDiffers
            || link.state() == LinkState.OPPORTUNITY_GONE;
    if (toDo) {
      var states = new Snapshot(deal.partnerCenter(), deal.salesforce()).toJson();
      var version = states + pair.referral().eTag().filter(it -> newsThere).orElse("");
      var what =
          identifierDiffers ? "the opportunity has another identifier" : "the two sides differ";
      found(pair, newsThere, what, fields(deal, result), version, work);
    }
  }

  private Deal deal(Deal comparison, Pair pair) {
    var deal = new Deal(comparison.entry(), comparison.mapping());
    deal.link(pair.link());
    deal.referral(pair.referral());
    deal.opportunity(pair.opportunity());
    deal.found(new Deal.Found(List.of(), List.of(), pair.userIds()));
    deal.partnerCenter(mapping.referrals().state(pair.referral(), null));
    deal.salesforce(mapping.opportunities().state(pair.opportunity(), salesforce.org()));
    return deal;
  }

  private static boolean lacksOpportunityId(Referral referral) {
    return referral.isWhole() && WriteReferral.lacksOpportunityId(referral);
  }

  /** Such a row does not show all; its version tells whether there is something to look at. */
  private static boolean isPartialAndNew(Referral referral, Link link) {
    return !referral.isWhole() && !Objects.equals(link.eTag(), referral.eTag().orElse(null));
  }

  private void found(
      Pair pair,
      boolean newsThere,
      String what,
      List<Field> fields,
      String version,
      FullComparison.Work work) {
    var link = pair.link();
    var event =
        newsThere
            ? Subjects.referral(link.referralId(), DETAIL)
            : Subjects.opportunity(link.opportunityId(), DETAIL);
    work.found(
        event,
        new FullComparison.Found(link.referralId(), link.opportunityId(), what, fields),
        version + " since " + links.savedAt(link.opportunityId()).orElse(null));
  }

  private static List<Field> fields(Deal deal, MergeResult result) {
    var found = new ArrayList<Field>();
    var decided = new TreeSet<String>();
    for (var decision : result.decisions()) {
      decided.add(nameOf(decision.field()));
      found.add(
          new Field(
              decision.field(),
              decision.partnerCenter(),
              decision.salesforce(),
              agreed(deal.base(), decision.field()),
              action(decision)));
    }
    var changed = new TreeSet<String>();
    changed.addAll(deal.partnerCenter().editedSince(deal.base().partnerCenter()));
    changed.addAll(deal.salesforce().editedSince(deal.base().salesforce()));
    changed.removeAll(decided);
    for (var field : changed) {
      found.add(
          new Field(
              field,
              text(deal.partnerCenter().get(field)),
              text(deal.salesforce().get(field)),
              agreed(deal.base(), field),
              "is remembered; nothing has to be written"));
    }
    return found;
  }

  private static String action(FieldDecision decision) {
    var action =
        switch (decision.verdict()) {
          case TO_SALESFORCE -> "goes to Salesforce";
          case TO_PARTNER_CENTER -> "goes to Partner Center";
          case HELD_FROM_SALESFORCE, HELD_FROM_PARTNER_CENTER -> "waits";
          case KEPT_APART -> "stays different";
        };
    return action + ": " + decision.reason();
  }

  private static String nameOf(String field) {
    return field.split("\\[", 2)[0];
  }

  /** The value both agreed on; where they did not, both. */
  private static String agreed(Snapshot base, String field) {
    var there = remembered(base.partnerCenter(), field);
    var here = remembered(base.salesforce(), field);
    return there.equals(here) ? there : there + " | " + here;
  }

  private static String remembered(DealState side, String field) {
    int bracket = field.indexOf('[');
    if (bracket < 0) {
      return text(side.get(field));
    }
    var key = field.substring(bracket + 1, field.length() - 1);
    var element = side.items(field.substring(0, bracket)).get(key);
    return element == null ? "" : element.toString();
  }

  private static String text(Optional<FieldValue> value) {
    return value.map(Object::toString).orElse("");
  }
}
