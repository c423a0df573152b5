package io.cosell.connector.partnercenter;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.cosell.connector.remote.RemoteRefusedException;
import io.cosell.connector.remote.RemoteUnavailableException;
import io.cosell.sandbox.partnercenter.Deal;
import io.cosell.sandbox.partnercenter.PartnerCenterSandbox;
import io.cosell.sandbox.server.Fault;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Everything goes wrong, with the loggers at their most talkative. */
@ExtendWith(OutputCaptureExtension.class)
class SecretsStayHiddenTest {
  private static final List<String> TALKATIVE =
      List.of("io.cosell.connector", "org.apache.camel", "com.microsoft.aad.msal4j");
  private final MovableClock clock = new MovableClock();
  private final PartnerCenterSandbox sandbox = Client.sandbox(clock);
  private Map<String, String> settings;
  private Client client;

  @BeforeEach
  void connect(@TempDir Path folder) {
    TALKATIVE.forEach(name -> level(name, Level.TRACE));
    settings = Client.settings(sandbox, folder);
    client = new Client(settings, clock, Client.database());
  }

  @AfterEach
  void close() {
    client.close();
    sandbox.close();
    TALKATIVE.forEach(name -> level(name, null));
  }

  @Test
  void showsNoSecretInLogsAndMessages(CapturedOutput output) {
    var secrets = new ArrayList<String>();
    var seen = new StringWriter();
    secrets.add(client.signIn.token(Audience.REFERRALS));
    secrets.add(client.signIn.token(Audience.WEBHOOKS));
    secrets.add(sandbox.options().refreshToken());
    secrets.add(sandbox.options().clientSecret());

    attempt(seen, () -> client.partnerCenter.create(Deal.named("Fine").json()));
    for (int status : new int[] {400, 401, 403, 412, 429, 500, 302}) {
      sandbox
          .api()
          .faults()
          .inject(
              Fault.named("status")
                  .times(2)
                  .with("status", status)
                  .with(
                      "body",
                      "{\"error\":{\"code\":\"x\",\"message\":\"sent Bearer "
                          + secrets.get(0)
                          + "\"}}"));
      attempt(seen, () -> client.partnerCenter.create(Deal.named("Not fine").json()));
      sandbox.api().faults().clear();
    }
    sandbox.api().faults().inject(Fault.named("cut-connection"));
    attempt(seen, () -> client.partnerCenter.changedSince(clock.instant()));
    attempt(seen, () -> client.registration.ensure(true));
    sandbox.revokeRefreshTokens();
    sandbox.revokeAccessTokens();
    clock.moveOn(Duration.ofMinutes(5));
    attempt(seen, () -> client.partnerCenter.changedSince(clock.instant()));
    client.partnerCenter.check().forEach(problem -> seen.append(problem.toString()));
    client.recorder.drain().forEach(call -> seen.append(call.toString()));
    seen.append(client.state.lastError());

    assertThat(seen.toString()).contains("Bearer ***");
    for (var secret : secrets) {
      assertThat(seen.toString()).doesNotContain(secret);
      assertThat(output.getAll()).doesNotContain(secret);
    }
    assertThat(output.getAll()).doesNotContain("Bearer ey", "eyJ0eXAi", "0.AX");
  }

  private static void attempt(StringWriter seen, Runnable attempt) {
    try {
      attempt.run();
    } catch (RemoteUnavailableException
        | RemoteRefusedException
        | io.cosell.connector.remote.ChangedMeanwhileException e) {
      e.printStackTrace(new PrintWriter(seen));
    }
  }

  private static void level(String name, Level level) {
    ((Logger) LoggerFactory.getLogger(name)).setLevel(level);
  }
}
