package io.cosell.connector.flow;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cosell.connector.audit.Audit;
import io.cosell.connector.audit.AuditEntry;
import io.cosell.connector.merge.MergeResult;
import io.cosell.connector.remote.CallRecorder;
import java.time.Clock;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/**
 * Writes the audit entries of the deals that are worked on: what was decided, and every call that
 * was made for it.
 */
@Component
class History {
  private final Audit audit;
  private final CallRecorder calls;
  private final ObjectMapper json;
  private final Clock clock;

  History(Audit audit, CallRecorder calls, ObjectMapper json, Clock clock) {
    this.audit = audit;
    this.calls = calls;
    this.json = json;
    this.clock = clock;
  }

  /**
   * Appends one entry.
   *
   * @param kind {@code sync}, {@code refused}, {@code plan} or {@code note}
   * @param summary one sentence
   */
  void note(Deal deal, String kind, String summary) {
    append(deal, kind, summary, detail(deal));
  }

  /** Appends one entry of kind {@code refused}, with code, fields and remedy. */
  void refused(Deal deal, Diagnosis diagnosis) {
    var detail = detail(deal);
    detail.put("code", diagnosis.code().id());
    detail.set("fields", json.valueToTree(diagnosis.fields()));
    detail.put("remedy", diagnosis.remedy());
    append(deal, "refused", diagnosis.cause(), detail);
  }

  private void append(Deal deal, String kind, String summary, ObjectNode detail) {
    audit.append(
        new AuditEntry(
            clock.instant(),
            kind,
            deal.referralId().orElse(null),
            deal.opportunityId().orElse(null),
            deal.entry().event().route(),
            summary,
            detail));
  }

  /** The fields that were compared and needed nothing. */
  private static SortedSet<String> inStep(Deal deal) {
    var compared = new TreeSet<>(deal.partnerCenter().fields().keySet());
    compared.retainAll(deal.salesforce().fields().keySet());
    deal.result()
        .ifPresent(
            result ->
                result.decisions().forEach(it -> compared.remove(it.field().split("\\[")[0])));
    return compared;
  }

  private ObjectNode detail(Deal deal) {
    var detail = json.createObjectNode();
    detail.put("event", deal.entry().event().detail());
    deal.leadId().ifPresent(id -> detail.put("lead", id));
    detail.set(
        "decisions", json.valueToTree(deal.result().map(MergeResult::decisions).orElse(List.of())));
    detail.set("inStep", json.valueToTree(inStep(deal)));
    detail.set("notes", json.valueToTree(deal.notes()));
    detail.set("calls", json.valueToTree(calls.drain()));
    return detail;
  }
}
