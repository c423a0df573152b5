package io.cosell.connector.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.connector.merge.FieldValue;
import io.cosell.connector.salesforce.Org;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FittedChangesTest {
  @TempDir Path directory;

  private final OpportunityWriter writer = MappingBed.mapping().writer();
  private final Org org = MappingBed.orgWithCountryPicklists();

  @ParameterizedTest(name = "{1} of {0} is {2}")
  @CsvSource({"DE, Bavaria, BY", "DE, by, BY", "IT, cagliari, CA", "US, CA, CA"})
  void writesTheCodeOfAStateGivenByNameOrCode(String country, String state, String code) {
    var fitted = writer.fitted(customer(country, state), true, org);

    assertThat(fitted.values()).containsEntry("customerState", FieldValue.text(code));
    assertThat(fitted.notes()).isEmpty();
  }

  @Test
  void remembersWhatIsWrittenInsteadOfWhatWasDecided() {
    assertThat(writer.fitted(customer("DE", "Bavaria"), true, org).translated())
        .isEqualTo(Map.of("customerState", FieldValue.text("BY")));
    assertThat(writer.fitted(customer("DE", "BY"), true, org).translated()).isEmpty();
  }

  @ParameterizedTest(name = "{1} of {0}")
  @CsvSource({"DE, Cagliari", "DE, Nowhere", "IT, California"})
  void leavesAStateOutThatIsNoneOfTheCountryAndSaysSo(String country, String state) {
    var fitted = writer.fitted(customer(country, state), true, org);

    assertThat(fitted.values()).doesNotContainKey("customerState");
    assertThat(fitted.notes())
        .containsExactly(
            "Account.BillingStateCode \"%s\" is not written: the org has no such state of %s"
                .formatted(state, country));
  }

  @Test
  void leavesAStateWithoutCountryOut() {
    var changes = customer("DE", "BY");
    changes.remove("customerCountry");

    assertThat(writer.fitted(changes, true, org).values()).doesNotContainKey("customerState");
  }

  @Test
  void writesTheStateOfAnAccountWhoseCountryStays() throws IOException {
    var table = Files.readString(Path.of("mapping/fields.yaml"));
    var always = table.replaceFirst("(BillingState\\n    to-salesforce: )create", "$1always");
    assertThat(always).isNotEqualTo(table);
    Files.writeString(directory.resolve("fields.yaml"), always);
    var changes = Map.of("customerState", FieldValue.text("Bavaria"));

    var fitted = MappingBed.mapping(directory).writer().fitted(changes, false, org);

    assertThat(fitted.values()).containsEntry("customerState", FieldValue.text("BY"));
  }

  @Test
  void leavesTheAddressOfAnAccountThatExistsAlone() {
    var fitted = writer.fitted(customer("FR", "Nowhere"), false, org);

    assertThat(fitted.notes()).isEmpty();
  }

  @Test
  void writesTextsAsTheyAreWithoutPicklists() {
    var changes = customer("FR", "Nowhere");

    assertThat(writer.fitted(changes, true, MappingBed.orgWithout()).values()).isEqualTo(changes);
  }

  private static Map<String, FieldValue> customer(String country, String state) {
    var changes = new HashMap<String, FieldValue>();
    changes.put("customerCountry", FieldValue.text(country));
    if (!state.isEmpty()) {
      changes.put("customerState", FieldValue.text(state));
    }
    return changes;
  }
}
