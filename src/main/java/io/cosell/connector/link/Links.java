package io.cosell.connector.link;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which referral and which opportunity belong together. The database refuses a second link on
 * either side.
 */
@Component
public class Links {
  private static final String COLUMNS =
      "referral_id, engagement_id, microsoft_referral_id, opportunity_id, account_id, snapshot, pending, referral_etag, state";

  private final JdbcClient jdbc;
  private final Clock clock;

  Links(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** The link of the partner's own referral. */
  public Optional<Link> ofReferral(String referralId) {
    return find("referral_id", referralId);
  }

  /** The link of Microsoft's referral, once that is known; the oldest should there be several. */
  public Optional<Link> ofMicrosoftReferral(String referralId) {
    return find("microsoft_referral_id", referralId);
  }

  /** The link of the engagement; the oldest should there be several. */
  public Optional<Link> ofEngagement(String engagementId) {
    return find("engagement_id", engagementId);
  }

  /** The link of the opportunity. */
  public Optional<Link> ofOpportunity(String opportunityId) {
    return find("opportunity_id", opportunityId);
  }

  /** The links of those of these referrals that have one. */
  public List<Link> ofReferrals(Collection<String> referralIds) {
    return referralIds.isEmpty()
        ? List.of()
        : jdbc.sql("select " + COLUMNS + " from link where referral_id in (:ids)")
            .param("ids", referralIds)
            .query(Links::link)
            .list();
  }

  /** Those of these opportunities that have a link. */
  public List<String> linkedOpportunities(Collection<String> opportunityIds) {
    return opportunityIds.isEmpty()
        ? List.of()
        : jdbc.sql("select opportunity_id from link where opportunity_id in (:ids)")
            .param("ids", opportunityIds)
            .query(String.class)
            .list();
  }

  /** When the link of this opportunity was written last; empty for none. */
  public Optional<Instant> savedAt(String opportunityId) {
    return jdbc.sql("select changed_at from link where opportunity_id = :id")
        .param("id", opportunityId)
        .query(OffsetDateTime.class)
        .optional()
        .map(OffsetDateTime::toInstant);
  }

  /** A full comparison has met the referrals of these links. */
  public void met(Collection<String> referralIds, long run) {
    if (!referralIds.isEmpty()) {
      jdbc.sql("update link set met_in = :run where referral_id in (:ids)")
          .param("run", run)
          .param("ids", referralIds)
          .update();
    }
  }

  /**
   * Up to {@code limit} links that were there before a full comparison began and whose referral it
   * has not met, by opportunity id above this one.
   */
  public List<Link> notMet(long run, Instant begunAt, String afterOpportunityId, int limit) {
    return jdbc.sql(
            "select "
                + COLUMNS
                + """
                 from link where (met_in is null or met_in <> :run) and created_at < :begun
                  and opportunity_id > :after order by opportunity_id limit :limit
                """)
        .param("run", run)
        .param("begun", OffsetDateTime.ofInstant(begunAt, ZoneOffset.UTC))
        .param("after", afterOpportunityId)
        .param("limit", limit)
        .query(Links::link)
        .list();
  }

  /**
   * Links of open deals whose Microsoft referral is to be read again: those never looked at, then
   * those not read for the longest time. One without a known Microsoft referral is given once.
   *
   * @param before those read at this time or later are left out
   */
  public List<Link> microsoftUnread(Instant before, int limit) {
    return jdbc.sql(
            "select "
                + COLUMNS
                + """
                 from link where not microsoft_final and state = 'LINKED' and (microsoft_read_at is null
                  or microsoft_referral_id is not null and microsoft_read_at < :before)
                 order by microsoft_read_at nulls first, id limit :limit
                """)
        .param("before", at(before))
        .param("limit", limit)
        .query(Links::link)
        .list();
  }

  /**
   * Microsoft's referral of this link has been read now.
   *
   * @param last whether it never needs to be read again
   */
  public void microsoftRead(Link link, boolean last) {
    jdbc.sql(
            """
            update link set microsoft_read_at = :now, microsoft_final = :last
            where referral_id = :referral
            """)
        .param("now", at(clock.instant()))
        .param("last", last)
        .param("referral", link.referralId())
        .update();
  }

  /**
   * Writes the link, new or known.
   *
   * @throws org.springframework.dao.DataIntegrityViolationException if its referral or its
   *     opportunity is linked otherwise
   */
  public void save(Link link) {
    var values =
        jdbc.sql(
            """
            update link set engagement_id = :engagement, microsoft_referral_id = :microsoft,
              account_id = :account, snapshot = :snapshot, pending = :pending, referral_etag = :etag, state = :state,
              changed_at = :now
            where referral_id = :referral and opportunity_id = :opportunity
            """);
    if (bind(values, link).update() == 0) {
      bind(
              jdbc.sql(
                  """
                  insert into link (referral_id, engagement_id, microsoft_referral_id, opportunity_id, account_id,
                    snapshot, pending, referral_etag, state, created_at, changed_at)
                  values (:referral, :engagement, :microsoft, :opportunity, :account, :snapshot, :pending, :etag, :state,
                    :now, :now)
                  """),
              link)
          .update();
    }
  }

  /** How many pairs there are. */
  public long count() {
    return jdbc.sql("select count(*) from link").query(Long.class).single();
  }

  private JdbcClient.StatementSpec bind(JdbcClient.StatementSpec statement, Link link) {
    return statement
        .param("referral", link.referralId())
        .param("engagement", link.engagementId())
        .param("microsoft", link.microsoftReferralId())
        .param("opportunity", link.opportunityId())
        .param("account", link.accountId())
        .param("snapshot", link.snapshot())
        .param("pending", link.pending())
        .param("etag", link.eTag())
        .param("state", link.state().name())
        .param("now", at(clock.instant()));
  }

  private static OffsetDateTime at(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  private Optional<Link> find(String column, String value) {
    return jdbc.sql(
            "select " + COLUMNS + " from link where " + column + " = :value order by id limit 1")
        .param("value", value)
        .query(Links::link)
        .optional();
  }

  private static Link link(ResultSet row, int number) throws SQLException {
    return new Link(
        row.getString("referral_id"),
        row.getString("engagement_id"),
        row.getString("microsoft_referral_id"),
        row.getString("opportunity_id"),
        row.getString("account_id"),
        row.getString("snapshot"),
        row.getString("pending"),
        row.getString("referral_etag"),
        LinkState.valueOf(row.getString("state")));
  }
}
