package io.cosell.sandbox.partnercenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EngagementTest extends SandboxTest {

  @Test
  void offersADealThatMicrosoftShares() {
    var offered = sandbox.asMicrosoftSeller().shares(Deal.named("Cold chain"));

    assertThat(offered.get("status").asText()).isEqualTo("New");
    assertThat(offered.get("substatus").asText()).isEqualTo("Pending");
    assertThat(offered.get("direction").asText()).isEqualTo("Incoming");
    assertThat(offered.get("type").asText()).isEqualTo("Shared");
    assertThat(offered.at("/inviteContext/invitedBy/organizationId").asText()).isEqualTo("msft");
    assertThat(offered.get("expirationDateTime").asText()).startsWith("2026-01-26T09:30:11");
    assertThat(offered.get("acceptedDateTime").isNull()).isTrue();
    var microsofts = sandbox.microsoftsReferral(id(offered));
    assertThat(microsofts.get("status").asText()).isEqualTo("Active");
    assertThat(microsofts.get("team")).hasSize(1);
  }

  @Test
  void passesALeadOnWithoutAReferralOfMicrosofts() {
    var lead =
        sandbox
            .asMicrosoftSeller()
            .sendsLead(Deal.named("Lead").with("/qualification", "MarketingQualified"));

    assertThat(lead.get("status").asText()).isEqualTo("New");
    assertThat(lead.get("type").asText()).isEqualTo("Independent");
    assertThat(lead.get("qualification").asText()).isEqualTo("MarketingQualified");
    assertThat(lead.at("/inviteContext/invitedBy/organizationId").asText()).isEqualTo("msft");
    assertThat(sandbox.engagement(lead.get("engagementId").asText())).hasSize(1);
    assertThat(json(get(REFERRALS + "/" + id(lead))).at("/customerProfile/team")).hasSize(1);
  }

  @Test
  void takesTheContactsFromALeadThatNobodyAnswered() {
    var lead = sandbox.asMicrosoftSeller().sendsLead(Deal.named("Lead"));

    clock.moves(Duration.ofDays(14));

    await().until(() -> "Expired".equals(status(lead)));
    assertThat(read(lead).at("/customerProfile/team")).isEmpty();
  }

  @Test
  void acceptsOrDeclinesAnOffer() {
    var accepted = sandbox.asMicrosoftSeller().shares(Deal.named("one"));
    var declined = sandbox.asMicrosoftSeller().shares(Deal.named("two"));

    patch(accepted, replace(Map.of("/status", "Active", "/substatus", "Accepted")));
    patch(
        declined,
        replace(
            Map.of("/status", "Closed", "/substatus", "Declined", "/statusReason", "too small")));

    assertThat(read(accepted).get("acceptedDateTime").asText()).startsWith("2026-01-12");
    assertThat(read(declined).get("statusReason").asText()).isEqualTo("too small");
    assertThat(read(declined).get("closedDateTime").asText()).startsWith("2026-01-12");
  }

  @Test
  void closesAnOfferAfterFourteenDaysByItself() {
    var offered = sandbox.asMicrosoftSeller().shares(Deal.named("Cold chain"));
    var answered = sandbox.asMicrosoftSeller().shares(Deal.named("Warm chain"));
    sandbox.asPortalUser().accepts(id(answered));

    clock.moves(Duration.ofDays(14));

    await().until(() -> "Expired".equals(status(offered)));
    assertThat(read(offered).get("status").asText()).isEqualTo("Closed");
    assertThat(status(answered)).isEqualTo("Accepted");
  }

  @Test
  void closesMicrosoftsReferralAfterFourteenDaysWithoutAnswer() {
    var own = coSell();

    clock.moves(Duration.ofDays(14));

    assertThat(read(sandbox.microsoftsReferral(id(own))).get("substatus").asText())
        .isEqualTo("Expired");
    assertThat(status(own)).isEqualTo("Accepted");
  }

  @Test
  void hidesWhoeverThePartnerNamesInTheInvitationUntilMicrosoftAccepts() {
    var own = json(create(Deal.named("Cold chain").json()));

    var microsofts = json(create(CreateReferralTest.invitation(own)));

    assertThat(microsofts.get("team")).isEmpty();
  }

  @Test
  void showsSellersAndCrmIdOnceMicrosoftAccepts() {
    var own = coSell();
    var before = sandbox.microsoftsReferral(id(own));

    sandbox.asMicrosoftSeller().accepts(id(own));

    var microsofts = read(before);
    assertThat(before.get("team")).isEmpty();
    assertThat(microsofts.get("status").asText()).isEqualTo("Active");
    assertThat(microsofts.at("/team/0/email").asText()).contains("microsoft");
    assertThat(microsofts.at("/trackingInfo/microsoftMsxId").asText()).startsWith("7-");
    assertThat(read(own).get("trackingInfo")).isEqualTo(microsofts.get("trackingInfo"));
    assertThat(read(own).get("eTag")).isEqualTo(own.get("eTag"));
  }

  @Test
  void keepsTheCrmIdOnMicrosoftsReferralWhenSwitched() {
    sandbox.switches().turnOn(Switch.CRM_ID_ON_MICROSOFTS_REFERRAL_ONLY);
    var own = coSell();

    sandbox.asMicrosoftSeller().accepts(id(own));

    assertThat(read(own).at("/trackingInfo/microsoftMsxId").isNull()).isTrue();
  }

  @Test
  void touchesTheOwnReferralWhenSwitched() {
    sandbox.switches().turnOn(Switch.SIBLING_CHANGE_TOUCHES_OWN_REFERRAL);
    var own = coSell();

    sandbox.asMicrosoftSeller().accepts(id(own));

    assertThat(read(own).get("eTag")).isNotEqualTo(own.get("eTag"));
  }

  @Test
  void letsMicrosoftWinOrLoseOrDeclineItsSideOnly() {
    var own = coSell();
    sandbox.asMicrosoftSeller().accepts(id(own));

    sandbox.asMicrosoftSeller().changes(id(own), "/details/dealValue", 52000);
    sandbox.asMicrosoftSeller().wins(id(own));

    assertThat(sandbox.microsoftsReferral(id(own)).get("substatus").asText()).isEqualTo("Won");
    assertThat(read(own).get("status").asText()).isEqualTo("Active");
    assertThat(read(own).at("/details/dealValue").asInt()).isEqualTo(48000);
    assertThatThrownBy(() -> sandbox.asMicrosoftSeller().loses(id(own), "late"))
        .hasMessageContaining("closed");
  }

  @Test
  void refusesToChangeMicrosoftsReferral() {
    var own = coSell();

    var response =
        patch(sandbox.microsoftsReferral(id(own)), replace("/details/notes", "not mine"));

    assertRefused(response, 403, "accessDenied", "belongs to Microsoft");
  }

  @Test
  void recordsWhoChangedWhat() {
    var own = sandbox.asPortalUser().creates(Deal.named("Cold chain"));
    patch(own, replace("/details/dealValue", 50000));
    clock.moves(Duration.ofDays(15));

    var changes = sandbox.changes();

    assertThat(changes).extracting(Change::who).containsExactly(Actor.PORTAL, Actor.CONNECTOR);
    assertThat(changes.get(0).created()).isTrue();
    assertThat(changes.get(1).fields())
        .singleElement()
        .satisfies(
            field -> {
              assertThat(field.path()).isEqualTo("/details/dealValue");
              assertThat(field.value().asInt()).isEqualTo(50000);
            });
  }

  private JsonNode coSell() {
    var own = sandbox.asPortalUser().creates(Deal.named("Cold chain").visibleToMicrosoft());
    sandbox.asPortalUser().asksMicrosoftForHelp(id(own), HELP, "Please join.");
    return read(own);
  }

  private String status(JsonNode referral) {
    return sandbox.referral(id(referral)).get("substatus").asText();
  }
}
