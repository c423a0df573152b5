package io.cosell.connector.flow;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cosell.connector.audit.Audit;
import io.cosell.connector.audit.AuditEntry;
import io.cosell.connector.link.Intents;
import io.cosell.connector.link.Link;
import io.cosell.connector.link.Links;
import io.cosell.connector.merge.FieldDecision;
import io.cosell.connector.merge.Verdict;
import io.cosell.connector.partnercenter.Referral;
import io.cosell.connector.remote.CallRecorder;
import java.time.Clock;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Saves the link with both snapshots, and one audit entry of what was decided and written. */
@Component
class RememberLink implements Step {
  private final Links links;
  private final Intents intents;
  private final Audit audit;
  private final CallRecorder calls;
  private final ObjectMapper json;
  private final TransactionTemplate transaction;
  private final Clock clock;

  RememberLink(
      Links links,
      Intents intents,
      Audit audit,
      CallRecorder calls,
      ObjectMapper json,
      TransactionTemplate transaction,
      Clock clock) {
    this.links = links;
    this.intents = intents;
    this.audit = audit;
    this.calls = calls;
    this.json = json;
    this.transaction = transaction;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "remember-link";
  }

  @Override
  public void on(Deal deal) {
    var link = link(deal);
    var result = deal.result().orElseThrow();
    boolean worthTelling = deal.hasWritten() || !result.decisions().isEmpty();
    transaction.executeWithoutResult(
        status -> {
          links.save(link);
          intents.settle(link.opportunityId(), Intents.Target.OWN);
          if (link.microsoftReferralId() != null) {
            intents.settle(link.opportunityId(), Intents.Target.MICROSOFT);
          }
          if (worthTelling) {
            audit.append(entry(deal, link));
          }
        });
  }

  private static Link link(Deal deal) {
    var before = deal.link();
    return new Link(
        deal.referralId().orElseThrow(),
        deal.referral()
            .or(deal::microsoftReferral)
            .map(Referral::engagementId)
            .or(() -> before.map(Link::engagementId))
            .orElse(""),
        deal.microsoftReferral()
            .map(Referral::id)
            .or(() -> before.flatMap(Link::microsoftReferral))
            .orElse(null),
        deal.opportunityId().orElseThrow(),
        deal.accountId().orElse(null),
        deal.result().orElseThrow().next().toJson(),
        deal.referral().flatMap(Referral::eTag).or(() -> before.map(Link::eTag)).orElse(null));
  }

  private AuditEntry entry(Deal deal, Link link) {
    var decisions = deal.result().orElseThrow().decisions();
    var summary =
        decisions.stream()
            .filter(
                it ->
                    it.verdict() == Verdict.TO_PARTNER_CENTER
                        || it.verdict() == Verdict.TO_SALESFORCE)
            .map(FieldDecision::field)
            .collect(Collectors.joining(", "));
    var detail = json.createObjectNode();
    detail.put("event", deal.entry().event().detail());
    detail.set("decisions", json.valueToTree(decisions));
    detail.set("calls", json.valueToTree(calls.drain()));
    detail.set("notes", json.valueToTree(deal.notes()));
    return new AuditEntry(
        clock.instant(),
        "sync",
        link.referralId(),
        link.opportunityId(),
        deal.entry().event().route(),
        summary.isEmpty() ? "in step" : "written: " + summary,
        (ObjectNode) detail);
  }
}
