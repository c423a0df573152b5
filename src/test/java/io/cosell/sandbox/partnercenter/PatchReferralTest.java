package io.cosell.sandbox.partnercenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cosell.sandbox.server.Fault;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatchReferralTest extends SandboxTest {
  private static final String VISIBLE = "/consent/consentToShareReferralWithMicrosoftSellers";
  private JsonNode referral;

  @BeforeEach
  void haveADeal() {
    referral = json(create(Deal.named("Cold chain").json()));
  }

  @Test
  void answersEmptyAndBumpsVersionAndTime() {
    clock.moves(Duration.ofSeconds(1));

    var response = patch(referral, replace("/details/notes", "Signed."));

    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(response.body()).isEmpty();
    var after = read(referral);
    assertThat(after.at("/details/notes").asText()).isEqualTo("Signed.");
    assertThat(after.get("eTag")).isNotEqualTo(referral.get("eTag"));
    assertThat(after.get("updatedDateTime").asText()).isEqualTo("2026-01-12T09:30:12.4410382Z");
    assertThat(after.get("createdDateTime")).isEqualTo(referral.get("createdDateTime"));
  }

  @Test
  void answersTheReferralWhenPreferred() {
    var response =
        patch(referral, replace("/details/dealValue", "10000"), "Prefer", "return=representation");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(json(response).at("/details/dealValue").isNumber()).isTrue();
    assertThat(json(response)).isEqualTo(read(referral));
  }

  @Test
  void appendsTeamMembersContactsAndSolutions() {
    var operations =
        readTree(
            "[{'op':'add','path':'/team/-','value':{'firstName':'A','lastName':'B',"
                + "'email':'a@b.example','phoneNumber':'1'}},"
                + "{'op':'add','path':'/customerProfile/team/-','value':{'firstName':'C',"
                + "'lastName':'D','email':'c@d.example','phoneNumber':'2'}},"
                + "{'op':'add','path':'/details/requirements/solutions/-','value':{'id':'SOL-2'}}]");

    patch(referral, operations);

    var after = read(referral);
    assertThat(after.at("/team/1/firstName").asText()).isEqualTo("A");
    assertThat(after.at("/customerProfile/team/1/firstName").asText()).isEqualTo("C");
    assertThat(after.at("/details/requirements/solutions/1/id").asText()).isEqualTo("SOL-2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "replace | /customerProfile/name | 'Other'   | cannot be changed",
        "replace | /type                 | 'Shared'  | cannot be changed",
        "replace | /inviteContext/notes  | 'x'       | cannot be changed",
        "replace | /eTag                 | 'x'       | cannot be changed",
        "remove  | /details/notes        | 'x'       | not supported",
        "test    | /details/notes        | 'x'       | not supported",
        "replace | /details/currency     | 'Euro'    | ISO 4217",
        "replace | /details/dealValue    | 'much'    | must be a number",
        "replace | /details/dealValue    | -1        | must be more than 0",
        "replace | /team                 | []        | at least one",
        "replace | /team/-               | {}        | 'add' only",
        "add     | /team/-               | {}        | firstName is required",
        "replace | /status               | 'New'     | does not belong to status New",
        "replace | /substatus            | 'Won'     | does not belong to status Active",
        "add     | /registrations/-      | {}        | Only a won deal",
      })
  void refusesWhatTheServerDoesNotTake(String op, String path, String value, String reason) {
    var operation = "[{'op':'" + op + "','path':'" + path + "','value':" + value + "}]";

    var response = patch(referral, readTree(operation));

    assertRefused(response, 400, "invalidRequest", reason);
    assertThat(read(referral)).isEqualTo(referral);
  }

  @Test
  void appliesAllOperationsOrNone() {
    var response =
        patch(
            referral,
            readTree(
                "[{'op':'replace','path':'/details/notes','value':'new'},"
                    + "{'op':'replace','path':'/details/currency','value':'none'}]"));

    assertRefused(response, 400, "invalidRequest", "ISO 4217");
    assertThat(read(referral)).isEqualTo(referral);
  }

  @Test
  void comparesIfMatchWithTheQuotesInTheETag() {
    var eTag = referral.get("eTag").asText();

    var first = patch(referral, replace("/details/notes", "one"), "If-Match", eTag);
    var second = patch(referral, replace("/details/notes", "two"), "If-Match", eTag);
    var any = patch(referral, replace("/details/notes", "three"), "If-Match", "*");

    assertThat(first.statusCode()).isEqualTo(204);
    assertRefused(second, 412, "preconditionFailed", "has changed");
    assertThat(json(second).at("/error/innerError/code").asText()).isEqualTo("99918");
    assertThat(json(second).at("/error/target").asText()).isEqualTo("ETag");
    assertThat(any.statusCode()).isEqualTo(204);
  }

  @Test
  void refusesEvenTheLatestETagOnDemand() {
    sandbox.api().faults().inject(Fault.named("precondition-failed"));
    var eTag = referral.get("eTag").asText();

    var first = patch(referral, replace("/details/notes", "one"), "If-Match", eTag);
    var second = patch(referral, replace("/details/notes", "one"), "If-Match", eTag);

    assertRefused(first, 412, "preconditionFailed", "has changed");
    assertThat(second.statusCode()).isEqualTo(204);
  }

  @ParameterizedTest
  @CsvSource({"Won", "Lost", "Declined", "Error"})
  void closesForGood(String substatus) {
    patch(referral, replace(Map.of("/status", "Closed", "/substatus", substatus)));

    var closed = read(referral);
    assertThat(closed.get("substatus").asText()).isEqualTo(substatus);
    assertThat(closed.get("closedDateTime").asText()).startsWith("2026-01-12");
    assertRefused(
        patch(referral, replace("/details/notes", "late")), 400, "invalidRequest", "closed");
    assertRefused(
        patch(referral, replace(Map.of("/status", "Active", "/substatus", "Accepted"))),
        400,
        "invalidRequest",
        "closed");
  }

  @Test
  void refusesStatusesThatOnlyTheServerSetsOrThatAreSwitchedOff() {
    sandbox.switches().turnOn(Switch.ERROR_SUBSTATUS_REFUSED);

    assertRefused(
        patch(referral, replace(Map.of("/status", "Closed", "/substatus", "Expired"))),
        400,
        "invalidRequest",
        "Only Partner Center");
    assertRefused(
        patch(referral, replace(Map.of("/status", "Closed", "/substatus", "Error"))),
        400,
        "invalidRequest",
        "Error is not accepted");
  }

  @Test
  void cannotGoBackFromAcceptedToPending() {
    var response = patch(referral, replace(Map.of("/status", "New", "/substatus", "Pending")));

    assertRefused(response, 400, "invalidRequest", "from Active to New");
  }

  @Test
  void turnsVisibilityOnButNeverOff() {
    var on = patch(referral, replace(VISIBLE, true));
    var off = patch(referral, replace(VISIBLE, false));

    assertThat(on.statusCode()).isEqualTo(204);
    assertRefused(off, 400, "invalidRequest", "only be turned on");
    assertThat(read(referral).at(VISIBLE).asBoolean()).isTrue();
  }

  @Test
  void keepsCustomerContactsOfASharedDealSilentlyOrRefusesThemWhenSwitched() {
    create(CreateReferralTest.invitation(referral));
    var contacts = replace("/customerProfile/team", new int[0]);

    var silently = patch(referral, contacts);
    sandbox.switches().turnOn(Switch.FROZEN_CONTACTS_REFUSED);
    var loudly = patch(referral, contacts);

    assertThat(silently.statusCode()).isEqualTo(204);
    assertRefused(loudly, 400, "invalidRequest", "Customer contacts of a shared deal");
    assertThat(read(referral).at("/customerProfile/team")).hasSize(1);
  }

  @Test
  void changesTheNameUnlessItIsFixed() {
    var first = patch(referral, replace("/name", "Warm chain"));
    sandbox.switches().turnOn(Switch.NAME_AND_INTENT_FIXED);
    var second = patch(referral, replace("/name", "Cold chain"));

    assertThat(first.statusCode()).isEqualTo(204);
    assertRefused(second, 400, "invalidRequest", "/name cannot be changed");
    assertThat(read(referral).get("name").asText()).isEqualTo("Warm chain");
  }

  @Test
  void refusesOtherContentTypes() {
    var response =
        patch(referral, replace("/name", "x"), "Content-Type", "application/json-patch+json");

    assertThat(response.statusCode()).isEqualTo(415);
  }

  @Test
  void replacesTheWholeReferralOnlyWithIfMatchAndWithoutLinks() {
    var whole = ((ObjectNode) referral).deepCopy();
    whole.withObject("/details").put("notes", "by PUT");
    whole.withObject("/customerProfile").put("name", "ignored");
    var path = REFERRALS + "/" + id(referral);
    var eTag = referral.get("eTag").asText();

    var withLinks = send("PUT", path, whole, "If-Match", eTag);
    whole.remove("links");
    var withoutMatch = send("PUT", path, whole);
    var good = send("PUT", path, whole, "If-Match", eTag);

    assertRefused(withLinks, 400, "invalidRequest", "links must be removed");
    assertRefused(withoutMatch, 400, "invalidRequest", "If-Match");
    assertThat(json(good).at("/details/notes").asText()).isEqualTo("by PUT");
    assertThat(json(good).at("/customerProfile/name").asText()).isEqualTo("Northbrook Dairy");
  }

  @Test
  void registersAWonDeal() {
    patch(referral, replace(VISIBLE, true));
    patch(referral, replace(Map.of("/status", "Closed", "/substatus", "Won")));
    var registration =
        readTree(
            "[{'op':'add','path':'/registrations/-','value':{'type':'AzureIPCoSell',"
                + "'contract':{'currency':'GBP','value':90000,'term':'Finite',"
                + "'signDateTime':'2026-01-02T00:00:00Z','startDateTime':'2026-01-10T00:00:00Z'},"
                + "'solutionDetails':[{'id':'SOL-40210-KLP','value':80000}]}}]");

    var response = send("PATCH", REFERRALS + "/" + id(referral) + "//", registration);
    var later = patch(referral, replace("/registrations/0/contract/value", 95000));

    assertThat(response.statusCode()).as(response.body()).isEqualTo(204);
    assertThat(later.statusCode()).as(later.body()).isEqualTo(204);
    var after = read(referral);
    assertThat(after.get("registrationStatus").asText()).isEqualTo("ReviewPending");
    assertThat(after.at("/registrations/0/contract/value").asInt()).isEqualTo(95000);
  }
}
