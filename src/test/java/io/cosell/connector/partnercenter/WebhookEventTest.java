package io.cosell.connector.partnercenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookEventTest {
  private static final String REFERRAL = "0a9c3c52-6a2b-4b0c-9e53-3a1b6b1f7d10";

  @Test
  void takesTheIdFromTheEndOfTheAddressAndTheTimeWithItsOffset() {
    var event =
        parse(
            """
            { "EventName": "related-referral-updated",
              "ResourceUri": "https://api.partnercenter.microsoft.com/engagements/v1/referrals/0A9C3C52-6a2b-4b0c-9e53-3a1b6b1f7d10",
              "ResourceName": "referral", "AuditUri": null,
              "ResourceChangeUtcDate": "2026-01-14T07:41:05.1180455+00:00" }
            """);

    assertThat(event.name()).isEqualTo("related-referral-updated");
    assertThat(event.concernsReferral()).isTrue();
    assertThat(event.resourceId()).isEqualTo(REFERRAL);
    assertThat(event.changedAt()).hasValue(OffsetDateTime.parse("2026-01-14T07:41:05.1180455Z"));
  }

  @Test
  void readsNamesInAnyCaseAndATimeWithoutOffset() {
    var event =
        parse(
            """
            { "eventname": "referral-created", "resourceUri": "https://any.example/%s/?x=1",
              "resourceChangeUtcDate": "2026-01-14T07:41:05" }
            """
                .formatted(REFERRAL));

    assertThat(event.resourceId()).isEqualTo(REFERRAL);
    assertThat(event.changedAt()).hasValue(OffsetDateTime.parse("2026-01-14T07:41:05Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "test-created, https://api.partnercenter.microsoft.com/webhooks/v1/registration/validationEvents/abc",
    "invoice-ready, https://api.partnercenter.microsoft.com/v1/invoices/D020",
    "something-new, ''",
  })
  void acceptsEventsThatAreNotAboutReferrals(String name, String uri) {
    var event = parse("{\"EventName\":\"" + name + "\",\"ResourceUri\":\"" + uri + "\"}");

    assertThat(event.concernsReferral()).isFalse();
    assertThat(event.changedAt()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"EventName\":                                                    | not JSON",
        "[]                                                                 | not a JSON object",
        "{\"ResourceUri\":\"x\"}                                            | no EventName",
        "{\"EventName\":\"referral-updated\"}                               | referral id",
        "{\"EventName\":\"referral-updated\",\"ResourceUri\":\"https://x/y\"} | referral id",
        "{\"EventName\":\"referral-updated\",\"ResourceUri\":\"%%\"}        | referral id",
        "{\"EventName\":\"test-created\",\"ResourceChangeUtcDate\":\"soon\"} | not a date",
      })
  void refusesWhatIsNoEvent(String body, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse(body))
        .withMessageContaining(reason);
  }

  @Test
  void refusesAnEmptyBody() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WebhookEvent.parse(new byte[0]))
        .withMessageContaining("not a JSON object");
  }

  private static WebhookEvent parse(String body) {
    return WebhookEvent.parse(body.getBytes(StandardCharsets.UTF_8));
  }
}
