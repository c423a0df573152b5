package io.cosell.connector.partnercenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cosell.connector.remote.ChangedMeanwhileException;
import io.cosell.connector.remote.ErrorCode;
import io.cosell.connector.remote.RemoteRefusedException;
import io.cosell.connector.remote.RemoteUnavailableException;
import io.cosell.sandbox.partnercenter.Deal;
import io.cosell.sandbox.partnercenter.PartnerCenterSandbox;
import io.cosell.sandbox.partnercenter.ServiceAccount;
import io.cosell.sandbox.partnercenter.Switch;
import io.cosell.sandbox.server.Fault;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartnerCenterTest {
  private final MovableClock clock = new MovableClock();
  private final PartnerCenterSandbox sandbox = Client.sandbox(clock);
  private Client client;
  private PartnerCenter partnerCenter;

  @BeforeEach
  void connect(@TempDir Path folder) {
    client = new Client(Client.settings(sandbox, folder), clock, Client.database());
    partnerCenter = client.partnerCenter;
  }

  @AfterEach
  void close() {
    client.close();
    sandbox.close();
  }

  @Test
  void readsAReferralWithExactNumbers() {
    var created = sandbox.asPortalUser().creates(Deal.named("Cold chain").worth("48000.50", "GBP"));

    var referral = partnerCenter.read(id(created)).orElseThrow();

    assertThat(referral.status()).isEqualTo("Active");
    assertThat(referral.eTag()).hasValueSatisfying(tag -> assertThat(tag).startsWith("\""));
    assertThat(referral.json().at("/details/dealValue").decimalValue())
        .isEqualByComparingTo(new BigDecimal("48000.50"));
  }

  @Test
  void knowsNothingOfAReferralThatIsUnknownOrNotShown() {
    var created = sandbox.asPortalUser().creates(Deal.named("Hidden"));

    assertThat(partnerCenter.read("00000000-0000-0000-0000-000000000000")).isEmpty();
    assertThat(partnerCenter.read("../../webhooks")).isEmpty();
    sandbox.account().has(ServiceAccount.Role.REFERRALS_USER);
    assertThat(partnerCenter.read(id(created))).isEmpty();
  }

  @Test
  void createsAReferralAndGivesItBackAsTheServerCompletedIt() {
    var deal = Deal.named("Cold chain").withCrmId("006000000000001AAA").json();

    var referral = partnerCenter.create(deal);

    assertThat(referral.id()).matches("[0-9a-f-]{36}");
    assertThat(referral.externalReferenceId()).hasValue("006000000000001AAA");
    assertThat(sandbox.referrals()).hasSize(1);
    assertThat(client.recorder.drain())
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.what()).isEqualTo("POST /referrals");
              assertThat(call.status()).isBetween(200, 201);
              assertThat(call.requestId()).isNotEmpty();
            });
  }

  @Test
  void findsBothReferralsOfAnEngagement() {
    var own = sandbox.asPortalUser().creates(Deal.named("Shared").visibleToMicrosoft());
    sandbox.asPortalUser().asksMicrosoftForHelp(id(own), "ProofOfConceptOrDemo", "please");

    var both = partnerCenter.engagement(own.path("engagementId").asText());

    assertThat(both).hasSize(2);
    assertThat(both).filteredOn(Referral::isMicrosofts).hasSize(1);
  }

  @Test
  void followsAllPagesOnItsOwnAddressOnly() {
    var start = clock.instant();
    for (int i = 0; i < 230; i++) {
      sandbox.asPortalUser().creates(Deal.named("Deal " + i));
    }

    var changed = partnerCenter.changedSince(start);

    assertThat(changed).hasSize(230);
    assertThat(changed).extracting(it -> it.updatedAt().orElseThrow()).isSorted();
    assertThat(client.recorder.drain()).hasSize(3);
  }

  @Test
  void listsPageByPageUntilTheTakerHasEnough() {
    var start = clock.instant();
    for (int i = 0; i < 230; i++) {
      sandbox.asPortalUser().creates(Deal.named("Deal " + i));
    }
    var sizes = new ArrayList<Integer>();

    boolean all =
        partnerCenter.pagesSince(
            start,
            page -> {
              sizes.add(page.size());
              return sizes.size() < 2;
            });

    assertThat(all).isFalse();
    assertThat(sizes).containsExactly(100, 100);
    assertThat(client.recorder.drain()).hasSize(2);
    assertThat(partnerCenter.pagesSince(start, page -> true)).isTrue();
    assertThat(client.recorder.drain()).hasSize(3);
  }

  @Test
  void patchesWhatDiffersAndGivesBackTheNewState() {
    var known = existing();

    var now = partnerCenter.patch(known, replace("/details/dealValue", 52000));

    assertThat(now.json().at("/details/dealValue").asInt()).isEqualTo(52000);
    assertThat(now.eTag()).isNotEqualTo(known.eTag());
    assertThat(client.recorder.drain())
        .extracting(call -> call.what().split(" ")[0])
        .containsExactly("GET", "PATCH");
  }

  @Test
  void saysThatAReferralChangedMeanwhile() {
    var known = existing();
    sandbox.asPortalUser().changes(known.id(), "/details/notes", "changed by a colleague");

    var failure =
        catchThrowableOfType(
            ChangedMeanwhileException.class,
            () -> partnerCenter.patch(known, replace("/details/dealValue", 52000)));

    assertThat(failure).hasMessageContaining("PATCH /referrals/" + known.id());
    assertThat(sandbox.referral(known.id()).at("/details/dealValue").asInt()).isEqualTo(48000);
  }

  @Test
  void writesWithoutETagWhenPartnerCenterRefusesItAlthoughNothingChanged() {
    var known = existing();
    refusesETags(2);

    var now = partnerCenter.patch(known, replace("/details/dealValue", 52000));

    assertThat(now.json().at("/details/dealValue").asInt()).isEqualTo(52000);
  }

  @Test
  void triesTheETagOfNowBeforeItWritesWithout() {
    var known = existing();
    refusesETags(1);

    partnerCenter.patch(known, replace("/details/dealValue", 52000));

    assertThat(client.recorder.drain())
        .extracting(call -> call.what().split(" ")[0] + " " + call.status())
        .containsExactly("GET 200", "PATCH 412", "GET 200", "PATCH 200");
    assertThat(sandbox.api().journal().of("PATCH", "/referrals/")).hasSize(2);
  }

  @Test
  void neverWritesWithoutETagWhenToldNotTo(@TempDir Path folder) {
    var known = existing();
    refusesETags(9);
    var settings = Client.settings(sandbox, folder);
    settings.put("partner-center.patch-without-etag", "false");

    try (var careful = new Client(settings, clock, Client.database())) {
      assertThatExceptionOfType(ChangedMeanwhileException.class)
          .isThrownBy(
              () -> careful.partnerCenter.patch(known, replace("/details/dealValue", 52000)));
    }

    assertThat(sandbox.referral(known.id()).at("/details/dealValue").asInt()).isEqualTo(48000);
  }

  @Test
  void readsNoMoreThanTheLimit(@TempDir Path folder) {
    var known = existing();
    var settings = Client.settings(sandbox, folder);
    settings.put("partner-center.max-response-size", "1KB");

    try (var careful = new Client(settings, clock, Client.database())) {
      assertThatExceptionOfType(RemoteUnavailableException.class)
          .isThrownBy(() -> careful.partnerCenter.read(known.id()))
          .withMessageContaining("larger than 1024 bytes");
    }
  }

  @Test
  void followsLinksToForeignHostsOnItsOwnHost() {
    sandbox.switches().turnOn(Switch.NEXT_LINK_ON_FOREIGN_HOST);
    var start = clock.instant();
    for (int i = 0; i < 101; i++) {
      sandbox.asPortalUser().creates(Deal.named("Deal " + i));
    }

    assertThat(partnerCenter.changedSince(start)).hasSize(101);
  }

  @Test
  void readsAgainWhenAPatchIsAnsweredWithoutABody() {
    var known = existing();
    sandbox.api().faults().inject(Fault.named("status").on("PATCH", "/").with("status", 204));

    var now = partnerCenter.patch(known, replace("/details/dealValue", 52000));

    assertThat(now.id()).isEqualTo(known.id());
  }

  @Test
  void handsOnARefusalWithCodeFieldAndRequestId() {
    var known = existing();
    sandbox.asPortalUser().wins(known.id());
    var won = partnerCenter.read(known.id()).orElseThrow();

    var failure =
        catchThrowableOfType(
            RemoteRefusedException.class,
            () -> partnerCenter.patch(won, replace("/details/dealValue", 1)));

    assertThat(failure.status()).isEqualTo(400);
    assertThat(failure.theirCode()).isEqualTo("invalidRequest");
    assertThat(failure.code()).isEqualTo(ErrorCode.PARTNER_CENTER_CLOSED);
    assertThat(failure.fields()).containsExactly("/details/dealValue");
    assertThat(failure.where())
        .contains("PATCH /referrals/" + known.id(), "status 400 invalidRequest", "request-id");
  }

  @Test
  void tellsHowLongABusyServerWantsToBeLeftAlone() {
    var known = existing();
    sandbox
        .api()
        .faults()
        .inject(
            Fault.named("status")
                .on("GET", "/referrals")
                .with("status", 429)
                .with("retryAfter", 57));

    var failure =
        catchThrowableOfType(
            RemoteUnavailableException.class, () -> partnerCenter.read(known.id()));

    assertThat(failure.retryAfter()).hasValue(Duration.ofSeconds(57));
    var calls = sandbox.api().journal().of("GET", "/referrals/" + known.id());
    assertThat(calls).hasSize(2);
    assertThatExceptionOfType(RemoteUnavailableException.class)
        .isThrownBy(() -> partnerCenter.read(known.id()))
        .withMessageContaining("asked to be left alone");
    assertThat(sandbox.api().journal().of("GET", "/referrals/" + known.id())).isEqualTo(calls);
    clock.moveOn(Duration.ofSeconds(58));
    assertThat(partnerCenter.read(known.id())).isPresent();
  }

  @Test
  void doesNotRepeatAWriteWhoseAnswerWasLost() {
    sandbox.api().faults().inject(Fault.named("lost-answer").on("POST", "/referrals"));

    var failure =
        catchThrowableOfType(
            RemoteUnavailableException.class,
            () -> partnerCenter.create(Deal.named("Once").json()));

    assertThat(failure).hasMessageContaining("the write may or may not have happened");
    assertThat(sandbox.referrals()).hasSize(1);
  }

  @Test
  void callsASlowServerUnavailable() {
    var known = existing();
    sandbox.api().faults().inject(Fault.named("latency").on("GET", "/").with("millis", 4000));

    var failure =
        catchThrowableOfType(
            RemoteUnavailableException.class, () -> partnerCenter.read(known.id()));

    assertThat(failure).hasMessageContaining("cannot be reached").hasMessageContaining("Timeout");
  }

  @Test
  void callsAnAnswerThatIsNotJsonUnavailable() {
    var known = existing();
    sandbox
        .api()
        .faults()
        .inject(Fault.named("status").with("status", 200).with("body", "<html>Sign in</html>"));

    var failure =
        catchThrowableOfType(
            RemoteUnavailableException.class, () -> partnerCenter.read(known.id()));

    assertThat(failure).hasMessageContaining("not JSON");
  }

  @Test
  void renewsATokenThatIsRefusedOnce() {
    var known = existing();
    sandbox.revokeAccessTokens();

    assertThat(partnerCenter.read(known.id())).isPresent();

    assertThat(sandbox.identity().journal().of("POST", "/token")).hasSize(2);
  }

  @Test
  void raisesTheAlarmWhenMultifactorAuthenticationIsMissing() {
    var known = existing();
    sandbox.switches().turnOn(Switch.MFA_ENFORCED);
    sandbox.account().signsInWithSecondFactor(false);
    sandbox.revokeAccessTokens();

    var failure =
        catchThrowableOfType(
            RemoteUnavailableException.class, () -> partnerCenter.read(known.id()));

    assertThat(failure)
        .hasMessageContaining("cosell.partner-center.refresh-token")
        .hasMessageContaining("multifactor");
    assertThat(partnerCenter.check())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.setting()).isEqualTo("cosell.partner-center.refresh-token"));
  }

  @Test
  void doesNotMistakeConditionalAccessForAMissingReferral() {
    var known = existing();
    sandbox
        .api()
        .faults()
        .inject(
            Fault.named("status")
                .on("GET", "/referrals/")
                .with("status", 403)
                .with("body", "{\"error\":{\"code\":\"insufficient_claims\"}}"));

    assertThatExceptionOfType(RemoteUnavailableException.class)
        .isThrownBy(() -> partnerCenter.read(known.id()))
        .withMessageContaining("multifactor");
  }

  @Test
  void namesTheMissingRole() {
    sandbox.account().has(ServiceAccount.Role.NONE);

    assertThat(partnerCenter.check())
        .singleElement()
        .satisfies(problem -> assertThat(problem.remedy()).contains("Referrals admin"));
  }

  @Test
  void findsNothingToComplainAboutWhenAllIsWell() {
    assertThat(partnerCenter.check()).isEmpty();
  }

  @Test
  void makesManyCallsAtTheSameTime() throws Exception {
    var known = existing();
    sandbox
        .api()
        .faults()
        .inject(Fault.named("latency").on("GET", "/").always().with("millis", 500));
    var pool = Executors.newFixedThreadPool(64);
    long start = System.nanoTime();

    var all = new ArrayList<Callable<Boolean>>();
    for (int i = 0; i < 64; i++) {
      all.add(() -> partnerCenter.read(known.id()).isPresent());
    }
    var results = pool.invokeAll(all);

    for (Future<Boolean> result : results) {
      assertThat(result.get()).isTrue();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    pool.shutdown();
  }

  private void refusesETags(int times) {
    sandbox
        .api()
        .faults()
        .inject(
            Fault.named("status")
                .on("PATCH", "/referrals/")
                .times(times)
                .with("status", 412)
                .with("body", "{\"error\":{\"code\":\"preconditionFailed\",\"target\":\"ETag\"}}"));
  }

  private Referral existing() {
    var created = sandbox.asPortalUser().creates(Deal.named("Cold chain"));
    return partnerCenter.read(id(created)).orElseThrow();
  }

  private static String id(ObjectNode referral) {
    return referral.path("id").asText();
  }

  private static ArrayNode replace(String path, int value) {
    var operations = JsonNodeFactory.instance.arrayNode();
    operations.addObject().put("op", "replace").put("path", path).put("value", value);
    return operations;
  }
}
