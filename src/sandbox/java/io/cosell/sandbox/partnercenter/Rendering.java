package io.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** How a referral looks in an answer: with its links, and with what the switches spoil. */
class Rendering {
  private static final String HOST = "https://api.partner.microsoft.com/v1.0";

  private final Switches switches;

  Rendering(Switches switches) {
    this.switches = switches;
  }

  /** As an element of a list. */
  ObjectNode render(ObjectNode referral) {
    return decorate(Json.object(), referral);
  }

  /** As an answer of its own. */
  ObjectNode single(ObjectNode referral) {
    var context = HOST + "/engagements/$metadata#Referrals/$entity";
    return decorate(Json.object().put("@odata.context", context), referral);
  }

  private ObjectNode decorate(ObjectNode answer, ObjectNode referral) {
    answer.setAll(referral);
    if (switches.isOn(Switch.NAMES_WITH_HTML_ENTITIES)) {
      var customer = (ObjectNode) referral.get("customerProfile").deepCopy();
      customer.put("name", encoded(customer.path("name").asText()));
      answer.set("customerProfile", customer);
    }
    boolean misspelt = switches.isOn(Switch.MISSPELT_LINKS);
    var base = HOST + (misspelt ? "/engagments/referrals" : "/engagements/referrals");
    var links = answer.putObject("links");
    links
        .putObject("relatedReferrals")
        .put(
            "uri",
            base
                + (misspelt ? "" : "?")
                + "$filter=engagementId eq "
                + referral.get("engagementId").asText())
        .put("method", "GET");
    links
        .putObject("self")
        .put("uri", base + (misspelt ? "" : "/") + referral.get("id").asText())
        .put("method", "GET");
    return answer;
  }

  private static String encoded(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
