package io.cosell.sandbox.partnercenter;

import java.time.Instant;

/**
 * What a webhook call tells.
 *
 * @param name such as {@code referral-updated}
 * @param resourceName {@code referral} or {@code test}
 * @param resourceId of the referral, or the correlation id of a test event
 * @param changed when
 */
record WebhookEvent(String name, String resourceName, String resourceId, Instant changed) {
  private static final String REFERRALS =
      "https://api.partnercenter.microsoft.com/engagements/v1/referrals/";
  private static final String TESTS =
      "https://api.partnercenter.microsoft.com/webhooks/v1/registration/validationEvents/";

  static WebhookEvent referral(String name, String id, Instant changed) {
    return new WebhookEvent(name, "referral", id, changed);
  }

  String resourceUri() {
    return ("test".equals(resourceName) ? TESTS : REFERRALS) + resourceId;
  }

  byte[] body() {
    return Json.bytes(
        Json.object()
            .put("EventName", name)
            .put("ResourceUri", resourceUri())
            .put("ResourceName", resourceName)
            .putNull("AuditUri")
            .put("ResourceChangeUtcDate", Stamps.offset(changed)));
  }
}
