package io.cosell.connector.partnercenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cosell.connector.remote.RemoteUnavailableException;
import io.cosell.sandbox.partnercenter.PartnerCenterSandbox;
import io.cosell.sandbox.partnercenter.Switch;
import io.cosell.sandbox.server.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class SignInTest {
  private final MovableClock clock = new MovableClock();
  private final PartnerCenterSandbox sandbox = Client.sandbox(clock);
  private final JdbcDataSource database = Client.database();
  private Map<String, String> settings;
  private Client client;

  @BeforeEach
  void connect(@TempDir Path folder) {
    settings = Client.settings(sandbox, folder);
    client = new Client(settings, clock, database);
  }

  @AfterEach
  void close() {
    client.close();
    sandbox.close();
  }

  @Test
  void asksOnceForATokenAndKeepsIt() throws Exception {
    var pool = Executors.newFixedThreadPool(20);
    var all = new ArrayList<Callable<String>>();
    for (int i = 0; i < 20; i++) {
      all.add(() -> client.signIn.token(Audience.REFERRALS));
    }

    var tokens = pool.invokeAll(all);

    for (var token : tokens) {
      assertThat(token.get()).isEqualTo(client.signIn.token(Audience.REFERRALS));
    }
    assertThat(logins()).isEqualTo(1);
    pool.shutdown();
  }

  @Test
  void getsTheTokenOfTheOtherApiFromTheSameSignIn() {
    var referrals = client.signIn.token(Audience.REFERRALS);

    var webhooks = client.signIn.token(Audience.WEBHOOKS);

    assertThat(webhooks).isNotEqualTo(referrals);
    assertThat(bodiesWithBootstrapToken()).isEqualTo(1);
  }

  @Test
  void usesTheStoredSignInAfterARestartWithoutAnyCall() {
    var token = client.signIn.token(Audience.REFERRALS);
    restart();

    assertThat(client.signIn.token(Audience.REFERRALS)).isEqualTo(token);

    assertThat(logins()).isEqualTo(1);
  }

  @Test
  void goesOnWithTheNewestRefreshTokenWhenEachWorksOnce() {
    sandbox.switches().turnOn(Switch.REFRESH_TOKENS_WORK_ONCE);
    client.signIn.token(Audience.REFERRALS);
    client.signIn.token(Audience.WEBHOOKS);
    restart();
    sandbox.revokeAccessTokens();

    var old = client.signIn.token(Audience.REFERRALS);
    assertThat(client.signIn.replace(Audience.REFERRALS, old)).isTrue();

    assertThat(client.signIn.token(Audience.REFERRALS)).isNotEqualTo(old);
    assertThat(bodiesWithBootstrapToken()).isEqualTo(1);
  }

  @Test
  void letsOneOfSeveralReplicasAtATimeUseARefreshTokenThatWorksOnce(CapturedOutput output)
      throws Exception {
    sandbox.switches().turnOn(Switch.REFRESH_TOKENS_WORK_ONCE);
    var replicas =
        List.of(
            client, new Client(settings, clock, database), new Client(settings, clock, database));
    for (var replica : replicas) {
      replica.signIn.token(Audience.REFERRALS);
    }
    assertThat(logins()).isEqualTo(1);
    sandbox.identity().faults().inject(Fault.named("latency").with("millis", 300).always());

    for (int round = 2; round <= 3; round++) {
      var refused = client.signIn.token(Audience.REFERRALS);
      sandbox.revokeAccessTokens();
      var pool = Executors.newFixedThreadPool(replicas.size());
      var tokens =
          pool.invokeAll(
              replicas.stream()
                  .<Callable<String>>map(
                      it ->
                          () -> {
                            it.signIn.replace(Audience.REFERRALS, refused);
                            return it.signIn.token(Audience.REFERRALS);
                          })
                  .toList());
      for (var token : tokens) {
        assertThat(token.get()).isNotEqualTo(refused).isEqualTo(tokens.get(0).get());
      }
      pool.shutdown();
      assertThat(logins()).isEqualTo(round);
    }

    assertThat(sandbox.identity().journal().of("POST", "/token"))
        .allSatisfy(call -> assertThat(call.status()).isEqualTo(200));
    assertThat(bodiesWithBootstrapToken()).isEqualTo(1);
    assertThat(output.getOut()).doesNotContain("ERROR");
    replicas.get(1).close();
    replicas.get(2).close();
  }

  @Test
  void worksWithoutTheBootstrapTokenOnceASignInIsStored() {
    client.signIn.token(Audience.REFERRALS);
    settings.put("partner-center.refresh-token", "");
    restart();

    assertThat(client.signIn.token(Audience.WEBHOOKS)).isNotEmpty();
    assertThat(client.partnerCenter.check()).isEmpty();
  }

  @Test
  void replacesTheStoredSignInWhenTheBootstrapTokenIsAnother() {
    client.signIn.token(Audience.REFERRALS);
    settings.put("partner-center.refresh-token", "another-token-that-is-not-good");
    restart();

    var failure = refusedSignIn();

    assertThat(failure.problem().setting()).isEqualTo("cosell.partner-center.refresh-token");
  }

  @Test
  void saysOnceWhatAHumanHasToDoAndResumesByItself(CapturedOutput output) {
    client.signIn.token(Audience.REFERRALS);
    sandbox.revokeRefreshTokens();
    sandbox.revokeAccessTokens();
    clock.moveOn(Duration.ofHours(2));
    restart();
    var stale = client.signIn.token(Audience.REFERRALS);

    for (int i = 0; i < 5; i++) {
      var failure =
          catchThrowableOfType(
              SignInRefusedException.class, () -> client.signIn.replace(Audience.REFERRALS, stale));
      assertThat(failure).hasMessageContaining("set the new refresh token");
      clock.moveOn(Duration.ofSeconds(31));
    }
    sandbox.consentAnew();

    assertThat(client.signIn.token(Audience.REFERRALS)).isNotEqualTo(stale);
    assertThat(output.getAll().split("the sign-in has expired or was revoked", -1)).hasSize(2);
    assertThat(output).contains("Signed in to Partner Center again");
  }

  @Test
  void namesAWrongClientSecret() {
    settings.put("partner-center.client-secret", "not-the-secret");
    restart();

    var failure = refusedSignIn();

    assertThat(failure.problem().setting()).isEqualTo("cosell.partner-center.client-secret");
    assertThat(failure.problem().remedy())
        .contains("invalid_client")
        .contains(sandbox.options().clientId());
    assertThat(failure).hasMessageNotContaining("not-the-secret");
  }

  @Test
  void tellsHowLongABusyAuthorityWantsToBeLeftAlone() {
    sandbox
        .identity()
        .faults()
        .inject(
            Fault.named("status")
                .on("POST", "/token")
                .always()
                .with("status", 503)
                .with("retryAfter", 20));

    var failure =
        catchThrowableOfType(
            RemoteUnavailableException.class, () -> client.signIn.token(Audience.REFERRALS));

    assertThat(failure.retryAfter()).hasValue(Duration.ofSeconds(20));
    assertThat(failure).hasMessageContaining("answered 503");
    assertThat(logins()).isEqualTo(1);
    catchThrowableOfType(
        RemoteUnavailableException.class, () -> client.signIn.token(Audience.REFERRALS));
    assertThat(logins()).isEqualTo(1);
  }

  @Test
  void comesBackWhenTheAuthorityDoes() {
    sandbox.identity().faults().inject(Fault.named("cut-connection").on("POST", "/token"));
    var failure =
        catchThrowableOfType(
            RemoteUnavailableException.class, () -> client.signIn.token(Audience.REFERRALS));
    assertThat(failure).hasMessageContaining("cannot be reached");

    clock.moveOn(Duration.ofSeconds(6));

    assertThat(client.signIn.token(Audience.REFERRALS)).isNotEmpty();
  }

  @Test
  void signsInAnewWhenTheEncryptionKeyIsAnother(CapturedOutput output) {
    client.signIn.token(Audience.REFERRALS);
    settings.put("encryption-key", "another key");
    restart();

    assertThat(client.signIn.token(Audience.REFERRALS)).isNotEmpty();

    assertThat(bodiesWithBootstrapToken()).isEqualTo(2);
    assertThat(output).contains("sealed with another encryption key");
  }

  @Test
  void signsInWithACertificateInsteadOfASecret(@TempDir Path folder) {
    var certificate = TestCertificates.root("CN=connector").pkcs12(folder.resolve("c.p12"), "pass");
    settings.put("partner-center.client-secret", "");
    settings.put("partner-center.client-certificate", certificate.toString());
    settings.put("partner-center.client-certificate-password", "pass");
    restart();

    assertThat(client.signIn.token(Audience.REFERRALS)).isNotEmpty();

    assertThat(sandbox.identity().journal().of("POST", "/token"))
        .allSatisfy(call -> assertThat(call.body()).contains("client_assertion="));
  }

  @Test
  void keepsTokensUnreadableInTheDatabase() throws Exception {
    var token = client.signIn.token(Audience.REFERRALS);

    try (var connection = database.getConnection();
        var rows = connection.createStatement().executeQuery("select content from token_cache")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).doesNotContain(token, "refresh_token", "secret");
    }
  }

  private SignInRefusedException refusedSignIn() {
    return catchThrowableOfType(
        SignInRefusedException.class, () -> client.signIn.token(Audience.REFERRALS));
  }

  private void restart() {
    client.close();
    client = new Client(settings, clock, database);
  }

  private int logins() {
    return sandbox.identity().journal().of("POST", "/token").size();
  }

  private long bodiesWithBootstrapToken() {
    return sandbox.identity().journal().of("POST", "/token").stream()
        .filter(call -> call.body().contains("refresh_token=" + sandbox.options().refreshToken()))
        .count();
  }
}
