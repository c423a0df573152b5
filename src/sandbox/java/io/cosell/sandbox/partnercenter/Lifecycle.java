package io.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;

/** Which status a referral may have and move to ("Referral resources", status and substatus). */
final class Lifecycle {
  private static final Map<String, Set<String>> SUBSTATUS =
      Map.of(
          "New", Set.of("Pending", "Received"),
          "Active", Set.of("Accepted"),
          "Closed", Set.of("Won", "Lost", "Declined", "Expired", "Error"));
  private static final Map<String, Set<String>> MOVES =
      Map.of(
          "New", Set.of("New", "Active", "Closed"),
          "Active", Set.of("Active", "Closed"),
          "Closed", Set.of("Closed"));

  private Lifecycle() {}

  static boolean isTerminal(JsonNode referral) {
    return "Closed".equals(referral.path("status").asText());
  }

  static boolean isPending(JsonNode referral) {
    return "New".equals(referral.path("status").asText());
  }

  static void checkPair(JsonNode referral) {
    var status = referral.path("status").asText();
    var substatus = referral.path("substatus").asText();
    if (!SUBSTATUS.getOrDefault(status, Set.of()).contains(substatus)) {
      throw Refusal.against(
          "Substatus " + substatus + " does not belong to status " + status + ".", "substatus");
    }
  }

  static void checkMove(JsonNode before, JsonNode after) {
    checkPair(after);
    var from = before.path("status").asText();
    var to = after.path("status").asText();
    if (!MOVES.get(from).contains(to)) {
      throw Refusal.against("Status cannot go from " + from + " to " + to + ".", "status");
    }
  }
}
