package io.cosell.connector.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.flow.ComparisonReport.Stage;
import io.cosell.connector.flow.FullComparison.Found;
import io.cosell.connector.flow.PairDifference.Pair;
import io.cosell.connector.link.LeadLinks;
import io.cosell.connector.link.Link;
import io.cosell.connector.link.Links;
import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.mapping.UnmappableException;
import io.cosell.connector.merge.Snapshot;
import io.cosell.connector.partnercenter.PartnerCenter;
import io.cosell.connector.partnercenter.Referral;
import io.cosell.connector.salesforce.Salesforce;
import io.cosell.connector.salesforce.Soql;
import io.cosell.connector.salesforce.Subrequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Lists all referrals. Those of a page are compared with their opportunities, which one call to
 * Salesforce reads; those without one are filed if the rules let them have one.
 */
@Component
class CompareAllReferrals implements Step {
  private static final String DETAIL = "found by comparing everything";
  private static final String OPPORTUNITIES = "opportunities";
  private static final String USERS = "users";
  private static final int MOST_USERS = 200;

  private final FullComparison comparison;
  private final PartnerCenter partnerCenter;
  private final Salesforce salesforce;
  private final Mapping mapping;
  private final Links links;
  private final LeadLinks leadLinks;
  private final Admission admission;
  private final PairDifference difference;

  CompareAllReferrals(
      FullComparison comparison,
      PartnerCenter partnerCenter,
      Salesforce salesforce,
      Mapping mapping,
      Links links,
      LeadLinks leadLinks,
      Admission admission,
      PairDifference difference) {
    this.comparison = comparison;
    this.partnerCenter = partnerCenter;
    this.salesforce = salesforce;
    this.mapping = mapping;
    this.links = links;
    this.leadLinks = leadLinks;
    this.admission = admission;
    this.difference = difference;
  }

  @Override
  public String name() {
    return "compare-all-referrals";
  }

  @Override
  public void on(Deal deal) {
    comparison.stage(
        deal,
        Stage.REFERRALS,
        work -> {
          var after = work.report().after();
          var since = after.isEmpty() ? Instant.EPOCH : Instant.parse(after);
          return partnerCenter.pagesSince(since, page -> compare(deal, page, work));
        });
  }

  private boolean compare(Deal deal, List<Referral> page, FullComparison.Work work) {
    var ids = page.stream().map(Referral::id).toList();
    var linked =
        links.ofReferrals(ids).stream()
            .collect(Collectors.toMap(Link::referralId, Function.identity()));
    var read = read(page, linked);
    for (var referral : page) {
      try {
        look(deal, referral, linked.get(referral.id()), read, work);
      } catch (UnmappableException e) {
        file(referral, e.getMessage(), work);
      }
    }
    links.met(linked.keySet(), work.id());
    work.report().sawReferrals(page.size());
    work.report().sawOpportunities(read.opportunities().size());
    work.report().comparedPairs(read.opportunities().size());
    return work.upTo(latest(page).map(Instant::toString).orElse(work.report().after()));
  }

  private void look(Deal deal, Referral referral, Link link, Read read, FullComparison.Work work) {
    if (link != null) {
      var opportunity = read.opportunities().get(link.opportunityId());
      difference.look(deal, new Pair(link, referral, opportunity, read.userIds()), work);
    } else if (referral.isMicrosofts()) {
      lookAtMicrosofts(referral, work);
    } else {
      lookAtUnlinked(referral, work);
    }
  }

  private static Optional<Instant> latest(List<Referral> page) {
    return page.stream().flatMap(it -> it.updatedAt().stream()).max(Instant::compareTo);
  }

  private record Read(Map<String, JsonNode> opportunities, Map<String, String> userIds) {}

  private Read read(List<Referral> page, Map<String, Link> linked) {
    if (linked.isEmpty()) {
      return new Read(Map.of(), Map.of());
    }
    var ids = linked.values().stream().map(Link::opportunityId).toList();
    var parts = new ArrayList<Subrequest>();
    var condition = "Id IN " + Soql.list(ids);
    parts.add(
        Subrequest.query(
            OPPORTUNITIES, mapping.opportunities().query(salesforce.org(), condition)));
    var people = newPeople(page, linked);
    if (!people.isEmpty()) {
      parts.add(
          Subrequest.query(
              USERS,
              "SELECT Id, Email FROM User WHERE IsActive = true AND Email IN "
                  + Soql.list(people)));
    }
    var answers = salesforce.read(parts);
    var opportunities = new HashMap<String, JsonNode>();
    for (var row : answers.get(OPPORTUNITIES).path("records")) {
      opportunities.put(row.path("Id").asText(), row);
    }
    var users = new TreeMap<String, String>();
    if (answers.containsKey(USERS)) {
      for (var user : answers.get(USERS).path("records")) {
        users.putIfAbsent(
            user.path("Email").asText().toLowerCase(Locale.ROOT), user.path("Id").asText());
      }
    }
    return new Read(opportunities, users);
  }

  /** People of the partner who are new in the referrals; Salesforce takes those who are users. */
  private Collection<String> newPeople(List<Referral> page, Map<String, Link> linked) {
    var people = new TreeSet<String>();
    for (var referral : page) {
      var link = linked.get(referral.id());
      if (link != null) {
        var before = Snapshot.fromJson(link.snapshot()).partnerCenter().items("team").keySet();
        teamOf(referral).stream().filter(it -> !before.contains(it)).forEach(people::add);
      }
    }
    people.removeIf(person -> !person.contains("@"));
    return people.stream().limit(MOST_USERS).toList();
  }

  private Collection<String> teamOf(Referral referral) {
    try {
      return mapping.referrals().state(referral, null).items("team").keySet();
    } catch (UnmappableException e) {
      return List.of(); // is said when the pair is compared
    }
  }

  /** A list shows them only to some; their changes are looked for by engagement elsewhere. */
  private void lookAtMicrosofts(Referral referral, FullComparison.Work work) {
    links
        .ofMicrosoftReferral(referral.id())
        .or(() -> links.ofEngagement(referral.engagementId()))
        .filter(
            link ->
                mapping
                    .referrals()
                    .state(null, referral)
                    .differsFrom(Snapshot.fromJson(link.snapshot()).partnerCenter()))
        .ifPresent(
            link ->
                work.found(
                    Subjects.relatedReferral(referral.id(), DETAIL),
                    new Found(
                        link.referralId(),
                        link.opportunityId(),
                        "Microsoft's referral has changed"),
                    version(referral) + links.savedAt(link.opportunityId())));
  }

  private void lookAtUnlinked(Referral referral, FullComparison.Work work) {
    var lead = leadLinks.ofReferral(referral.id()).filter(link -> admission.takesLeads());
    boolean isOpenLead = lead.isPresent() && !referral.status().equals("Active");
    if (isOpenLead) {
      var before = Snapshot.fromJson(lead.get().snapshot()).partnerCenter();
      if (mapping.leads().state(referral).differsFrom(before)) {
        file(referral, "the lead has changed in Partner Center", work);
      }
    } else if (!referral.isWhole()) {
      file(referral, "has no opportunity, and its row does not tell whether it may have one", work);
    } else if (admission.refusal(referral).isEmpty()) {
      file(referral, "has no opportunity yet", work);
    }
  }

  private static void file(Referral referral, String what, FullComparison.Work work) {
    var event =
        referral.isMicrosofts()
            ? Subjects.relatedReferral(referral.id(), DETAIL)
            : Subjects.referral(referral.id(), DETAIL);
    work.found(event, new Found(referral.id(), null, what), version(referral));
  }

  private static String version(Referral referral) {
    return referral.eTag().orElse("") + referral.updatedAt().map(Instant::toString).orElse("");
  }
}
