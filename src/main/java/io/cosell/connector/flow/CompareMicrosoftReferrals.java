package io.cosell.connector.flow;

import io.cosell.connector.inbox.Inbox;
import io.cosell.connector.link.Link;
import io.cosell.connector.link.Links;
import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.merge.Snapshot;
import io.cosell.connector.partnercenter.PartnerCenter;
import io.cosell.connector.partnercenter.Referral;
import io.cosell.connector.remote.RemoteRefusedException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Reads Microsoft's referrals of open deals again, a few in each comparison and all in turn; those
 * that differ from the snapshot get an event. No list of changes shows them, and a change of
 * Microsoft's need not touch the partner's own referral.
 */
@Component
class CompareMicrosoftReferrals implements Step {
  private static final Logger log = LoggerFactory.getLogger(CompareMicrosoftReferrals.class);
  private static final String DETAIL = "found by reading Microsoft's referral again";

  private final PartnerCenter partnerCenter;
  private final Mapping mapping;
  private final Links links;
  private final Inbox inbox;
  private final SyncProperties settings;
  private final Clock clock;
  private final Counter calls;

  CompareMicrosoftReferrals(
      PartnerCenter partnerCenter,
      Mapping mapping,
      Links links,
      Inbox inbox,
      SyncProperties settings,
      Clock clock,
      MeterRegistry meters) {
    this.partnerCenter = partnerCenter;
    this.mapping = mapping;
    this.links = links;
    this.inbox = inbox;
    this.settings = settings;
    this.clock = clock;
    this.calls =
        Counter.builder("cosell.comparison.microsoft.referrals.read")
            .description("Calls comparisons made to read Microsoft's referrals again")
            .register(meters);
  }

  @Override
  public String name() {
    return "compare-microsoft-referrals";
  }

  @Override
  public void on(Deal deal) {
    var begun = clock.instant().truncatedTo(ChronoUnit.MILLIS); // not finer than the database
    int left = settings.compareMicrosoftReferrals();
    int news = 0;
    while (left > 0) {
      var next = next(begun, left);
      if (next.isEmpty()) {
        break;
      }
      left--;
      news += look(next.get()) ? 1 : 0;
    }
    if (news > 0) {
      log.info(
          "{} of Microsoft's referrals changed without an event, found with {} calls; they are"
              + " looked at now",
          news,
          settings.compareMicrosoftReferrals() - left);
    }
  }

  /** The next that is worth a call; those that are not are settled on the way. */
  private Optional<Link> next(Instant begun, int pageSize) {
    while (true) {
      var page = links.microsoftUnread(begun, pageSize);
      for (var link : page) {
        boolean closed = isClosed(link);
        if (!closed && isWithMicrosoft(link)) {
          return Optional.of(link);
        }
        links.microsoftRead(link, closed);
      }
      if (page.isEmpty()) {
        return Optional.empty();
      }
    }
  }

  /** Takes its turn whatever comes of it, so that one that fails does not keep the others back. */
  private boolean look(Link link) {
    calls.increment();
    links.microsoftRead(link, false);
    var microsofts = read(link);
    if (microsofts.isEmpty()) {
      return false;
    }
    if (isNews(link, microsofts.get())) {
      inbox.accept(Subjects.relatedReferral(microsofts.get().id(), DETAIL));
      return true;
    }
    if (microsofts.get().status().equals("Closed")) {
      links.microsoftRead(link, true);
    }
    return false;
  }

  private Optional<Referral> read(Link link) {
    try {
      return link.microsoftReferral().isPresent()
          ? partnerCenter.read(link.microsoftReferralId())
          : partnerCenter.engagement(link.engagementId()).stream()
              .filter(Referral::isMicrosofts)
              .findFirst();
    } catch (RemoteRefusedException e) {
      log.warn(
          "Microsoft's referral of engagement {} cannot be read and is tried again in its turn: {}",
          link.engagementId(),
          e.getMessage());
      return Optional.empty();
    }
  }

  private boolean isNews(Link link, Referral microsofts) {
    return link.microsoftReferral().isEmpty()
        || mapping
            .referrals()
            .state(null, microsofts)
            .differsFrom(Snapshot.fromJson(link.snapshot()).partnerCenter());
  }

  private static boolean isClosed(Link link) {
    return CompareFields.isClosed(Snapshot.fromJson(link.snapshot()).partnerCenter());
  }

  /** A private deal has no referral of Microsoft's. */
  private static boolean isWithMicrosoft(Link link) {
    return link.microsoftReferral().isPresent()
        || Snapshot.fromJson(link.snapshot())
            .partnerCenter()
            .text(CompareFields.VISIBILITY)
            .filter("true"::equals)
            .isPresent();
  }
}
