package io.cosell.connector.link;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which referral and which lead belong together. A lead's link stays when the referral gets an
 * opportunity, whose link counts from then on. The database refuses a second link of a lead.
 */
@Component
public class LeadLinks {
  private final JdbcClient jdbc;
  private final Clock clock;

  LeadLinks(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** The link of the referral. */
  public Optional<LeadLink> ofReferral(String referralId) {
    return find("referral_id", referralId);
  }

  /** The link of the lead. */
  public Optional<LeadLink> ofLead(String leadId) {
    return find("lead_id", leadId);
  }

  /**
   * Writes the link; a referral that had another lead has this one now.
   *
   * @throws org.springframework.dao.DataIntegrityViolationException if the lead belongs to another
   *     referral
   */
  public void save(LeadLink link) {
    int known =
        bind(
                jdbc.sql(
                    """
                    update lead_link set lead_id = :lead, snapshot = :snapshot, referral_etag = :etag,
                      changed_at = :now
                    where referral_id = :referral
                    """),
                link)
            .update();
    if (known == 0) {
      bind(
              jdbc.sql(
                  """
                  insert into lead_link (referral_id, lead_id, snapshot, referral_etag, created_at, changed_at)
                  values (:referral, :lead, :snapshot, :etag, :now, :now)
                  """),
              link)
          .update();
    }
  }

  private JdbcClient.StatementSpec bind(JdbcClient.StatementSpec statement, LeadLink link) {
    return statement
        .param("referral", link.referralId())
        .param("lead", link.leadId())
        .param("snapshot", link.snapshot())
        .param("etag", link.eTag())
        .param("now", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
  }

  private Optional<LeadLink> find(String column, String value) {
    return jdbc.sql(
            "select referral_id, lead_id, snapshot, referral_etag from lead_link where "
                + column
                + " = :value")
        .param("value", value)
        .query(
            (row, number) ->
                new LeadLink(
                    row.getString("referral_id"),
                    row.getString("lead_id"),
                    row.getString("snapshot"),
                    row.getString("referral_etag")))
        .optional();
  }
}
