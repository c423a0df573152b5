package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.connector.mapping.UnmappableException;
import io.cosell.connector.remote.ErrorCode;
import io.cosell.connector.remote.RemoteRefusedException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class DiagnosisTest {

  @Test
  void tellsTheSellerTheFieldAndTheAdministratorTheCallToo() {
    var refusal =
        new RemoteRefusedException(
            400,
            "invalidRequest",
            List.of(ErrorCode.PARTNER_CENTER_VALUE.of("/details/dealValue", "-1", "more than 0")),
            "Partner Center, PATCH /referrals/6f, status 400, request-id 7");

    var diagnosis = Diagnosis.of(refusal, pointer -> "Amount");

    assertThat(diagnosis.line())
        .isEqualTo(
            "E201 Amount is \"-1\": Partner Center does not accept the value: more than 0. Correct"
                + " Amount.");
    assertThat(diagnosis.trouble().code()).isEqualTo("E201");
    assertThat(diagnosis.trouble().cause())
        .isEqualTo(
            "E201 Amount is \"-1\": Partner Center does not accept the value: more than 0 [Partner"
                + " Center, PATCH /referrals/6f, status 400, request-id 7]");
    assertThat(diagnosis.trouble().remedy()).isEqualTo("Correct Amount.");
    assertThat(diagnosis.fields()).containsExactly("Amount");
  }

  @Test
  void saysWhatIsForTheAdministratorLast() {
    var wrong =
        new UnmappableException(
            List.of(
                ErrorCode.ORG_REQUIRES.empty("Region__c"),
                ErrorCode.ADDRESS_MISSING.empty("Account.BillingStreet"),
                ErrorCode.ADDRESS_MISSING.empty("Account.BillingCity")));

    assertThat(Diagnosis.of(wrong, UnaryOperator.identity()).line())
        .startsWith(
            "E122 Region__c is empty: this org requires a value; E103 Account.BillingStreet")
        .contains(
            ". Fill in Account.BillingStreet, Account.BillingCity. For the administrator: Give")
        .endsWith("or make it optional.");
  }

  @Test
  void takesWhatNobodyForesawForADefect() {
    var surprise = new IllegalStateException("no such thing, client_secret=s3cret");

    var diagnosis = Diagnosis.of(surprise, UnaryOperator.identity());

    assertThat(diagnosis.trouble().code()).isEqualTo("E901");
    assertThat(diagnosis.trouble().cause())
        .isEqualTo(
            "E901 this should not happen: IllegalStateException: no such thing, client_secret=***");
  }
}
