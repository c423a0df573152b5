package io.cosell.sandbox.partnercenter;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.sandbox.server.Fault;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AccessTest extends SandboxTest {

  @Test
  void refusesMissingUnknownAndForeignTokens() {
    var foreign = sandbox.accessToken("https://api.partnercenter.microsoft.com");

    assertRefused(
        sendWith("made up", "GET", REFERRALS, null), 401, "unauthenticated", "unknown or expired");
    assertRefused(
        sendWith(foreign, "GET", REFERRALS, null), 401, "unauthenticated", "another audience");
  }

  @Test
  void acceptsATokenForItsOwnAddress() {
    var token = sandbox.accessToken(sandbox.apiUrl());

    assertThat(sendWith(token, "GET", REFERRALS, null).statusCode()).isEqualTo(200);
    assertThat(sendWith(token, "GET", REGISTRATION + "/events", null).statusCode()).isEqualTo(200);
  }

  @Test
  void refusesAUserWithoutRole() {
    sandbox.account().has(ServiceAccount.Role.NONE);

    assertRefused(list(""), 403, "accessDenied", "no role");
  }

  @Test
  void showsAReferralsUserTheDealsOfHerTeamsOnly() {
    var hers =
        sandbox
            .asPortalUser()
            .creates(Deal.named("hers").with("/team/0/email", sandbox.account().email()));
    var theirs = sandbox.asPortalUser().creates(Deal.named("theirs"));
    sandbox.account().has(ServiceAccount.Role.REFERRALS_USER);

    assertThat(json(list("")).get("value")).hasSize(1);
    assertThat(read(hers).get("name").asText()).isEqualTo("hers");
    assertRefused(get(REFERRALS + "/" + id(theirs)), 404, "itemNotFound", "does not exist");
  }

  @Test
  void refusesATokenWithoutSecondFactorWhenThatIsEnforced() {
    sandbox.switches().turnOn(Switch.MFA_ENFORCED);
    sandbox.account().signsInWithSecondFactor(false);

    var response = list("");

    assertRefused(response, 401, "unauthenticated", "MFA required");
    assertThat(json(response).at("/error/innerError/code").asText()).isEqualTo("900421");
    assertThat(response.headers().firstValue("WWW-Authenticate"))
        .contains("Bearer error=\"invalid_token\"");
  }

  @Test
  void doesNotKnowOtherIds() {
    var path = REFERRALS + "/" + UUID.randomUUID();

    assertRefused(get(path), 404, "itemNotFound", "does not exist");
    sandbox.switches().turnOn(Switch.FOREIGN_IDS_ANSWER_403);
    assertRefused(get(path), 403, "accessDenied", "not yours");
  }

  @Test
  void isBusyOnDemand() {
    sandbox
        .api()
        .faults()
        .inject(
            Fault.named("status")
                .on("GET", "/referrals")
                .with("status", 429)
                .with("retryAfter", 57)
                .with("body", "{\"statusCode\":429,\"message\":\"Rate limit is exceeded.\"}"));

    var busy = list("");

    assertThat(busy.statusCode()).isEqualTo(429);
    assertThat(busy.headers().firstValue("Retry-After")).contains("57");
    assertThat(list("").statusCode()).isEqualTo(200);
  }

  @Test
  void allowsSoManyRequestsAMinuteAndSaysWhenToComeBack() {
    sandbox.limitsRequestsPerMinute(2);
    list("");
    clock.moves(Duration.ofSeconds(10));
    list("");

    var tooMany = list("");

    assertThat(tooMany.statusCode()).isEqualTo(429);
    assertThat(tooMany.headers().firstValue("Retry-After")).contains("50");
    assertThat(json(tooMany).get("message").asText()).contains("Try again in 50 seconds");
    clock.moves(Duration.ofSeconds(50));
    assertThat(list("").statusCode()).isEqualTo(200);
  }
}
