package io.cosell.connector.partnercenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cosell.connector.remote.ChangedMeanwhileException;
import io.cosell.connector.remote.CodedException;
import io.cosell.connector.remote.ErrorCode;
import io.cosell.connector.remote.ErrorCode.Group;
import io.cosell.connector.remote.RemoteRefusedException;
import io.cosell.connector.remote.RemoteUnavailableException;
import io.cosell.sandbox.partnercenter.Deal;
import io.cosell.sandbox.partnercenter.PartnerCenterSandbox;
import io.cosell.sandbox.partnercenter.ServiceAccount;
import io.cosell.sandbox.partnercenter.Switch;
import io.cosell.sandbox.server.Fault;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every refusal of Partner Center that is documented, from the sandbox over HTTP. */
class PartnerCenterRefusalsTest {
  private static final String CONSENT = "/consent/consentToShareReferralWithMicrosoftSellers";
  private final MovableClock clock = new MovableClock();
  private final PartnerCenterSandbox sandbox = Client.sandbox(clock);
  private Client client;
  private PartnerCenter partnerCenter;

  /** Leads the sandbox into one refusal. */
  private interface Trouble {
    void happens(PartnerCenterRefusalsTest here);
  }

  /**
   * One refusal.
   *
   * @param said what the message must have
   */
  private record Case(ErrorCode code, Trouble trouble, String... said) {
    @Override
    public String toString() {
      return code.id() + " " + code.title() + " " + List.of(said);
    }
  }

  @BeforeEach
  void connect(@TempDir Path folder) {
    var settings = Client.settings(sandbox, folder);
    settings.put("webhook.public-url", "https://connector.alderfinch.example/webhooks");
    client = new Client(settings, clock, Client.database());
    partnerCenter = client.partnerCenter;
  }

  @AfterEach
  void close() {
    client.close();
    sandbox.close();
  }

  static Stream<Case> refusals() {
    return Stream.concat(ofValues(), Stream.concat(ofRules(), ofCalls()));
  }

  private static Stream<Case> ofValues() {
    return Stream.of(
        new Case(
            ErrorCode.PARTNER_CENTER_VALUE,
            it -> it.creates(Deal.named("A").with("/details/currency", "EURO")),
            "/details/currency is \"EURO\"",
            "must be an ISO 4217 code"),
        new Case(
            ErrorCode.PARTNER_CENTER_VALUE,
            it -> it.creates(Deal.named("A").with("/customerProfile/address/country", "Germany")),
            "/customerProfile/address/country is \"Germany\""),
        new Case(
            ErrorCode.PARTNER_CENTER_VALUE,
            it -> it.changes("/details/notes", "word ".repeat(900)),
            "/details/notes is \"word word",
            "takes at most 4000 characters"),
        new Case(
            ErrorCode.PARTNER_CENTER_VALUE,
            it -> {
              it.sandbox.switches().turnOn(Switch.BUSINESS_ERRORS_ARE_409);
              it.changes("/details/dealValue", -1);
            },
            "/details/dealValue is \"-1\"",
            "status 409"),
        new Case(
            ErrorCode.PARTNER_CENTER_VALUE,
            it -> {
              it.sandbox.switches().turnOn(Switch.BUSINESS_ERRORS_ARE_422);
              it.sandbox.switches().turnOn(Switch.PAST_CLOSING_DATE_REFUSED);
              it.changes("/details/closingDateTime", "2001-01-01T00:00:00Z");
            },
            "/details/closingDateTime is \"2001-01-01T00:00:00Z\"",
            "status 422"),
        new Case(
            ErrorCode.PARTNER_CENTER_VALUE,
            it -> {
              it.sandbox.switches().turnOn(Switch.ZERO_DEAL_VALUE_REFUSED);
              it.changes("/details/dealValue", 0);
            },
            "/details/dealValue is \"0\""),
        new Case(
            ErrorCode.PARTNER_CENTER_VALUE,
            it -> it.changes("/details/requirements/solutions", it.solutions(51)),
            "/details/requirements/solutions: ",
            "takes at most 50 elements"),
        new Case(
            ErrorCode.PARTNER_CENTER_VALUE,
            it -> it.invites("TelepathicAdvice"),
            "/inviteContext/assistanceRequestCode is \"TelepathicAdvice\""),
        new Case(
            ErrorCode.PARTNER_CENTER_REQUIRED,
            it -> it.creates(Deal.named("A").with("/customerProfile/address/addressLine1", "")),
            "/customerProfile/address/addressLine1 is empty"),
        new Case(
            ErrorCode.PARTNER_CENTER_REQUIRED,
            it -> it.creates(Deal.named("A").with("/details/requirements/solutions", List.of())),
            "/details/requirements/solutions is empty"),
        new Case(
            ErrorCode.PARTNER_CENTER_REQUIRED,
            it -> it.creates(Deal.named("A").withSolution("", "Nameless")),
            "/details/requirements/solutions/id is empty",
            "Solution ID is required"),
        new Case(
            ErrorCode.PARTNER_CENTER_REQUIRED,
            it -> it.creates(Deal.named("A").with("/team/0/phoneNumber", "")),
            "/team/phoneNumber is empty"),
        new Case(
            ErrorCode.PARTNER_CENTER_REQUIRED,
            it -> {
              var intent = "/details/requirements/additionalRequirements/attributes";
              it.creates(Deal.named("A").with(intent, List.of()));
            },
            "/details/requirements/additionalRequirements/attributes is empty"),
        new Case(
            ErrorCode.PARTNER_CENTER_REQUIRED,
            it -> {
              it.sandbox.switches().turnOn(Switch.NOTES_REQUIRED);
              it.creates(Deal.named("A").withNotes(null));
            },
            "/details/notes is empty"),
        new Case(
            ErrorCode.PARTNER_CENTER_REQUIRED,
            it -> it.changes("/team", List.of()),
            "/team is empty",
            "needs at least one element"));
  }

  private static Stream<Case> ofRules() {
    return Stream.of(
        new Case(
            ErrorCode.PARTNER_CENTER_STATUS,
            it ->
                it.partnerCenter.patch(
                    it.existing(), operations("/status", "New", "/substatus", "Pending")),
            "/status is \"New\"",
            "Status cannot go from Active to New"),
        new Case(
            ErrorCode.PARTNER_CENTER_STATUS,
            it ->
                it.partnerCenter.patch(
                    it.existing(), operations("/status", "Closed", "/substatus", "Accepted")),
            "/substatus is \"Accepted\""),
        new Case(
            ErrorCode.PARTNER_CENTER_CLOSED,
            it -> {
              var known = it.existing();
              it.sandbox.asPortalUser().wins(known.id());
              var won = it.partnerCenter.read(known.id()).orElseThrow();
              it.partnerCenter.patch(won, operations("/details/dealValue", 1));
            },
            "/details/dealValue is \"1\"",
            "the referral is closed, which is final"),
        new Case(
            ErrorCode.PARTNER_CENTER_FIXED,
            it -> it.changes("/customerProfile/name", "Fabrikam"),
            "/customerProfile/name is \"Fabrikam\""),
        new Case(
            ErrorCode.PARTNER_CENTER_FIXED,
            it -> {
              it.sandbox.switches().turnOn(Switch.NAME_AND_INTENT_FIXED);
              it.changes("/name", "Another");
            },
            "/name is \"Another\""),
        new Case(
            ErrorCode.PARTNER_CENTER_RATCHET,
            it -> it.changes(CONSENT, false),
            CONSENT + " is \"false\""),
        new Case(
            ErrorCode.PARTNER_CENTER_CONTACTS,
            it -> {
              it.sandbox.switches().turnOn(Switch.FROZEN_CONTACTS_REFUSED);
              var shared = it.sandbox.asMicrosoftSeller().shares(Deal.named("Theirs"));
              var known = it.partnerCenter.read(shared.path("id").asText()).orElseThrow();
              it.partnerCenter.patch(
                  known, operations("/customerProfile/team", shared.path("team")));
            },
            "/customerProfile/team"),
        new Case(
            ErrorCode.PARTNER_CENTER_INVITED,
            it -> {
              it.invites("QuotesOrLicensing");
              it.invites("QuotesOrLicensing");
            },
            "Microsoft has been invited to this deal already"),
        new Case(
            ErrorCode.PARTNER_CENTER_RULE,
            it -> {
              it.answers(
                  "POST", 400, "{\"error\":{\"code\":\"invalidRequest\",\"message\":\"No.\"}}");
              it.creates(Deal.named("A"));
            },
            "a rule of Partner Center forbids it: No."),
        new Case(
            ErrorCode.PARTNER_CENTER_RULE,
            it -> {
              it.answers(
                  "PATCH", 422, "{\"error\":{\"code\":\"generalException\",\"message\":\"No.\"}}");
              it.partnerCenter.patch(
                  it.existing(), operations("/details/dealValue", 1, "/details/notes", "x"));
            },
            "a rule of Partner Center forbids it: No."));
  }

  private static Stream<Case> ofCalls() {
    return Stream.of(
        new Case(
            ErrorCode.PARTNER_CENTER_FORBIDDEN,
            it -> {
              var known = it.existing();
              it.sandbox.account().has(ServiceAccount.Role.NONE);
              it.partnerCenter.patch(known, operations("/details/dealValue", 1));
            },
            "status 403 accessDenied"),
        new Case(
            ErrorCode.PARTNER_CENTER_FORBIDDEN,
            it -> {
              it.sandbox.switches().turnOn(Switch.FOREIGN_IDS_ANSWER_403);
              it.changesAsAnother();
            },
            "The referral is not yours."),
        new Case(
            ErrorCode.PARTNER_CENTER_GONE,
            PartnerCenterRefusalsTest::changesAsAnother,
            "status 404 itemNotFound"),
        new Case(ErrorCode.PARTNER_CENTER_GONE, it -> it.isAnswered(410), "status 410"),
        new Case(ErrorCode.PARTNER_CENTER_TOO_LARGE, it -> it.isAnswered(413), "status 413"),
        new Case(ErrorCode.PARTNER_CENTER_PROTOCOL, it -> it.isAnswered(415), "status 415"),
        new Case(
            ErrorCode.PARTNER_CENTER_WEBHOOK,
            it -> {
              it.answers("POST", 400, "{\"code\":\"60001\",\"description\":\"No such host.\"}");
              it.client.registration.ensure(true);
            },
            "the registration of the webhook: No such host."),
        new Case(
            ErrorCode.CHANGED_MEANWHILE,
            it -> {
              var known = it.existing();
              it.sandbox.asPortalUser().changes(known.id(), "/details/notes", "a colleague");
              it.partnerCenter.patch(known, operations("/details/dealValue", 1));
            },
            "412 preconditionFailed, ETag"),
        new Case(
            ErrorCode.CHANGED_MEANWHILE,
            it -> {
              var body = "{\"error\":{\"code\":\"resourceModified\"}}";
              it.answers("PATCH", 409, body);
              it.answers("PATCH", 409, body);
              it.answers("PATCH", 409, body);
              it.changes("/details/dealValue", 1);
            },
            "409 resourceModified"),
        new Case(ErrorCode.PARTNER_CENTER_AWAY, it -> it.isAnswered(503), "(503)"),
        new Case(
            ErrorCode.PARTNER_CENTER_AWAY,
            it -> {
              var known = it.existing();
              it.sandbox.api().faults().inject(Fault.named("cut-connection"));
              it.partnerCenter.patch(known, operations("/details/dealValue", 1));
            },
            "the write may or may not have happened"),
        new Case(ErrorCode.PARTNER_CENTER_LOCKED, it -> it.isAnswered(423), "(423)"),
        new Case(ErrorCode.PARTNER_CENTER_THROTTLES, it -> it.isAnswered(429), "(429)"),
        new Case(ErrorCode.PARTNER_CENTER_THROTTLES, it -> it.isAnswered(509), "(509)"),
        new Case(
            ErrorCode.PARTNER_CENTER_SIGN_IN,
            it -> {
              var known = it.existing();
              it.sandbox.revokeRefreshTokens();
              it.sandbox.revokeAccessTokens();
              it.partnerCenter.read(known.id());
            },
            "cosell.partner-center.refresh-token=(hidden): the sign-in has expired"),
        new Case(
            ErrorCode.PARTNER_CENTER_SIGN_IN,
            it -> {
              it.sandbox.api().faults().inject(Fault.named("status").times(2).with("status", 401));
              it.partnerCenter.tryOneCall();
            },
            "refuses tokens of this scope"),
        new Case(
            ErrorCode.PARTNER_CENTER_MFA,
            it -> {
              it.answers("GET", 403, "{\"error\":{\"code\":\"insufficient_claims\"}}");
              it.partnerCenter.tryOneCall();
            },
            "asks for multifactor authentication"),
        new Case(
            ErrorCode.PARTNER_CENTER_MFA,
            it -> {
              var known = it.existing();
              it.sandbox.switches().turnOn(Switch.MFA_ENFORCED);
              it.sandbox.account().signsInWithSecondFactor(false);
              it.sandbox.revokeAccessTokens();
              it.partnerCenter.read(known.id());
            },
            "asks for multifactor authentication"),
        new Case(
            ErrorCode.PARTNER_CENTER_ROLE,
            it -> {
              it.sandbox.account().has(ServiceAccount.Role.NONE);
              it.partnerCenter.tryOneCall();
            },
            "Referrals admin"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void isSaidWithCodeFieldValueAndReason(Case refusal) {
    var failure = catchThrowableOfType(CodedException.class, () -> refusal.trouble().happens(this));

    assertThat(failure).isNotNull();
    assertThat(failure.code()).as(failure.getMessage()).isEqualTo(refusal.code());
    assertThat(failure).hasMessageStartingWith(refusal.code().id() + " ");
    assertThat(failure).hasMessageContainingAll(refusal.said());
    assertThat(failure).isInstanceOf(kindOf(refusal.code()));
  }

  @ParameterizedTest
  @CsvSource({
    "405, PARTNER_CENTER_PROTOCOL",
    "406, PARTNER_CENTER_PROTOCOL",
    "411, PARTNER_CENTER_PROTOCOL",
    "416, PARTNER_CENTER_PROTOCOL",
    "501, PARTNER_CENTER_PROTOCOL",
    "302, PARTNER_CENTER_AWAY",
    "408, PARTNER_CENTER_AWAY",
    "500, PARTNER_CENTER_AWAY",
    "504, PARTNER_CENTER_AWAY",
    "507, PARTNER_CENTER_AWAY",
    "409, PARTNER_CENTER_VALUE",
    "422, PARTNER_CENTER_VALUE"
  })
  void hasAPlaceForEveryStatus(int status, ErrorCode code) {
    var failure = catchThrowableOfType(CodedException.class, () -> isAnswered(status));

    assertThat(failure.code()).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/name",
        "/customerProfile/name",
        "/customerProfile/address/addressLine1",
        "/customerProfile/address/city",
        "/customerProfile/address/country",
        "/details/dealValue",
        "/details/currency",
        "/details/closingDateTime",
        "/team/0/firstName",
        "/team/0/lastName",
        "/team/0/email",
        "/team/0/phoneNumber"
      })
  void namesEveryFieldANewReferralNeeds(String field) {
    var failure =
        catchThrowableOfType(
            RemoteRefusedException.class, () -> creates(Deal.named("A").with(field, null)));

    assertThat(failure.code()).isEqualTo(ErrorCode.PARTNER_CENTER_REQUIRED);
    assertThat(failure.fields()).containsExactly(field.replace("/0", ""));
    assertThat(sandbox.referrals()).isEmpty();
  }

  @Test
  void coversEveryCodeOfPartnerCenter() {
    var wanted = EnumSet.of(ErrorCode.CHANGED_MEANWHILE);
    Arrays.stream(ErrorCode.values())
        .filter(
            code ->
                code.group() == Group.PARTNER_CENTER || code.name().startsWith("PARTNER_CENTER_"))
        .forEach(wanted::add);

    assertThat(refusals().map(Case::code).collect(Collectors.toSet())).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource({
    "/details/dealValue, /details/dealValue",
    "details/dealValue, /details/dealValue",
    "Details.DealValue, /Details/DealValue",
    "team[1].email, /team/1/email",
    "ETag, ",
    "referral, ",
    "what is this?, "
  })
  void understandsAFieldHoweverItIsWritten(String target, String pointer) {
    assertThat(Refusals.pointer(target).orElse(null)).isEqualTo(pointer);
  }

  @Test
  void findsTheValueOfAFieldInAnyCase() {
    answers(
        "PATCH",
        400,
        "{\"error\":{\"code\":\"invalidRequest\",\"target\":\"Details.DealValue\",\"message\":\"No.\"}}");

    var failure =
        catchThrowableOfType(RemoteRefusedException.class, () -> changes("/details/dealValue", 12));

    assertThat(failure.code()).isEqualTo(ErrorCode.PARTNER_CENTER_VALUE);
    assertThat(failure.findings().get(0).value()).isEqualTo("12");
  }

  private static Class<? extends CodedException> kindOf(ErrorCode code) {
    if (code == ErrorCode.CHANGED_MEANWHILE) {
      return ChangedMeanwhileException.class;
    }
    return code.group() == Group.WAITING
        ? RemoteUnavailableException.class
        : RemoteRefusedException.class;
  }

  private Referral existing() {
    var created = sandbox.asPortalUser().creates(Deal.named("Cold chain").visibleToMicrosoft());
    return partnerCenter.read(created.path("id").asText()).orElseThrow();
  }

  private void creates(Deal deal) {
    partnerCenter.create(deal.json());
  }

  private void changes(String path, Object value) {
    partnerCenter.patch(existing(), operations(path, value));
  }

  private void changesAsAnother() {
    var known = existing();
    sandbox.account().has(ServiceAccount.Role.REFERRALS_USER);
    partnerCenter.patch(known, operations("/details/dealValue", 1));
  }

  /** Microsoft, to the one deal there is. */
  private void invites(String help) {
    var own = sandbox.referrals().isEmpty() ? existing().json() : sandbox.referrals().get(0);
    var invitation = (ObjectNode) own.deepCopy();
    invitation.putArray("target").addObject().put("id", "msft");
    invitation.putObject("inviteContext").put("assistanceRequestCode", help);
    partnerCenter.create(invitation);
  }

  private void isAnswered(int status) {
    answers("PATCH", status, "");
    changes("/details/dealValue", 1);
  }

  private void answers(String method, int status, String body) {
    sandbox
        .api()
        .faults()
        .inject(Fault.named("status").on(method, "/").with("status", status).with("body", body));
  }

  private ArrayNode solutions(int number) {
    var solutions = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < number; i++) {
      solutions.addObject().put("type", "Name").put("id", "SOL-" + i);
    }
    return solutions;
  }

  /** Replaces these values, each path followed by its value. */
  private static ArrayNode operations(Object... pairs) {
    var operations = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < pairs.length; i += 2) {
      operations
          .addObject()
          .put("op", "replace")
          .put("path", (String) pairs[i])
          .set("value", new ObjectMapper().valueToTree(pairs[i + 1]));
    }
    return operations;
  }
}
