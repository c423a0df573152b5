package io.cosell.connector.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cosell.connector.MutableClock;
import io.cosell.connector.TestDatabase;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the audit promises, on whichever database it is kept. */
abstract class AuditContract {
  private final MutableClock clock = new MutableClock();
  private final ObjectMapper json = new ObjectMapper();
  private TestDatabase database;
  private Audit audit;

  abstract TestDatabase databaseIn(Path directory);

  @BeforeEach
  void open(@TempDir Path directory) {
    database = databaseIn(directory);
    audit = database.beans(List.of(json), Audit.class).getBean(Audit.class);
  }

  @AfterEach
  void close() {
    if (database != null) {
      database.close();
    }
  }

  @Test
  void keepsAnEntryAsItWas() {
    var entry = entry("referral-1", "opportunity-1", "written: name, closeDate");
    audit.append(entry);

    assertThat(audit.find(AuditQuery.ofReferral("referral-1", 10))).containsExactly(entry);
    assertThat(audit.find(AuditQuery.ofOpportunity("opportunity-1", 10))).containsExactly(entry);
    assertThat(audit.find(AuditQuery.ofOpportunity("opportunity-2", 10))).isEmpty();
  }

  @Test
  void keepsAnEntryOfADealThatIsKnownOnOneSideOnly() {
    audit.append(entry("referral-1", null, "refused"));
    audit.append(entry(null, "opportunity-1", "refused"));

    assertThat(audit.find(AuditQuery.ofReferral("referral-1", 10)))
        .singleElement()
        .extracting(AuditEntry::opportunityId)
        .isNull();
    assertThat(audit.find(AuditQuery.ofOpportunity("opportunity-1", 10)))
        .singleElement()
        .extracting(AuditEntry::referralId)
        .isNull();
  }

  @Test
  void showsTheNewestFirst() {
    for (var summary : List.of("first", "second", "third")) {
      audit.append(entry("referral-1", "opportunity-1", summary));
      clock.moveOn(Duration.ofMinutes(1));
    }

    assertThat(audit.find(AuditQuery.ofReferral("referral-1", 2)))
        .extracting(AuditEntry::summary)
        .containsExactly("third", "second");
    assertThat(audit.find(AuditQuery.ofOpportunity("opportunity-1", 2)))
        .extracting(AuditEntry::summary)
        .containsExactly("third", "second");
  }

  @Test
  void cutsALongSummary() {
    audit.append(entry("referral-1", "opportunity-1", "x".repeat(5000)));

    assertThat(audit.find(AuditQuery.ofReferral("referral-1", 1)))
        .singleElement()
        .extracting(it -> it.summary().length())
        .isEqualTo(2000);
  }

  @Test
  void cutsALongSummaryBetweenCharacters() {
    audit.append(entry("referral-1", "opportunity-1", "x" + "😀".repeat(2000)));

    assertThat(audit.find(AuditQuery.ofReferral("referral-1", 1)))
        .singleElement()
        .extracting(AuditEntry::summary)
        .isEqualTo("x" + "😀".repeat(999));
  }

  @Test
  void keepsALongDetailWhole() {
    var detail = json.createObjectNode().put("text", "ä€😀".repeat(50_000));
    audit.append(
        new AuditEntry(clock.instant(), "sync", "referral-1", null, "some-route", "", detail));

    assertThat(audit.find(AuditQuery.ofReferral("referral-1", 1)))
        .singleElement()
        .extracting(AuditEntry::detail)
        .isEqualTo(detail);
  }

  @Test
  void isPartOfTheCallersTransaction() {
    assertThatThrownBy(
            () ->
                database
                    .transaction()
                    .executeWithoutResult(
                        status -> {
                          audit.append(entry("referral-1", "opportunity-1", "written"));
                          throw new IllegalStateException("the link could not be saved");
                        }))
        .hasMessage("the link could not be saved");

    assertThat(audit.find(AuditQuery.ofReferral("referral-1", 1))).isEmpty();
  }

  @Test
  void offersNothingButAppendingAndReading() {
    var methods =
        Arrays.stream(Audit.class.getDeclaredMethods())
            .filter(method -> !Modifier.isPrivate(method.getModifiers()) && !method.isSynthetic())
            .map(Method::getName);

    assertThat(methods).containsExactlyInAnyOrder("append", "find");
  }

  private AuditEntry entry(String referral, String opportunity, String summary) {
    return new AuditEntry(
        clock.instant(),
        "sync",
        referral,
        opportunity,
        "some-route",
        summary,
        json.createObjectNode().put("event", "Partner Center referral-updated"));
  }
}
