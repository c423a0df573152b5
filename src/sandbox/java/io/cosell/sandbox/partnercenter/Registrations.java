package io.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Deal registrations, the one thing that can be written after a deal is won ("Register deals you've
 * won"). Review by Microsoft is not played.
 */
class Registrations {
  private static final BigDecimal SMALLEST = BigDecimal.valueOf(25_000);
  private static final Pattern PART =
      Pattern.compile(
          "/registrations/0/(contract/(startDateTime|endDateTime|signDateTime|term|value)"
              + "|solutionDetails/0/(value|currency|isDeployedOnAzure|primaryDeploymentOn"
              + "|pricingModel|marketplaceTransactionDetails/(isMarketplaceTransacted"
              + "|marketplaceTransactionDateTime)))");

  private final Clock clock;

  Registrations(Clock clock) {
    this.clock = clock;
  }

  void apply(ObjectNode referral, String op, String path, JsonNode value) {
    if (!"Won".equals(referral.path("substatus").asText())
        || !referral.at("/consent/consentToShareReferralWithMicrosoftSellers").asBoolean()) {
      throw Refusal.against("Only a won deal that is not private can be registered.", path);
    }
    if ("/registrations/-".equals(path) && "add".equals(op)) {
      add(referral, value);
    } else if (PART.matcher(path).matches() && !referral.path("registrations").isEmpty()) {
      Json.set(referral, path, value);
    } else {
      throw Refusal.against("The path " + path + " cannot be changed.", path);
    }
  }

  private void add(ObjectNode referral, JsonNode value) {
    var contract = value.path("contract");
    for (var name : List.of("currency", "signDateTime", "startDateTime")) {
      if (!Json.hasText(contract.path(name))) {
        throw Refusal.malformed("contract/" + name + " is required.", "registrations/contract");
      }
    }
    if (!Set.of("Perpetual", "Finite").contains(contract.path("term").asText())) {
      throw Refusal.malformed("contract/term must be Perpetual or Finite.", "registrations");
    }
    if (contract.path("value").decimalValue().compareTo(SMALLEST) < 0) {
      throw Refusal.against("A registered deal is worth 25,000 or more.", "registrations");
    }
    if (!(value instanceof ObjectNode object) || value.path("solutionDetails").isEmpty()) {
      throw Refusal.malformed("solutionDetails is required.", "registrations/solutionDetails");
    }
    var added = object.deepCopy();
    added.put("id", UUID.randomUUID().toString());
    added.put("registrationDateTime", Stamps.zulu(clock.instant()));
    added.put("status", "ReviewPending").putNull("statusReason");
    added.putObject("statusHistory").put("reviewPendingDateTime", Stamps.zulu(clock.instant()));
    referral.withArray("/registrations").add(added);
    referral.put("registrationStatus", "ReviewPending");
  }
}
