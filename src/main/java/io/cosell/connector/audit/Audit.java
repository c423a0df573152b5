package io.cosell.connector.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The audit entries: appended, never changed. */
@Component
public class Audit {
  private static final int LONGEST_SUMMARY = 2000;
  private static final String SELECT =
      "select at, kind, referral_id, opportunity_id, route, summary, detail from audit_entry ";

  private final JdbcClient jdbc;
  private final ObjectMapper json;

  Audit(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * Appends an entry; part of the caller's transaction. A summary of more than 2000 characters is
   * cut.
   */
  public void append(AuditEntry entry) {
    jdbc.sql(
            """
            insert into audit_entry (at, kind, referral_id, opportunity_id, route, summary, detail)
            values (:at, :kind, :referral, :opportunity, :route, :summary, :detail)
            """)
        .param("at", OffsetDateTime.ofInstant(entry.at(), ZoneOffset.UTC))
        .param("kind", entry.kind())
        .param("referral", entry.referralId())
        .param("opportunity", entry.opportunityId())
        .param("route", entry.route())
        .param("summary", cut(entry.summary()))
        .param("detail", entry.detail().toString())
        .update();
  }

  /** The entries asked for, newest first. */
  public List<AuditEntry> find(AuditQuery query) {
    var conditions = new ArrayList<String>();
    var values = new LinkedHashMap<String, Object>();
    add("referral_id = :referral", "referral", query.referral(), conditions, values);
    add("opportunity_id = :opportunity", "opportunity", query.opportunity(), conditions, values);
    add("kind = :kind", "kind", query.kind(), conditions, values);
    add(
        "at >= :since",
        "since",
        query.since() == null ? null : OffsetDateTime.ofInstant(query.since(), ZoneOffset.UTC),
        conditions,
        values);
    return jdbc.sql(
            SELECT
                + (conditions.isEmpty() ? "" : "where " + String.join(" and ", conditions))
                + " order by id desc limit :limit")
        .params(values)
        .param("limit", query.limit())
        .query(this::entry)
        .list();
  }

  private static void add(
      String condition,
      String name,
      Object value,
      List<String> conditions,
      Map<String, Object> values) {
    if (value != null) {
      conditions.add(condition);
      values.put(name, value);
    }
  }

  private static String cut(String summary) {
    if (summary.length() <= LONGEST_SUMMARY) {
      return summary;
    }
    boolean inPair = Character.isHighSurrogate(summary.charAt(LONGEST_SUMMARY - 1));
    return summary.substring(0, inPair ? LONGEST_SUMMARY - 1 : LONGEST_SUMMARY);
  }

  private AuditEntry entry(ResultSet row, int number) throws SQLException {
    return new AuditEntry(
        row.getObject("at", OffsetDateTime.class).toInstant(),
        row.getString("kind"),
        row.getString("referral_id"),
        row.getString("opportunity_id"),
        row.getString("route"),
        row.getString("summary"),
        parsed(row.getString("detail")));
  }

  private JsonNode parsed(String text) {
    try {
      return json.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an audit entry holds broken JSON", e);
    }
  }
}
