package io.cosell.connector.salesforce;

import static io.cosell.connector.salesforce.ScriptedSalesforce.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cosell.connector.remote.ErrorCode;
import io.cosell.connector.remote.RemoteRefusedException;
import io.cosell.sandbox.salesforce.SalesforceOptions;
import io.cosell.sandbox.salesforce.SalesforceSandbox;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DuplicateFoundTest {
  private static final Subrequest ACCOUNT =
      new Subrequest("acc", "POST", "sobjects/Account", json("{\"Name\":\"Fabrikam\"}"));
  private static SalesforceSandbox cloud;
  private static ConnectorPart connector;

  @BeforeAll
  static void start() {
    cloud =
        new SalesforceSandbox(
                SalesforceOptions.builder().client("the-app", ScriptedSalesforce.SECRET).build())
            .start();
    connector = ConnectorPart.connectedTo(cloud.url());
  }

  @AfterAll
  static void stop() {
    connector.close();
    cloud.close();
  }

  @AfterEach
  void putTheOrgRight() {
    cloud.reset();
    cloud.schema().removeDuplicateRules().nameDuplicates(true);
  }

  @Test
  void namesTheRecordsTheRuleFound() {
    var first = cloud.asSeller().create("Account", Map.of("Name", "Fabrikam"));
    var second = cloud.asSeller().create("Account", Map.of("Name", "fabrikam"));
    cloud.schema().blockDuplicates("Account", "Use one of these records?", "Name");

    var found = refusal(ACCOUNT);

    assertThat(found.matches("001")).containsExactly(first, second);
    assertThat(found.matches("003")).isEmpty();
    assertThat(found.refusesNew("Account")).isTrue();
    assertThat(found.refusesNew("Contact")).isFalse();
    assertThat(found.record().path("Name").asText()).isEqualTo("Fabrikam");
  }

  @Test
  void namesNoneWhereTheAnswerDoesNot() {
    cloud.asSeller().create("Account", Map.of("Name", "Fabrikam"));
    cloud.schema().alertOnDuplicates("Account", "Use one of these records?", "Name");
    cloud.schema().nameDuplicates(false);

    var found = refusal(ACCOUNT);

    assertThat(found.matches("001")).isEmpty();
    assertThat(found.code()).isEqualTo(ErrorCode.SALESFORCE_DUPLICATE_RULE);
    assertThat(found).hasMessageContaining("Use one of these records?");
  }

  @Test
  void takesNoIdFromTheRefusalOfAChange() {
    cloud.asSeller().create("Account", Map.of("Name", "Fabrikam"));
    var other = cloud.asSeller().create("Account", Map.of("Name", "Contoso"));
    cloud.schema().blockDuplicates("Account", "Use one of these records?", "Name");

    var found =
        refusal(
            new Subrequest(
                "acc", "PATCH", "sobjects/Account/" + other, json("{\"Name\":\"Fabrikam\"}")));

    assertThat(found.refusesNew("Account")).isFalse();
  }

  @Test
  void savesInSpiteOfAnAlertWhereTheSettingsSaySo() {
    cloud.asSeller().create("Account", Map.of("Name", "Fabrikam"));
    cloud.schema().alertOnDuplicates("Account", "Use one of these records?", "Name");

    try (var saving =
        ConnectorPart.connectedTo(cloud.url(), "cosell.salesforce.save-duplicates=true")) {
      var answer = saving.salesforce().write(List.of(ACCOUNT));

      assertThat(answer.get("acc").path("id").asText()).startsWith("001");
      cloud.schema().blockDuplicates("Account", "Blocked", "Name");
      assertThatThrownBy(() -> saving.salesforce().write(List.of(ACCOUNT)))
          .isInstanceOf(RemoteRefusedException.class)
          .hasMessageContaining("Blocked");
    }
  }

  private static DuplicateFoundException refusal(Subrequest part) {
    try {
      connector.salesforce().write(List.of(part));
    } catch (DuplicateFoundException e) {
      return e;
    }
    throw new AssertionError("was not refused");
  }
}
