package io.cosell.connector.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.cosell.connector.remote.Problem;
import io.cosell.connector.salesforce.Org;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether the product's table with a file of one's own beside it fits an org. */
class OrgFitTest {
  private static final String ROW =
      """
      fields:
        - name: stage
          kind: text
          partner-center: /salesStage
          salesforce: Own__c
          to-partner-center: always
      """;
  private static final String CHOICE =
      """
      fields:
        - name: stage
          kind: choice
          partner-center: /salesStage
          salesforce: Own__c
          values:
            Early: Qualify
            Late: Close
            Unclear: ""
      """;

  @TempDir Path directory;

  @BeforeEach
  void theProductsTable() throws IOException {
    Files.copy(Path.of("mapping/fields.yaml"), directory.resolve("fields.yaml"));
  }

  @Test
  void saysWhatTheOrgLacks() {
    var org = MappingBed.orgWithout("Opportunity.Referral_Program__c", "Account.BillingCity");

    var problems = MappingBed.mapping().check(org);

    assertThat(problems)
        .extracting(Problem::toString)
        .satisfiesExactly(
            city ->
                assertThat(city)
                    .contains("fields.yaml, line ")
                    .contains("row customerCity: the org has no field Account.BillingCity"),
            program -> assertThat(program).contains("Referral_Program__c"));
  }

  @Test
  void takesAFormulaAndTheCodesOfCountryPicklists() {
    var formula =
        MappingBed.with(
            MappingBed.orgWithCountryPicklists(),
            "Opportunity",
            "Amount",
            MappingBed.formula("currency"));

    assertThat(MappingBed.mapping().check(formula)).isEmpty();
  }

  @Test
  void asksForNoFieldThatIsSwitchedOffOrMayBeAbsent() {
    var org =
        MappingBed.orgWithout("Opportunity.CurrencyIsoCode", "Opportunity.Referral_Program__c");

    var problems = MappingBed.mapping("cosell.salesforce.fields.referral-program=").check(org);

    assertThat(problems).isEmpty();
  }

  @ParameterizedTest(name = "{0} fits {1}")
  @CsvSource({
    "text, string",
    "text, textarea",
    "text, picklist",
    "notes, textarea",
    "money, currency",
    "decimal, double",
    "decimal, percent",
    "currency, picklist",
    "date, date",
    "boolean, boolean",
    "country, string"
  })
  void takesAFieldThatFits(String kind, String type) throws IOException {
    assertThat(problems(ROW.replace("kind: text", "kind: " + kind), field(type))).isEmpty();
  }

  @ParameterizedTest(name = "{0} does not fit {1}")
  @CsvSource({
    "date, string, use text",
    "text, date, use date",
    "text, boolean, use boolean",
    "money, string, use text",
    "text, double, use money or decimal",
    "boolean, picklist, use choice or text",
    "date, datetime, 'use date with to-salesforce: never, or a date field'",
    "choice, multipicklist, use text"
  })
  void refusesAFieldThatDoesNotFit(String kind, String type, String remedy) throws IOException {
    var row = kind.equals("choice") ? CHOICE : ROW.replace("kind: text", "kind: " + kind);

    assertThat(problems(row, field(type)))
        .containsExactly(
            "own.yaml, line 3: row stage: kind %s does not fit Own__c, which is of type %s in the org; %s"
                .formatted(kind, type, remedy));
  }

  @Test
  void readsADayFromADateTime() throws IOException {
    var row = ROW.replace("kind: text", "kind: date") + "    to-salesforce: never\n";

    assertThat(problems(row, field("datetime"))).isEmpty();
  }

  static Stream<Arguments> directions() {
    return Stream.of(
        arguments("always", false, false, false),
        arguments("always", true, false, false),
        arguments("create", true, false, true),
        arguments("create", false, false, false),
        arguments("never", false, false, true));
  }

  @ParameterizedTest(name = "{0}, createable {1}, updateable {2}: {3}")
  @MethodSource("directions")
  void refusesADirectionTheOrgDoesNotAllow(
      String when, boolean createable, boolean updateable, boolean fits) throws IOException {
    var formula =
        new Org.Field("string", 255, false, createable, updateable, false, false, false, List.of());

    var problems = problems(ROW + "    to-salesforce: " + when + "\n", formula);

    if (fits) {
      assertThat(problems).isEmpty();
    } else {
      assertThat(problems)
          .singleElement()
          .asString()
          .startsWith("own.yaml, line 7: row stage: the connector's user may not write Own__c")
          .endsWith("or write to-salesforce: never");
    }
  }

  @Test
  void takesAChoiceWhoseEntriesAreThePicklists() throws IOException {
    assertThat(problems(CHOICE, picklist(true, "Early", "late", "Unclear"))).isEmpty();
    assertThat(problems(CHOICE, picklist(false))).isEmpty();
  }

  @Test
  void namesTheEntriesARestrictedPicklistHasNoValueFor() throws IOException {
    assertThat(problems(CHOICE, picklist(true, "Early", "Unclear")))
        .containsExactly(
            "own.yaml, line 8: row stage: the restricted picklist Own__c has no value \"Late\"; it has"
                + " [Early, Unclear]");
    assertThat(problems(CHOICE, picklist(false, "Early", "Unclear"))).isEmpty();
    assertThat(problems(CHOICE + "    to-salesforce: never\n", picklist(true, "Early"))).isEmpty();
  }

  @Test
  void namesThePicklistsValuesThatHaveNoEntry() throws IOException {
    assertThat(problems(CHOICE, picklist(false, "Early", "Lost", "On ice")))
        .containsExactly(
            "own.yaml, line 6: row stage: there is no entry for \"Lost\", a value of the picklist Own__c;"
                + " add one, with \"\" for no opinion",
            "own.yaml, line 6: row stage: there is no entry for \"On ice\", a value of the picklist Own__c;"
                + " add one, with \"\" for no opinion");
    assertThat(problems(CHOICE + "    to-partner-center: never\n", picklist(false, "Lost")))
        .isEmpty();
  }

  @Test
  void holdsTheValuesOfNewRecordsAgainstTheOrgToo() throws IOException {
    var own =
        """
        on-create-opportunity:
          Own__c: Nowhere
          Missing__c: x
        on-create-account: { Segment__c: SMB }
        on-create-contact: { Salutation: Dr. }
        on-create-solution: { Publisher_Name__c: Alder }
        """;

    assertThat(problems(own, picklist(true, "EMEA")))
        .containsExactly(
            "own.yaml, line 3: on-create-opportunity, Missing__c: Opportunity has no such field, or the"
                + " connector's user may not see it; create it, grant access through a permission set, or"
                + " remove the line",
            "own.yaml, line 2: on-create-opportunity, Own__c: the restricted picklist has no value"
                + " \"Nowhere\"; it has [EMEA]",
            "own.yaml, line 4: on-create-account, Segment__c: Account has no such field, or the connector's"
                + " user may not see it; create it, grant access through a permission set, or remove the"
                + " line",
            "own.yaml, line 5: on-create-contact, Salutation: Contact has no such field, or the connector's"
                + " user may not see it; create it, grant access through a permission set, or remove the"
                + " line");
  }

  private List<String> problems(String text, Org.Field own) throws IOException {
    Files.writeString(directory.resolve("own.yaml"), text);
    var reading =
        new TableReading(new TableDirectory(directory.toString()).read(), MappingBed.settings());
    assertThat(reading.problems()).isEmpty();
    return OrgFit.problems(reading, orgWith(own), "Microsoft_Solution__c").stream()
        .map(TableProblem::toString)
        .toList();
  }

  private static Org.Field field(String type) {
    return new Org.Field(type, 255, false, true, true, false, false, false, List.of());
  }

  private static Org.Field picklist(boolean restricted, String... values) {
    return new Org.Field(
        "picklist", 255, false, true, true, false, false, restricted, List.of(values));
  }

  private static Org orgWith(Org.Field own) {
    var org = MappingBed.orgWithout();
    var fields = new HashMap<>(org.fields());
    var ofOpportunity = new HashSet<>(fields.get("Opportunity"));
    ofOpportunity.add("Own__c");
    fields.put("Opportunity", ofOpportunity);
    return new Org(
        org.id(),
        fields,
        org.stages(),
        Map.of("Opportunity", Map.of("Own__c", own)),
        org.currencies(),
        org.userId(),
        org.solutionParent());
  }
}
