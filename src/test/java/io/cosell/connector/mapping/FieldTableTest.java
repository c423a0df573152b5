package io.cosell.connector.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.cosell.connector.merge.FieldRule;
import io.cosell.connector.merge.OnConflict;
import io.cosell.connector.merge.When;
import io.cosell.connector.remote.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FieldTableTest {
  private static final String ROW =
      """
      # A field of our own.

      # Its owner is sales.
      fields:
        - name: stage
          kind: text
          partner-center: /salesStage
          salesforce: Sales_Stage__c
      """;

  @TempDir Path directory;

  @Test
  void readsARowWithItsDefaults() throws IOException {
    var rules = read(ROW).rules();

    assertThat(rules)
        .containsExactly(
            new FieldRule("stage", When.ALWAYS, When.ALWAYS, OnConflict.NEWEST, false));
  }

  @Test
  void readsEveryRuleOfARow() throws IOException {
    var rules =
        read(ROW
                + "    to-salesforce: create\n    to-partner-center: never\n    on-conflict: partner-center\n")
            .rules();

    assertThat(rules)
        .containsExactly(
            new FieldRule("stage", When.CREATE, When.NEVER, OnConflict.PARTNER_CENTER, false));
  }

  @Test
  void putsSettingsInTheirPlace() throws IOException {
    var table = read(ROW.replace("Sales_Stage__c", "\"{{ cosell.stage-field }}\""));

    assertThat(table.rows().get(0).salesforce()).isEqualTo("Own_Stage__c");
  }

  @Test
  void leavesOutOfTheComparisonWhatTheOrgHasNoFieldFor() throws IOException {
    var table = read(ROW.replace("Sales_Stage__c", "\"{{cosell.empty}}\""));

    assertThat(table.rows()).hasSize(1);
    assertThat(table.rules()).isEmpty();
  }

  @Test
  void mayBeAFileOfNothingButComments() throws IOException {
    assertThat(read("# nothing of our own yet\n").rows()).isEmpty();
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        arguments("kind: text", "kind: txet", "line 6: \"txet\" is not possible here"),
        arguments("kind: text", "knd: text", "row stage has no kind"),
        arguments(
            "kind: text",
            "kind: text\n    on-conflit: newest",
            "line 7: there is no \"on-conflit\" here; possible are ["),
        arguments("    kind: text\n", "", "row stage has no kind"),
        arguments("    salesforce: Sales_Stage__c\n", "", "row stage has no salesforce"),
        arguments("salesforce: Sales_Stage__c", "salesforce:", "row stage has no salesforce"),
        arguments("name: stage", "name: ''", "a row has no name"),
        arguments(
            "/salesStage",
            "salesStage",
            "partner-center of row stage is \"salesStage\" but must be a path"),
        arguments("kind: text", "kind: choice", "row stage: values belong to kind choice"),
        arguments("kind: text", "kind: text\n    kind: money", "line 7: Duplicate field 'kind'"),
        arguments(
            "kind: text",
            "kind: text\n    to-salesforce: sometimes",
            "to-salesforce of row stage is \"sometimes\" but must be always, create or never"),
        arguments(
            "kind: text",
            "kind: text\n    on-conflict: newset",
            "on-conflict of row stage is \"newset\" but must be newest, partner-center"),
        arguments(
            "Sales_Stage__c",
            "\"{{cosell.stage-feild}}\"",
            "line 8: {{cosell.stage-feild}} stands for a setting, but there is no such setting"),
        arguments("fields:", "fileds:", "line 4: there is no \"fileds\" here; possible are ["),
        arguments(
            "# Its owner", "on-create-referral: { qualification: X }\n#", "on-create-referral"));
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("mistakes")
  void saysInWhichFileAndLineItIsWrong(String right, String wrong, String message) {
    assertThatThrownBy(() -> read(ROW.replace(right, wrong)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fields.yaml, line ")
        .hasMessageContaining(message)
        .message()
        .doesNotContain("io.cosell");
  }

  @Test
  void refusesTwoRowsOfOneName() {
    assertThatThrownBy(() -> read(ROW + ROW.substring(ROW.indexOf("  - name"))))
        .hasMessageContaining("fields.yaml")
        .hasMessageContaining("two rows are named stage");
  }

  @Test
  void refusesTwoRowsOfOneNameInTwoFiles() throws IOException {
    Files.writeString(directory.resolve("fields.yaml"), ROW);
    Files.writeString(directory.resolve("own.yaml"), ROW);

    var problems = mapping().check();

    assertThat(problems)
        .singleElement()
        .satisfies(
            it ->
                assertThat(it.toString())
                    .contains("own.yaml")
                    .contains("fields.yaml already has a row named stage"));
  }

  @Test
  void staysInForceWhenAnEditIsWrong() throws IOException {
    var file = directory.resolve("fields.yaml");
    Files.writeString(file, ROW);
    var mapping = mapping();
    assertThat(mapping.check()).isEmpty();

    Files.writeString(file, ROW.replace("kind: text", "kind: txet"));
    var problems = mapping.check();

    assertThat(problems).extracting(Problem::toString).singleElement().asString().contains("txet");
    assertThat(mapping.rules()).extracting(FieldRule::name).containsExactly("stage");
  }

  @Test
  void saysWhatTheOrgLacks() {
    var org = MappingBed.orgWithout("Opportunity.Referral_Program__c", "Account.BillingCity");

    var problems = MappingBed.mapping().check(org);

    assertThat(problems)
        .extracting(Problem::toString)
        .satisfiesExactly(
            city -> assertThat(city).contains("customerCity").contains("Account.BillingCity"),
            program -> assertThat(program).contains("Referral_Program__c"));
  }

  @Test
  void asksForNoFieldThatIsSwitchedOffOrMayBeAbsent() {
    var org =
        MappingBed.orgWithout("Opportunity.CurrencyIsoCode", "Opportunity.Referral_Program__c");

    var problems = MappingBed.mapping("cosell.salesforce.fields.referral-program=").check(org);

    assertThat(problems).isEmpty();
  }

  private Mapping mapping() {
    return new Mapping(MappingBed.properties(directory.toString()), MappingBed.settings());
  }

  private FieldTable read(String text) throws IOException {
    var file = directory.resolve("fields.yaml");
    Files.writeString(file, text);
    return FieldTable.read(
        file, Map.of("cosell.stage-field", "Own_Stage__c", "cosell.empty", "")::get);
  }
}
