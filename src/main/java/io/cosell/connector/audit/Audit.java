package io.cosell.connector.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
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

  /** The newest entries of a referral, newest first. */
  public List<AuditEntry> ofReferral(String referralId, int limit) {
    return find("where referral_id = :id order by id desc limit :limit", referralId, limit);
  }

  /** The newest entries of an opportunity, newest first. */
  public List<AuditEntry> ofOpportunity(String opportunityId, int limit) {
    return find("where opportunity_id = :id order by id desc limit :limit", opportunityId, limit);
  }

  private static String cut(String summary) {
    if (summary.length() <= LONGEST_SUMMARY) {
      return summary;
    }
    boolean inPair = Character.isHighSurrogate(summary.charAt(LONGEST_SUMMARY - 1));
    return summary.substring(0, inPair ? LONGEST_SUMMARY - 1 : LONGEST_SUMMARY);
  }

  private List<AuditEntry> find(String condition, String id, int limit) {
    return jdbc.sql(SELECT + condition)
        .param("id", id)
        .param("limit", limit)
        .query(this::entry)
        .list();
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
