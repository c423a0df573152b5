package io.cosell.connector.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cosell.connector.merge.FieldValue;
import io.cosell.connector.merge.Phase;
import io.cosell.connector.salesforce.LeadProperties;
import io.cosell.connector.salesforce.Org;
import io.cosell.connector.salesforce.Subrequest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Turns decided changes into the write of one lead; no write for one that is as it should be. What
 * the org has no field for is left out.
 */
public class LeadWriter {
  /** Reference id within the write. */
  public static final String LEAD = "lead";

  private static final String STATUS = "Status";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final FieldTable table;
  private final LeadProperties names;

  LeadWriter(FieldTable table, LeadProperties names) {
    this.table = table;
    this.names = names;
  }

  /** Decided changes as this org can take them. */
  public FittedChanges fitted(Map<String, FieldValue> changes, boolean newLead, Org org) {
    return FittedChanges.ofLead(changes, table, newLead, org);
  }

  /**
   * The write; empty when nothing has to be written. A new lead goes to its referral's place.
   *
   * @throws UnmappableException naming every field this org will not take
   */
  public Optional<Subrequest> part(LeadWrite write, Org org) {
    var part = write.current() == null ? Optional.of(creation(write, org)) : update(write, org);
    UnmappableException.throwIfAny(OrgChecks.of(part.stream().toList(), org));
    return part;
  }

  private Subrequest creation(LeadWrite write, Org org) {
    var body = JSON.objectNode();
    table.onCreateLead().forEach((field, value) -> body.set(field, value.deepCopy()));
    putValues(body, write, org);
    putIfThere(body, org, names.referralLink(), write.referralLink());
    putIfThere(body, org, names.audit(), AuditField.withLine("", write.at(), write.auditLine()));
    write.extra().forEach(body::set);
    return patch(names.referralIdentifier() + "/" + write.referralId(), body)
        .savedInSpiteOfAlerts();
  }

  private Optional<Subrequest> update(LeadWrite write, Org org) {
    var known = write.current().path(names.referralIdentifier()).asText("");
    boolean adopted = !write.referralId().equalsIgnoreCase(known);
    boolean told =
        !write.tells()
            || AuditField.lastLineIs(
                write.current().path(names.audit()).asText(""), write.auditLine());
    if (write.changes().isEmpty() && write.extra().isEmpty() && !adopted && told) {
      return Optional.empty();
    }
    var body = JSON.objectNode();
    putValues(body, write, org);
    if (adopted) {
      body.put(names.referralIdentifier(), write.referralId());
      putIfThere(body, org, names.referralLink(), write.referralLink());
    }
    write.extra().forEach(body::set);
    return Optional.of(withLine(write.current(), body, write.auditLine(), write.at(), org))
        .filter(part -> !part.body().isEmpty());
  }

  /**
   * A write of nothing but a line in the Audit field and a status; empty when both are there.
   *
   * @param status empty for the one it has
   */
  public Optional<Subrequest> note(JsonNode lead, String status, String line, Instant at, Org org) {
    var body = JSON.objectNode();
    if (!status.isBlank() && !status.equalsIgnoreCase(lead.path(STATUS).asText(""))) {
      body.put(STATUS, status);
    }
    boolean said = AuditField.lastLineIs(lead.path(names.audit()).asText(""), line);
    boolean hasNothingToSay = said || !org.has(LeadMapping.OBJECT, names.audit());
    return body.isEmpty() && hasNothingToSay
        ? Optional.empty()
        : Optional.of(withLine(lead, body, line, at, org));
  }

  private Subrequest withLine(JsonNode lead, ObjectNode body, String line, Instant at, Org org) {
    var before = lead.path(names.audit()).asText("");
    putIfThere(body, org, names.audit(), AuditField.withLine(before, at, line));
    return patch(lead.path("Id").asText(), body);
  }

  private void putValues(ObjectNode body, LeadWrite write, Org org) {
    for (var raw : table.rows()) {
      var row = raw.in(org, LeadMapping.OBJECT);
      var value = write.changes().get(row.name());
      if (value == null || !org.has(LeadMapping.OBJECT, row.salesforce())) {
        continue;
      }
      if (row.kind() == Kind.PHASE) {
        putStatus(body, Phase.of(value.toString()));
      } else {
        body.set(row.salesforce(), row.toSalesforceJson(value.toString()));
      }
    }
  }

  private void putStatus(ObjectNode body, Phase phase) {
    var status = phase == Phase.OFFERED ? names.newStatus() : names.closedStatus();
    if (!status.isBlank()) {
      body.put(STATUS, status);
    }
  }

  private static void putIfThere(ObjectNode body, Org org, String field, String value) {
    if (org.has(LeadMapping.OBJECT, field)) {
      body.put(field, value);
    }
  }

  private static Subrequest patch(String key, ObjectNode body) {
    return Literals.in(new Subrequest(LEAD, "PATCH", "sobjects/Lead/" + key, body));
  }
}
