package io.cosell.connector.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cosell.connector.MutableClock;
import io.cosell.connector.TestDatabase;
import io.cosell.connector.link.ComparisonRuns.State;
import io.cosell.connector.link.Intents.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataIntegrityViolationException;

/** What the tables of the package promise, on whichever database they are kept. */
abstract class LinkContract {
  private final MutableClock clock = new MutableClock();
  private TestDatabase database;
  private Links links;
  private LeadLinks leadLinks;
  private Intents intents;
  private Customers customers;
  private ComparedUpTo comparedUpTo;
  private KnownDifferences known;
  private ComparisonRuns runs;

  abstract TestDatabase databaseIn(Path directory);

  @BeforeEach
  void open(@TempDir Path directory) {
    database = databaseIn(directory);
    var beans =
        database.beans(
            List.of(clock),
            Links.class,
            LeadLinks.class,
            Intents.class,
            Customers.class,
            ComparedUpTo.class,
            KnownDifferences.class,
            ComparisonRuns.class);
    links = beans.getBean(Links.class);
    leadLinks = beans.getBean(LeadLinks.class);
    intents = beans.getBean(Intents.class);
    customers = beans.getBean(Customers.class);
    comparedUpTo = beans.getBean(ComparedUpTo.class);
    known = beans.getBean(KnownDifferences.class);
    runs = beans.getBean(ComparisonRuns.class);
  }

  @AfterEach
  void close() {
    if (database != null) {
      database.close();
    }
  }

  @Nested
  class OfLinks {
    @Test
    void areFoundByEachOfTheirKeys() {
      var link = link(1);
      links.save(link);
      links.save(link(2));

      assertThat(links.ofReferral(link.referralId())).contains(link);
      assertThat(links.ofMicrosoftReferral(link.microsoftReferralId())).contains(link);
      assertThat(links.ofEngagement(link.engagementId())).contains(link);
      assertThat(links.ofOpportunity(link.opportunityId())).contains(link);
      assertThat(links.ofReferral(link.engagementId())).isEmpty();
      assertThat(links.count()).isEqualTo(2);
    }

    @Test
    void offerMicrosoftsReferralsInTurnAndNotAgainOnceNothingCanComeOfThem() {
      var withoutMicrosoft = unknownToMicrosoft(link(4));
      List.of(link(1), link(2), link(3), withoutMicrosoft).forEach(links::save);
      links.save(link(5).in(LinkState.OPPORTUNITY_GONE));
      assertThat(links.microsoftUnread(clock.instant(), 10))
          .containsExactly(link(1), link(2), link(3), withoutMicrosoft);

      clock.moveOn(Duration.ofMinutes(1));
      var begun = clock.instant();
      links.microsoftRead(link(2), false);
      links.microsoftRead(link(3), true);
      links.microsoftRead(withoutMicrosoft, false);
      assertThat(links.microsoftUnread(begun, 10)).containsExactly(link(1));

      clock.moveOn(Duration.ofMinutes(1));
      links.microsoftRead(link(1), false);
      clock.moveOn(Duration.ofMinutes(1));
      assertThat(links.microsoftUnread(clock.instant(), 1)).containsExactly(link(2));
      assertThat(links.microsoftUnread(clock.instant(), 10)).containsExactly(link(2), link(1));
    }

    private Link unknownToMicrosoft(Link link) {
      return link.withMicrosoftReferral(null);
    }

    @Test
    void keepWhatIsNotKnownYetAsUnknown() {
      var link =
          new Link(
              "referral-1",
              "engagement-1",
              null,
              "opportunity-1",
              null,
              "{}",
              null,
              null,
              LinkState.LINKED);
      links.save(link);

      assertThat(links.ofReferral("referral-1")).contains(link);
      assertThat(links.ofReferral("referral-1").orElseThrow().microsoftReferral()).isEmpty();
    }

    @Test
    void areReplacedWhenTheSamePairIsSavedAgain() {
      links.save(link(1));
      var later =
          new Link(
              link(1).referralId(),
              "another-engagement",
              null,
              link(1).opportunityId(),
              "another-account",
              "{\"name\":\"Überführung\"}",
              "{\"being\":\"written\"}",
              "W/\"2\"",
              LinkState.LINKED);
      links.save(later);

      assertThat(links.ofReferral(later.referralId())).contains(later);
      assertThat(links.count()).isEqualTo(1);
    }

    @Test
    void keepALongSnapshotWhole() {
      var snapshot = "{\"notes\":\"" + "ä€😀".repeat(50_000) + "\"}";
      links.save(new Link("r", "e", null, "o", null, snapshot, null, null, LinkState.LINKED));

      assertThat(links.ofReferral("r").orElseThrow().snapshot()).isEqualTo(snapshot);
    }

    @Test
    void refuseASecondOpportunityForAReferral() {
      links.save(link(1));

      assertThatThrownBy(() -> links.save(pair(link(1).referralId(), "another-opportun")))
          .isInstanceOf(DataIntegrityViolationException.class);
      assertThat(links.ofReferral(link(1).referralId())).contains(link(1));
    }

    @Test
    void refuseASecondReferralForAnOpportunity() {
      links.save(link(1));

      assertThatThrownBy(() -> links.save(pair("another-referral", link(1).opportunityId())))
          .isInstanceOf(DataIntegrityViolationException.class);
      assertThat(links.ofOpportunity(link(1).opportunityId())).contains(link(1));
    }

    @Test
    void letOneOfTwoWhoLinkTheSameReferralAtTheSameTimeSucceed() {
      var outcomes =
          IntStream.range(0, 8)
              .mapToObj(
                  number ->
                      CompletableFuture.supplyAsync(
                          () -> {
                            try {
                              links.save(pair("referral-1", "opportunity-" + number));
                              return true;
                            } catch (DataIntegrityViolationException refused) {
                              return false;
                            }
                          },
                          task -> new Thread(task).start()))
              .toList();

      assertThat(outcomes.stream().filter(CompletableFuture::join).count()).isEqualTo(1);
    }

    @Test
    void giveTheOldestWhenAnEngagementHasSeveral() {
      links.save(new Link("r-1", "e", "m", "o-1", null, "{}", null, null, LinkState.LINKED));
      links.save(new Link("r-2", "e", "m", "o-2", null, "{}", null, null, LinkState.LINKED));

      assertThat(links.ofEngagement("e")).map(Link::referralId).contains("r-1");
      assertThat(links.ofMicrosoftReferral("m")).map(Link::referralId).contains("r-1");
    }

    @Test
    void areFoundTogether() {
      List.of(1, 2, 3).forEach(number -> links.save(link(number)));

      assertThat(links.ofReferrals(List.of("referral-1", "referral-3", "referral-9")))
          .containsExactlyInAnyOrder(link(1), link(3));
      assertThat(links.ofReferrals(List.of())).isEmpty();
      assertThat(links.linkedOpportunities(List.of("opportunity-2", "opportunity-9")))
          .containsExactly("opportunity-2");
    }

    @Test
    void tellWhenTheyWereSaved() {
      links.save(link(1));
      clock.moveOn(Duration.ofHours(1));
      links.save(link(1));
      links.met(List.of("referral-1"), 1);

      assertThat(links.savedAt("opportunity-1")).contains(clock.instant());
      assertThat(links.savedAt("opportunity-9")).isEmpty();
    }

    @Test
    void thatAComparisonHasNotMetComeInPagesByTheirOpportunity() {
      List.of(3, 1, 5, 2, 4, 6, 7).forEach(number -> links.save(link(number)));
      clock.moveOn(Duration.ofSeconds(1));
      var begun = clock.instant();
      links.save(link(8));
      links.met(List.of("referral-6", "referral-7"), 4);
      links.met(List.of("referral-7"), 3);

      var first = links.notMet(4, begun, "", 3);
      var second = links.notMet(4, begun, first.get(2).opportunityId(), 3);

      assertThat(first).containsExactly(link(1), link(2), link(3));
      assertThat(second).containsExactly(link(4), link(5), link(7));
      assertThat(links.notMet(4, begun, second.get(2).opportunityId(), 3)).isEmpty();
    }

    @Test
    void comeInOnePassThoughTheirIdsDifferInCaseOnly() {
      var ids = List.of("006A0000001AbCdEAF", "006A0000001aBcDEAV", "006a0000001ABCDIA4");
      ids.forEach(id -> links.save(pair("r-" + ids.indexOf(id), id)));
      clock.moveOn(Duration.ofSeconds(1));

      var found = new ArrayList<String>();
      for (var page = links.notMet(1, clock.instant(), "", 1); !page.isEmpty(); ) {
        found.add(page.get(0).opportunityId());
        page = links.notMet(1, clock.instant(), page.get(0).opportunityId(), 1);
      }

      assertThat(found).containsExactlyInAnyOrderElementsOf(ids);
    }
  }

  @Nested
  class OfLeads {
    @Test
    void areFoundByReferralAndByLead() {
      var link = new LeadLink("referral-1", "lead-1", "{\"notes\":\"ä😀\"}", "\"1\"");
      leadLinks.save(link);
      leadLinks.save(new LeadLink("referral-2", "lead-2", "{}", null));

      assertThat(leadLinks.ofReferral("referral-1")).contains(link);
      assertThat(leadLinks.ofLead("lead-1")).contains(link);
      assertThat(leadLinks.ofLead("lead-2").orElseThrow().eTag()).isNull();
      assertThat(leadLinks.ofReferral("lead-1")).isEmpty();
    }

    @Test
    void ofAReferralThatGetsAnotherLeadAreReplaced() {
      leadLinks.save(new LeadLink("referral-1", "lead-1", "{}", null));
      var later = new LeadLink("referral-1", "lead-2", "{\"a\":1}", "\"2\"");
      leadLinks.save(later);

      assertThat(leadLinks.ofReferral("referral-1")).contains(later);
      assertThat(leadLinks.ofLead("lead-1")).isEmpty();
    }

    @Test
    void refuseASecondReferralForALead() {
      leadLinks.save(new LeadLink("referral-1", "lead-1", "{}", null));

      assertThatThrownBy(() -> leadLinks.save(new LeadLink("referral-2", "lead-1", "{}", null)))
          .isInstanceOf(DataIntegrityViolationException.class);
    }
  }

  @Nested
  class OfIntents {
    @Test
    void tellOfAnEarlierOneThatWasNeverSettled() {
      var began = clock.instant();
      assertThat(intents.begin("opportunity-1", Target.OWN, "{}")).isEmpty();
      clock.moveOn(Duration.ofMinutes(1));

      var first = new Intents.Intent(began, "{}");
      assertThat(intents.begin("opportunity-1", Target.OWN, "{\"later\":true}")).contains(first);
      assertThat(intents.find("opportunity-1", Target.OWN)).as("the first is kept").contains(first);
    }

    @Test
    void areReplacedByAnotherTry() {
      intents.begin("opportunity-1", Target.OWN, "{}");
      clock.moveOn(Duration.ofMinutes(1));

      intents.beginAnew("opportunity-1", Target.OWN, "{\"later\":true}");
      intents.beginAnew("referral-1", Target.OPPORTUNITY, "{}");

      assertThat(intents.find("opportunity-1", Target.OWN))
          .contains(new Intents.Intent(clock.instant(), "{\"later\":true}"));
      assertThat(intents.find("referral-1", Target.OPPORTUNITY)).isPresent();
    }

    @Test
    void areForgottenWhenSettled() {
      intents.begin("opportunity-1", Target.OWN, "{}");
      intents.settle("opportunity-1", Target.OWN);

      assertThat(intents.begin("opportunity-1", Target.OWN, "{}")).isEmpty();
    }

    @Test
    void areKeptApartByOpportunityAndTarget() {
      intents.begin("opportunity-1", Target.OWN, "{}");

      assertThat(intents.begin("opportunity-1", Target.MICROSOFT, "{}")).isEmpty();
      assertThat(intents.begin("opportunity-2", Target.OWN, "{}")).isEmpty();
      intents.settle("opportunity-1", Target.MICROSOFT);
      assertThat(intents.begin("opportunity-1", Target.OWN, "{}")).isPresent();
    }

    @Test
    void areBegunByOneOfManyWhoTryAtTheSameTime() {
      var outcomes =
          IntStream.range(0, 8)
              .mapToObj(
                  number ->
                      CompletableFuture.supplyAsync(
                          () -> intents.begin("opportunity-1", Target.OWN, "{}"),
                          task -> new Thread(task).start()))
              .toList();

      assertThat(outcomes.stream().map(CompletableFuture::join).filter(Optional::isEmpty).count())
          .isEqualTo(1);
    }
  }

  @Nested
  class OfCustomers {
    @Test
    void areRememberedWithTheirLatestAccount() {
      assertThat(customers.accountOf("fabrikam|12345")).isEmpty();

      customers.remember("fabrikam|12345", "001A");
      customers.remember("fabrikam|12345", "001B");
      customers.remember("contoso|12345", "001C");

      assertThat(customers.accountOf("fabrikam|12345")).contains("001B");
    }

    @Test
    void areNotedBeforeTheyGetAnAccount() {
      assertThat(customers.begin("fabrikam|12345")).isTrue();
      assertThat(customers.begin("fabrikam|12345")).isFalse();
      assertThat(customers.accountOf("fabrikam|12345")).isEmpty();

      customers.remember("fabrikam|12345", "001A");

      assertThat(customers.begin("fabrikam|12345")).isFalse();
      assertThat(customers.accountOf("fabrikam|12345")).contains("001A");
    }

    @Test
    void areForgottenOnRequest() {
      customers.remember("fabrikam|12345", "001A");
      customers.forget("fabrikam|12345");

      assertThat(customers.accountOf("fabrikam|12345")).isEmpty();
    }

    @Test
    void areRememberedByManyAtTheSameTime() {
      IntStream.range(0, 8)
          .mapToObj(
              number ->
                  CompletableFuture.runAsync(
                      () -> customers.remember("fabrikam|12345", "001A"),
                      task -> new Thread(task).start()))
          .toList()
          .forEach(CompletableFuture::join);

      assertThat(customers.accountOf("fabrikam|12345")).contains("001A");
    }

    @Test
    void withAnEndlessNameAreNotRemembered() {
      var endless = "x".repeat(401);
      customers.remember(endless, "001A");

      assertThat(customers.accountOf(endless)).isEmpty();
    }
  }

  @Nested
  class OfComparisons {
    @Test
    void rememberHowFarEachSideIs() {
      var at = Instant.parse("2026-03-04T12:00:00.123456Z");
      assertThat(comparedUpTo.of("salesforce")).isEmpty();

      comparedUpTo.move("salesforce", at.minusSeconds(60));
      comparedUpTo.move("salesforce", at);

      assertThat(comparedUpTo.of("salesforce")).contains(at);
      assertThat(comparedUpTo.of("partner-center")).isEmpty();
    }

    @Test
    void noteADifferenceOnce() {
      assertThat(known.isNew("opportunity/1", "a")).isTrue();
      assertThat(known.isNew("opportunity/1", "a")).isFalse();
      assertThat(known.isNew("opportunity/2", "a")).isTrue();
      assertThat(known.isNew("opportunity/1", "b")).isTrue();
      assertThat(known.isNew("opportunity/1", "a")).as("it came back").isTrue();
    }

    @Test
    void forgetADifferenceAfterThreeMonths() {
      known.isNew("opportunity/1", "a");
      clock.moveOn(Duration.ofDays(91));
      known.forgetOld();

      assertThat(known.isNew("opportunity/1", "a")).isTrue();
    }

    @Test
    void goOnWhereTheyWereInterrupted() {
      assertThat(runs.unfinished()).isEmpty();
      var run = runs.begin("by the clock", "{}");

      runs.save(run.id(), State.STOPPED, "{\"after\":1}");

      assertThat(runs.unfinished())
          .get()
          .returns(run.id(), ComparisonRuns.Run::id)
          .returns(State.STOPPED, ComparisonRuns.Run::state)
          .returns("{\"after\":1}", ComparisonRuns.Run::report);
      assertThat(runs.save(run.id(), State.DONE, "{\"all\":true}")).isTrue();
      assertThat(runs.unfinished()).isEmpty();
      assertThat(runs.lastEnded()).get().returns(State.DONE, ComparisonRuns.Run::state);
    }

    @Test
    void saveNothingMoreOnceTheyAreGivenUp() {
      var run = runs.begin("by the clock", "{}");

      runs.startOver();

      assertThat(runs.save(run.id(), State.RUNNING, "{\"late\":true}")).isFalse();
      assertThat(runs.unfinished()).isEmpty();
      assertThat(runs.begin("anew", "{}").id()).isGreaterThan(run.id());
    }
  }

  private static Link link(int number) {
    return new Link(
        "referral-" + number,
        "engagement-" + number,
        "microsoft-" + number,
        "opportunity-" + number,
        "account-" + number,
        "{\"number\":" + number + "}",
        null,
        "W/\"" + number + "\"",
        LinkState.LINKED);
  }

  private static Link pair(String referral, String opportunity) {
    return new Link(
        referral, "engagement", null, opportunity, null, "{}", null, null, LinkState.LINKED);
  }
}
