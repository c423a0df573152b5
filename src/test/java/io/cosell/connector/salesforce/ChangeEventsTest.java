package io.cosell.connector.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangeEventsTest {
  private static final String ORG = "00D000000000001EAA";
  private static final String CHANNEL = "/data/CoSell__chn";
  private final ChangeEvents events = new ChangeEvents(ORG, CHANNEL, "cosell-connector");

  private static String message(String header, String rest) {
    return """
        {"channel":"/data/CoSell__chn","data":{"schema":"x","event":{"replayId":37904280},
         "payload":{"ChangeEventHeader":{"entityName":"Opportunity","changeType":"UPDATE",
           "commitTimestamp":1712694387000,"commitNumber":1725357365187780609,%s}%s}}}
        """
        .formatted(header, rest);
  }

  @Test
  void readsEveryRecordOfAMergedEvent() {
    var event =
        events.read(
            message("\"recordIds\":[\"006A\",\"006B\"],\"changedFields\":[\"StageName\"]", ""));

    assertThat(event.recordIds()).containsExactly("006A", "006B");
    assertThat(event.changedFields()).containsExactly("StageName");
    assertThat(event.committedAt()).isEqualTo(Instant.ofEpochMilli(1712694387000L));
    assertThat(event.position()).isEqualTo(new ReplayPosition(ORG, CHANNEL, 37904280));
  }

  @Test
  void takesTheKeysOfThePayloadWhenTheHeaderHasNoChangedFields() {
    var event =
        events.read(
            message(
                "\"recordIds\":[\"006A\"]",
                ",\"StageName\":null,\"Description\":{\"diff\":\"@@\"},"
                    + "\"BillingAddress\":{\"City\":\"Ulm\"}"));

    assertThat(event.changedFields())
        .containsExactlyInAnyOrder("StageName", "Description", "BillingAddress.City");
  }

  @ParameterizedTest
  @CsvSource({
    "com/salesforce/api/rest/62.0;client=cosell-connector, true",
    "com/salesforce/api/rest/62.0;client=cosell-connector/, true",
    "com/salesforce/api/rest/62.0;client=cosell-connector-2, false",
    "com/salesforce/api/soap/60.0;client=SfdcInternalAPI/, false",
    "com/salesforce/api/rest/62.0, false",
    "'', false"
  })
  void knowsItsOwnWritesByTheirOrigin(String origin, boolean own) {
    var event =
        events.read(message("\"recordIds\":[\"006A\"],\"changeOrigin\":\"" + origin + "\"", ""));

    assertThat(event.own()).isEqualTo(own);
  }

  @Test
  void neverTakesAGapForItsOwnWrite() {
    var gap =
        message("\"recordIds\":[\"006A\"],\"changeOrigin\":\"x;client=cosell-connector\"", "")
            .replace("\"UPDATE\"", "\"GAP_UPDATE\"");

    assertThat(events.read(gap).own()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"001*", "000000000000000AAA"})
  void namesNoRecordsForAWildcardAndForAnOverflow(String id) {
    assertThat(events.read(message("\"recordIds\":[\"" + id + "\"]", "")).recordIds()).isEmpty();
  }

  private static ChangeEvent event(long replayId, String record, int second) {
    return new ChangeEvent(
        "Opportunity",
        "UPDATE",
        List.of(record),
        java.util.Set.of(),
        false,
        Instant.ofEpochSecond(second),
        new ReplayPosition(ORG, CHANNEL, replayId));
  }

  @Test
  void tellsADuplicateFromASplitEventAndFromACountThatBeganAnew() {
    var delivered = new Delivered(6);
    assertThat(delivered.contains(event(5, "006A", 10))).isTrue();
    assertThat(delivered.contains(event(7, "006A", 20))).isFalse();

    delivered.add(event(7, "006A", 20));

    assertThat(delivered.contains(event(7, "006A", 20))).isTrue();
    assertThat(delivered.contains(event(7, "006B", 20))).isFalse();
    assertThat(delivered.contains(event(5, "006A", 10))).isTrue();
    assertThat(delivered.contains(event(1, "006A", 30))).isFalse();
  }
}
