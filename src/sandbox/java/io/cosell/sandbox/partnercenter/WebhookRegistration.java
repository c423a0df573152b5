package io.cosell.sandbox.partnercenter;

import java.util.List;

/**
 * Who wants webhook calls; one per tenant.
 *
 * @param subscriberId given by Partner Center
 * @param url where to send them
 * @param events their names
 * @param signatureInOwnHeader whether the signature comes in {@code x-ms-signature}
 */
public record WebhookRegistration(
    String subscriberId, String url, List<String> events, boolean signatureInOwnHeader) {

  boolean wants(String event) {
    return events.stream().anyMatch(event::equalsIgnoreCase);
  }
}
