package io.cosell.connector.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.cosell.connector.merge.FieldRule;
import io.cosell.connector.merge.OnConflict;
import io.cosell.connector.merge.When;
import io.cosell.connector.remote.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading the product's table with a file of one's own beside it. */
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

  @BeforeEach
  void theProductsTable() throws IOException {
    Files.copy(Path.of("mapping/fields.yaml"), directory.resolve("fields.yaml"));
  }

  @Test
  void theProductsTablesAreRight() {
    assertThat(MappingBed.mapping().check()).isEmpty();
  }

  @Test
  void readsARowWithItsDefaults() throws IOException {
    assertThat(ruleOf("stage", ROW))
        .isEqualTo(new FieldRule("stage", When.ALWAYS, When.ALWAYS, OnConflict.NEWEST, false));
  }

  @Test
  void readsEveryRuleOfARow() throws IOException {
    var row =
        ROW
            + "    to-salesforce: create\n    to-partner-center: never\n    on-conflict: partner-center\n";

    assertThat(ruleOf("stage", row))
        .isEqualTo(
            new FieldRule("stage", When.CREATE, When.NEVER, OnConflict.PARTNER_CENTER, false));
  }

  @Test
  void putsSettingsInTheirPlace() throws IOException {
    var row = row("stage", ROW.replace("Sales_Stage__c", "\"{{ cosell.stage-field }}\""));

    assertThat(row.salesforce()).isEqualTo("Own_Stage__c");
  }

  @Test
  void leavesOutOfTheComparisonWhatTheOrgHasNoFieldFor() throws IOException {
    var table = read(ROW.replace("Sales_Stage__c", "\"{{cosell.empty}}\"")).table();

    assertThat(table.rows()).extracting(FieldRow::name).contains("stage");
    assertThat(table.rules()).extracting(FieldRule::name).doesNotContain("stage");
  }

  @Test
  void mayBeAFileOfNothingButComments() throws IOException {
    assertThat(problems("# nothing of our own yet\n")).isEmpty();
  }

  @Test
  void letsTheLaterFileHaveTheLastWordButOnRows() throws IOException {
    var table =
        read("""
                on-create-referral: { /qualification: Direct }
                on-create-opportunity: { LeadSource: Partner }
                patchable: { /name: true }
                """)
            .table();

    assertThat(table.onCreateReferral().get("/qualification").asText()).isEqualTo("Direct");
    assertThat(table.onCreateReferral().get("/status").asText()).isEqualTo("New");
    assertThat(table.onCreateOpportunity()).containsOnlyKeys("LeadSource");
    assertThat(table.patchable()).containsEntry("/name", true).containsEntry("/type", false);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        arguments("kind: text", "kind: txet", 6, "kind \"txet\" is not possible; possible are ["),
        arguments(
            "kind: text",
            "kind: text\n    on-conflit: newest",
            7,
            "there is no \"on-conflit\" here; possible are ["),
        arguments("    kind: text\n", "", 5, "it has no kind"),
        arguments("    salesforce: Sales_Stage__c\n", "", 5, "it has no salesforce"),
        arguments(
            "salesforce: Sales_Stage__c", "salesforce:", 8, "salesforce null must be the API name"),
        arguments(
            "Sales_Stage__c",
            "{{cosell.stage-field}}",
            8,
            "a {{setting}} stand there without quotes?"),
        arguments("name: stage", "name: ''", 5, "name \"\" must be a text"),
        arguments("name: stage", "name: 7", 5, "name 7 must be a text"),
        arguments(
            "/salesStage",
            "salesStage",
            7,
            "partner-center \"salesStage\" must be a path such as /details/dealValue"),
        arguments("/salesStage", "/list[type=X]", 7, "\"/list[type=X]\" must be a path such as"),
        arguments("kind: text", "kind: choice", 5, "it has no values"),
        arguments(
            "kind: text", "kind: text\n    values: {a: b}", 5, "values belong to kind choice"),
        arguments("kind: text", "kind: text\n    kind: money", 7, "Duplicate field 'kind'"),
        arguments(
            "kind: text",
            "kind: text\n    to-salesforce: sometimes",
            7,
            "to-salesforce \"sometimes\" is not possible; possible are [always, create, never]"),
        arguments(
            "kind: text",
            "kind: text\n    on-conflict: newset",
            7,
            "on-conflict \"newset\" is not possible; possible are [newest, partner-center,"),
        arguments(
            "Sales_Stage__c",
            "\"{{cosell.stage-feild}}\"",
            8,
            "{{cosell.stage-feild}} stands for a setting, but there is no such setting"),
        arguments("fields:", "fileds:", 4, "there is no \"fileds\" here; possible are [fields,"),
        arguments(
            "# Its owner",
            "on-create-referral: { qualification: X }\n#",
            3,
            "\"qualification\" must be a path such as /details/dealValue"),
        arguments(
            "# Its owner",
            "on-create-account: { Account.Region__c: X }\n#",
            3,
            "\"Account.Region__c\" must be the API name of a field, without its object"),
        arguments("# Its owner", "patchable: { /name: yes }\n#", 3, "must be true or false"),
        arguments(
            "name: stage", "name: notes", 5, "there is a row of this name already, in fields"),
        arguments("kind: text", "kind: phase", 6, "kind phase and the name phase belong together"),
        arguments(
            "kind: text",
            "kind: date\n    default: soon",
            7,
            "stage is \"soon\": the mapping table expects another kind of value: date"),
        arguments(
            "kind: text", "kind: boolean\n    default: on", 7, "\"on\" is none of its values"),
        arguments(
            "kind: text",
            "kind: choice\n    values: {a: b}\n    default: c",
            8,
            "\"c\" is none of its values"),
        arguments(
            "/salesStage",
            "/customerProfile/ids[profileType=Duns]/id",
            7,
            "Partner Center takes no change of /customerProfile/ids after creation; write to-partner-center:"
                + " create, or if yours does, write \"/customerProfile/ids: true\" under patchable"),
        arguments("/salesStage", "/name", 7, "Partner Center takes no change of /name after"));
  }

  @ParameterizedTest(name = "{3}")
  @MethodSource("mistakes")
  void saysInWhichFileAndLineItIsWrong(String right, String wrong, int line, String message)
      throws IOException {
    assertThat(problems(ROW.replace(right, wrong)))
        .singleElement()
        .asString()
        .startsWith("own.yaml, line " + line + ": ")
        .contains(message)
        .doesNotContain("io.cosell");
  }

  @Test
  void saysThatRowsAreAList() throws IOException {
    assertThat(problems("fields:\n  stage: \"{{cosell.no}}\"\n"))
        .containsExactly(
            "own.yaml, line 1: fields must be a list of rows, each beginning with - name:",
            "own.yaml, line 2: {{cosell.no}} stands for a setting, but there is no such setting");
    assertThat(problems("- name: stage\n"))
        .containsExactly("own.yaml, line 1: the file must consist of keys such as fields:");
    assertThat(problems("fields:\n  - stage\n"))
        .containsExactly(
            "own.yaml, line 2: \"stage\" must be a row: name, kind, partner-center and salesforce");
  }

  @Test
  void namesTheRow() throws IOException {
    assertThat(problems(ROW.replace("kind: text", "kind: txet")))
        .singleElement()
        .asString()
        .startsWith("own.yaml, line 6: row stage: kind ");
  }

  @Test
  void saysAllThatIsWrongAtOnce() throws IOException {
    Files.writeString(directory.resolve("broken.yaml"), "fields:\n  - name: [broken\n");
    var own =
        ROW.replace("kind: text", "kind: txet").replace("Sales_Stage__c", "\"{{cosell.no}}\"")
            + ROW.substring(ROW.indexOf("  - name")).replace("/salesStage", "salesStage");

    assertThat(problems(own))
        .extracting(problem -> problem.split(": ")[0])
        .containsExactly(
            "broken.yaml, line 3", "own.yaml, line 6", "own.yaml, line 11", "own.yaml, line 8");
  }

  @Test
  void refusesTwoRowsOfOneName() throws IOException {
    assertThat(problems(ROW + ROW.substring(ROW.indexOf("  - name"))))
        .containsExactly(
            "own.yaml, line 9: row stage: there is a row of this name already, in own.yaml, line 5");
  }

  @Test
  void refusesATableWithoutTheRowsTheFlowsNeed() throws IOException {
    Files.delete(directory.resolve("fields.yaml"));

    assertThat(problems(ROW))
        .hasSize(3)
        .allMatch(problem -> problem.contains("which the flows need; is a file missing?"));
  }

  @Test
  void takesWhatPartnerCenterIsSaidToTake() throws IOException {
    var row = ROW.replace("/salesStage", "/favorite").replace("kind: text", "kind: boolean");

    assertThat(problems(row)).hasSize(1);
    assertThat(problems(row + "patchable: { /favorite: true }\n")).isEmpty();
    assertThat(problems(row + "    to-partner-center: create\n")).isEmpty();
  }

  @Test
  void saysThatADirectoryIsNotThere() {
    var mapping = MappingBed.mapping(directory.resolve("nowhere"));

    assertThat(mapping.check()).extracting(Problem::toString).asString().contains("cannot be read");
  }

  @Test
  void staysInForceWhenAnEditIsWrong() throws IOException {
    var file = directory.resolve("own.yaml");
    Files.writeString(file, ROW);
    var mapping = MappingBed.mapping(directory);
    assertThat(mapping.check()).isEmpty();

    Files.writeString(file, ROW.replace("kind: text", "kind: txet"));
    var problems = mapping.check();

    assertThat(problems)
        .extracting(Problem::toString)
        .singleElement()
        .asString()
        .startsWith("cosell.mapping.directory=" + directory + ": own.yaml, line 6: ")
        .contains("txet");
    assertThat(mapping.rules()).extracting(FieldRule::name).contains("stage");
  }

  @Test
  void comesIntoForceWhenItFitsTheOrgAndDealsUnderWayKeepTheirs() throws IOException {
    var mapping = MappingBed.mapping(directory);
    mapping.check();
    mapping.check(MappingBed.orgWithout());
    var before = mapping.version();

    Files.writeString(
        directory.resolve("own.yaml"), ROW.replace("Sales_Stage__c", "Loss_Reason__c"));
    mapping.check();
    mapping.check(MappingBed.orgWithout());

    try (var kept = mapping.keep(before)) {
      assertThat(mapping.rules()).extracting(FieldRule::name).doesNotContain("stage");
    }
    assertThat(mapping.rules()).extracting(FieldRule::name).contains("stage");
  }

  @Test
  void keepsTheRowsOfLeadsApart() throws IOException {
    var table = read(ROW.replace("fields:", "lead-fields:")).table();

    assertThat(table.ofLeads().rules()).extracting(FieldRule::name).contains("stage");
    assertThat(table.rules()).extracting(FieldRule::name).doesNotContain("stage");
  }

  @ParameterizedTest
  @ValueSource(strings = {"kind: contacts", "salesforce: Account.Name"})
  void refusesALeadRowThatALeadHasNoPlaceFor(String wrong) throws IOException {
    var row =
        wrong.startsWith("kind")
            ? ROW.replace("kind: text", wrong)
            : ROW.replace("salesforce: Sales_Stage__c", wrong);

    assertThat(problems(row.replace("fields:", "lead-fields:")))
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .startsWith("own.yaml, line ")
                    .contains("row stage: a lead has neither lists nor an account"));
  }

  @Test
  void refusesTwoLeadRowsOfOneName() throws IOException {
    var row = ROW.replace("fields:", "lead-fields:");
    Files.writeString(directory.resolve("leads.yaml"), row);

    assertThat(problems(row))
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem)
                    .contains(
                        "own.yaml, line ", "there is a row of this name already, in leads.yaml"));
  }

  private FieldRule ruleOf(String name, String text) throws IOException {
    return row(name, text).rule();
  }

  private FieldRow row(String name, String text) throws IOException {
    var reading = read(text);
    assertThat(reading.problems()).isEmpty();
    return reading.table().rows().stream()
        .filter(row -> row.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private List<String> problems(String text) throws IOException {
    return read(text).problems().stream().map(TableProblem::toString).toList();
  }

  private TableReading read(String text) throws IOException {
    Files.writeString(directory.resolve("own.yaml"), text);
    var own = Map.of("cosell.stage-field", "Own_Stage__c", "cosell.empty", "");
    var product = MappingBed.settings();
    return new TableReading(
        new TableDirectory(directory.toString()).read(),
        name -> own.containsKey(name) ? own.get(name) : product.apply(name));
  }
}
