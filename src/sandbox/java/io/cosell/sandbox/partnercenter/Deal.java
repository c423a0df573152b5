package io.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;

/** A referral's content for tests: everything needed for a private deal is there already. */
public final class Deal {
  private final ObjectNode json;

  private Deal(ObjectNode json) {
    this.json = json;
  }

  /** A private deal of 48,000 GBP with one solution, one team member and one customer contact. */
  public static Deal named(String name) {
    var json = Json.object().put("name", name).putNull("externalReferenceId");
    json.put("qualification", "SalesQualified").put("type", "Independent");
    var customer = json.putObject("customerProfile");
    customer.put("name", "Northbrook Dairy").put("size", "251to1000employees");
    customer
        .putObject("address")
        .put("addressLine1", "12 Kiln Street")
        .put("addressLine2", "")
        .put("city", "Leeds")
        .put("state", "")
        .put("postalCode", "LS1 4AA")
        .put("country", "GB");
    customer.putArray("team").add(member("Ada", "Reyes", "ada@northbrook.example"));
    json.putObject("consent")
        .put("consentToToShareInfoWithOthers", true)
        .put("consentToContact", true)
        .put("consentToMicrosoftToContactSpecificPartners", true)
        .put("consentToShareReferralWithMicrosoftSellers", false);
    var details = json.putObject("details");
    details.put("notes", "Pilot agreed.").put("dealValue", new BigDecimal("48000"));
    details.put("currency", "GBP").put("closingDateTime", "2027-03-31T00:00:00Z");
    var requirements = details.putObject("requirements");
    requirements.putArray("solutions");
    var more = requirements.putObject("additionalRequirements");
    more.putObject("iot");
    more.putArray("attributes")
        .addObject()
        .put("type", "CustomerMarketplaceIntent")
        .put("id", "HaveNotDecided");
    json.putArray("team").add(member("Ilse", "Marten", "ilse@alderfinch.example"));
    json.putArray("target");
    return new Deal(json).withSolution("SOL-40210-KLP", "ColdTrack");
  }

  private static ObjectNode member(String first, String last, String email) {
    return Json.object()
        .put("firstName", first)
        .put("lastName", last)
        .put("phoneNumber", "+441135550101")
        .put("email", email);
  }

  /** Another value. */
  public Deal worth(String value, String currency) {
    ((ObjectNode) json.get("details"))
        .put("dealValue", new BigDecimal(value))
        .put("currency", currency);
    return this;
  }

  /** Another closing date. */
  public Deal closing(LocalDate date) {
    ((ObjectNode) json.get("details")).put("closingDateTime", date + "T00:00:00Z");
    return this;
  }

  /** Another customer. */
  public Deal forCustomer(String name, String postalCode) {
    var customer = (ObjectNode) json.get("customerProfile");
    customer.put("name", name);
    ((ObjectNode) customer.get("address")).put("postalCode", postalCode);
    return this;
  }

  /** The customer's id of this type, {@code Duns} or {@code External}, beside those it has. */
  public Deal withCustomerId(String profileType, String id) {
    json.withArray("/customerProfile/ids")
        .addObject()
        .put("profileType", profileType)
        .put("id", id);
    return this;
  }

  /** Another country and state of the customer. */
  public Deal in(String country, String state) {
    json.withObject("/customerProfile/address").put("country", country).put("state", state);
    return this;
  }

  /** Another customer contact instead of the one that is there. */
  public Deal withContact(String first, String last, String email) {
    var customer = (ObjectNode) json.get("customerProfile");
    customer.putArray("team").add(member(first, last, email));
    return this;
  }

  /** No customer contact. */
  public Deal withoutContact() {
    ((ObjectNode) json.get("customerProfile")).putArray("team");
    return this;
  }

  /** One solution more. */
  public Deal withSolution(String id, String name) {
    json.withArray("/details/requirements/solutions")
        .addObject()
        .put("type", "Name")
        .put("id", id)
        .put("name", name)
        .put("publisherName", "Alder & Finch Ltd")
        .put("solutionType", "3P");
    return this;
  }

  /** Other notes. */
  public Deal withNotes(String notes) {
    ((ObjectNode) json.get("details")).put("notes", notes);
    return this;
  }

  /** The id of the record in the partner's CRM. */
  public Deal withCrmId(String id) {
    json.put("externalReferenceId", id);
    return this;
  }

  /** Visible to Microsoft sellers: a partner-led deal. */
  public Deal visibleToMicrosoft() {
    return with("/consent/consentToShareReferralWithMicrosoftSellers", true);
  }

  /** Any other value, at a JSON pointer. */
  public Deal with(String pointer, Object value) {
    Json.set(json, pointer, Json.tree(value));
    return this;
  }

  /** A copy as JSON, in the form POST takes. */
  public ObjectNode json() {
    return json.deepCopy();
  }
}
