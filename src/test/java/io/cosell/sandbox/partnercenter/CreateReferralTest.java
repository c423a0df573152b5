package io.cosell.sandbox.partnercenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CreateReferralTest extends SandboxTest {

  @Test
  void acceptsAPrivateDealAtOnceWhateverStatusItAsksFor() {
    var deal = Deal.named("Cold chain").with("/status", "New").with("/substatus", "Pending").json();

    var response = create(deal);

    assertThat(response.statusCode()).isEqualTo(200);
    var created = json(response);
    assertThat(created.get("status").asText()).isEqualTo("Active");
    assertThat(created.get("substatus").asText()).isEqualTo("Accepted");
    assertThat(created.get("direction").asText()).isEqualTo("Outgoing");
    assertThat(created.get("organizationName").asText()).isEqualTo("Alder & Finch Ltd");
    assertThat(created.get("createdDateTime").asText()).isEqualTo("2026-01-12T09:30:11.4410382Z");
    assertThat(created.get("acceptedDateTime").asText()).isEqualTo("2026-01-12T09:30:11.4410382Z");
    assertThat(created.at("/inviteContext/assistanceRequestCode").asText()).isEqualTo("Unknown");
    assertThat(created.get("eTag").asText()).startsWith("\"").endsWith("\"");
    assertThat(response.headers().firstValue("ETag")).contains(created.get("eTag").asText());
    assertThat(response.headers().firstValue("request-id")).isPresent();
    assertThat(read(created)).isEqualTo(created);
  }

  @Test
  void keepsPropertiesItDoesNotKnowAndIgnoresThoseTheServerOwns() {
    var deal =
        Deal.named("Cold chain")
            .with("/somethingNew/inside", 7)
            .with("/organizationId", "forged")
            .with("/trackingInfo/microsoftMsxId", "forged")
            .json();

    var created = json(create(deal));

    assertThat(created.at("/somethingNew/inside").asInt()).isEqualTo(7);
    assertThat(created.get("organizationId").asText())
        .isEqualTo(sandbox.options().organisationId());
    assertThat(created.at("/trackingInfo/microsoftMsxId").isNull()).isTrue();
  }

  static Stream<Arguments> incompleteDeals() {
    return Stream.of(
        Arguments.of(deal().with("/type", "Other"), "type must be"),
        Arguments.of(deal().with("/name", ""), "name is required"),
        Arguments.of(deal().with("/consent", null), "consent is required"),
        Arguments.of(deal().with("/customerProfile/name", null), "customerProfile/name"),
        Arguments.of(deal().with("/customerProfile/address/city", ""), "address/city is required"),
        Arguments.of(deal().with("/customerProfile/address/country", "GBR"), "two-letter"),
        Arguments.of(deal().with("/team", new int[0]), "team needs at least one"),
        Arguments.of(deal().with("/team/0/phoneNumber", ""), "phoneNumber is required"),
        Arguments.of(deal().with("/details/dealValue", null), "dealValue must be a number"),
        Arguments.of(deal().with("/details/currency", "Pounds"), "ISO 4217"),
        Arguments.of(deal().with("/details/closingDateTime", "soon"), "date and time with zone"),
        Arguments.of(
            deal().with("/details/requirements/solutions/0/id", ""), "Solution ID is required"),
        Arguments.of(
            deal().with("/details/requirements/additionalRequirements", null),
            "CustomerMarketplaceIntent is required"),
        Arguments.of(deal().with("/consent/consentToToShareInfoWithOthers", false), "must be true"),
        Arguments.of(
            deal().with("/inviteContext/assistanceRequestCode", "Please"), "no assistance code"));
  }

  @ParameterizedTest
  @MethodSource("incompleteDeals")
  void refusesADealThatLacksSomething(Deal deal, String reason) {
    var response = create(deal.json());

    assertRefused(response, 400, "invalidRequest", reason);
    assertThat(sandbox.referrals()).isEmpty();
  }

  @Test
  void answersBusinessErrorsAs422WhenSwitched() {
    sandbox.switches().turnOn(Switch.BUSINESS_ERRORS_ARE_422);

    var response = create(deal().with("/consent/consentToContact", false).json());

    assertRefused(response, 422, "invalidRequest", "consentToContact must be true");
  }

  @Test
  void answersWithoutClosingDateWhenSwitchedButKeepsIt() {
    sandbox.switches().turnOn(Switch.CREATE_ANSWER_LACKS_CLOSING_DATE);

    var created = json(create(deal().json()));

    assertThat(created.at("/details").has("closingDateTime")).isFalse();
    assertThat(read(created).at("/details").has("closingDateTime")).isTrue();
  }

  @Test
  void invitesMicrosoftToTheEngagementOfAnOwnDeal() {
    var own = json(create(deal().with("/type", "Shared").json()));

    var microsofts = json(create(invitation(own)));

    assertThat(microsofts.get("id")).isNotEqualTo(own.get("id"));
    assertThat(microsofts.get("engagementId")).isEqualTo(own.get("engagementId"));
    assertThat(microsofts.get("organizationId").asText()).isEqualTo("msft");
    assertThat(microsofts.get("status").asText()).isEqualTo("New");
    assertThat(microsofts.get("substatus").asText()).isEqualTo("Pending");
    assertThat(microsofts.get("expirationDateTime").asText()).startsWith("2026-01-26T09:30:11");
    assertThat(read(own).at("/consent/consentToShareReferralWithMicrosoftSellers").asBoolean())
        .isTrue();
  }

  @Test
  void refusesToInviteMicrosoftTwice() {
    var own = json(create(deal().json()));
    create(invitation(own));

    var response = create(invitation(own));

    assertRefused(response, 409, "invalidRequest", "invited to this engagement already");
  }

  @Test
  void refusesAnInvitationWithoutHelpCodeOrContactOrEngagement() {
    var own = json(create(deal().json()));
    var withoutHelp = invitation(own);
    withoutHelp.withObject("/inviteContext").put("assistanceRequestCode", "Unknown");
    var withoutContact = invitation(own);
    withoutContact.withObject("/customerProfile").putArray("team");
    var elsewhere = invitation(own).put("engagementId", "5a00c1d2-0000-4000-8000-66f1a2b30000");

    assertRefused(create(withoutHelp), 400, "invalidRequest", "no assistance code");
    assertRefused(create(withoutContact), 400, "invalidRequest", "customerProfile/team needs");
    assertRefused(create(elsewhere), 400, "invalidRequest", "existing engagement");
  }

  private static Deal deal() {
    return Deal.named("Cold chain");
  }

  static ObjectNode invitation(JsonNode own) {
    return Deal.named(own.get("name").asText())
        .with("/engagementId", own.get("engagementId").asText())
        .with("/target", List.of(Map.of("type", "BusinessProfileLocation", "id", "msft")))
        .with("/consent/consentToShareReferralWithMicrosoftSellers", true)
        .with("/inviteContext/assistanceRequestCode", HELP)
        .with("/inviteContext/notes", "Please join the pilot.")
        .json();
  }
}
