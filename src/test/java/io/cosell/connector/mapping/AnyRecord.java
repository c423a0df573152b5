package io.cosell.connector.mapping;

import static net.jqwik.api.Tuple.of;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cosell.connector.partnercenter.Referral;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Referrals and opportunities as either cloud might answer them, with everything awkward in it. */
final class AnyRecord {
  /** People who are users of the org. */
  static final List<String> COLLEAGUES =
      List.of(
          "alice.moreau@fabrikam.example",
          "bruno.keller@fabrikam.example",
          "chiara.rossi@fabrikam.example");

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String[] PEOPLE = {
    "ada@northbrook.example",
    "Ada@Northbrook.Example",
    " zoe@northbrook.example ",
    "b.o'neil+1@x.example"
  };

  /** What no record is without, or the other cloud has a default for. */
  private static final Set<String> ALWAYS =
      Set.of(
          "/customerProfile/name",
          "/details/currency",
          "/Account/Name",
          "/CurrencyIsoCode",
          "/CloseDate");

  private AnyRecord() {}

  static Arbitrary<Referral> referrals() {
    var values = new LinkedHashMap<String, Arbitrary<JsonNode>>();
    values.put("/name", texts(110));
    values.put("/customerProfile/name", texts(120));
    values.put("/customerProfile/address/addressLine1", texts(100));
    values.put("/customerProfile/address/city", texts(45));
    values.put("/customerProfile/address/state", texts(80));
    values.put("/customerProfile/address/postalCode", texts(20));
    values.put("/customerProfile/address/country", anyOf("DE", "de", " gb ", "US"));
    values.put("/customerProfile/size", anyOf("1to9employees", "51to250employees"));
    values.put("/customerProfile/team", members(PEOPLE));
    values.put(
        "/team", members(COLLEAGUES.get(0), "Bruno.Keller@fabrikam.example", "guest@x.example"));
    values.put(
        "/details/requirements/solutions",
        solutions("id", "name", "solutionType", "publisherName"));
    values.put("/details/dealValue", amounts(4));
    values.put("/details/currency", anyOf("EUR", "eur", " usd", "GBP"));
    values.put("/details/closingDateTime", dateTimes());
    values.put("/details/notes", notes());
    values.put(
        "/inviteContext/assistanceRequestCode",
        anyOf("Unknown", "QuotesOrLicensing", "ProofOfConceptOrDemo"));
    values.put("/consent/consentToShareReferralWithMicrosoftSellers", booleans());
    values.put("/trackingInfo/microsoftMsxId", texts(50));
    values.put("/referralProgram", texts(50));
    return Combinators.combine(records(values), statuses())
        .as(
            (json, status) -> {
              json.put("id", MappingBed.REFERRAL_ID);
              json.put("engagementId", "b7a7d8e2-52c4-4a6b-8a0e-64d1b9a5c202");
              var words = status.split("/");
              return new Referral(json.put("status", words[0]).put("substatus", words[1]));
            });
  }

  private static Arbitrary<String> statuses() {
    return Arbitraries.frequency(
        of(4, "Active/Accepted"),
        of(2, "New/Pending"),
        of(1, "Closed/Won"),
        of(1, "Closed/Lost"),
        of(1, "Closed/Expired"));
  }

  /** As the query of the mapping answers them; without referral. */
  static Arbitrary<ObjectNode> opportunities() {
    var values = new LinkedHashMap<String, Arbitrary<JsonNode>>();
    values.put("/Name", texts(120));
    values.put("/Account/Name", texts(120));
    values.put("/Account/BillingStreet", texts(100));
    values.put("/Account/BillingCity", texts(40));
    values.put("/Account/BillingState", texts(80));
    values.put("/Account/BillingPostalCode", texts(20));
    values.put("/Account/BillingCountry", anyOf("DE", "de", "GB"));
    values.put(
        "/Account/NumberOfEmployees",
        Arbitraries.integers().between(0, 90_000).map(JSON::numberNode));
    values.put("/OpportunityContactRoles/records", people("Contact", PEOPLE));
    values.put(
        "/OpportunityTeamMembers/records", people("User", COLLEAGUES.toArray(String[]::new)));
    values.put(
        "/Microsoft_Solutions__r/records",
        solutions("Solution_Identifier__c", "Name", "Solution_Type__c", "Publisher_Name__c"));
    values.put("/Amount", amounts(2));
    values.put("/CurrencyIsoCode", anyOf("EUR", "USD"));
    values.put("/CloseDate", dates().map(day -> JSON.textNode(day.toString())));
    values.put("/Description", notes());
    values.put(
        "/How_can_Microsoft_help__c", anyOf("Quotes or Licensing", "proof of concept OR demo"));
    values.put("/Referral_Visibility__c", booleans());
    values.put("/Referral_Program__c", texts(50));
    values.put("/Owner/Email", anyOf(COLLEAGUES.get(0), "Owner@fabrikam.example"));
    values.put("/Owner/LastName", texts(40));
    return records(values)
        .map(
            json -> {
              json.put("Id", MappingBed.OPPORTUNITY_ID).put("OwnerId", "005XX000001b1p1AAA");
              return json.put("StageName", "Negotiation")
                  .put("IsClosed", false)
                  .put("IsWon", false);
            });
  }

  /** An object with these values, each now and then null or not there. */
  private static Arbitrary<ObjectNode> records(Map<String, Arbitrary<JsonNode>> values) {
    var pointers = List.copyOf(values.keySet());
    var parts = new ArrayList<Arbitrary<JsonNode>>();
    for (var pointer : pointers) {
      var value = values.get(pointer);
      parts.add(
          ALWAYS.contains(pointer)
              ? value
              : Arbitraries.frequencyOf(
                  of(10, value),
                  of(1, Arbitraries.just(JSON.nullNode())),
                  of(1, Arbitraries.just(JSON.missingNode()))));
    }
    return Combinators.combine(parts)
        .as(
            nodes -> {
              var record = JSON.objectNode();
              for (int i = 0; i < nodes.size(); i++) {
                put(record, JsonPointer.compile(pointers.get(i)), nodes.get(i));
              }
              return record;
            });
  }

  private static void put(ObjectNode record, JsonPointer pointer, JsonNode value) {
    if (!value.isMissingNode()) {
      var parent = pointer.head().toString().isEmpty() ? record : record.withObject(pointer.head());
      parent.set(pointer.last().getMatchingProperty(), value.deepCopy());
    }
  }

  private static Arbitrary<JsonNode> texts(int longest) {
    return AnyText.upTo(longest).map(JSON::textNode);
  }

  private static Arbitrary<JsonNode> notes() {
    return AnyText.any().map(JSON::textNode);
  }

  private static Arbitrary<JsonNode> anyOf(String... values) {
    return Arbitraries.of(values).map(JSON::textNode);
  }

  private static Arbitrary<JsonNode> booleans() {
    return Arbitraries.of(true, false).map(JSON::booleanNode);
  }

  private static Arbitrary<JsonNode> amounts(int mostDecimals) {
    return Combinators.combine(
            Arbitraries.longs().between(0, 1_000_000_000_000L),
            Arbitraries.integers().between(-1, mostDecimals))
        .as((digits, decimals) -> JSON.numberNode(BigDecimal.valueOf(digits, decimals)));
  }

  private static Arbitrary<LocalDate> dates() {
    return Arbitraries.integers().between(-20_000, 50_000).map(LocalDate::ofEpochDay);
  }

  /** In any zone, often next to midnight. */
  private static Arbitrary<JsonNode> dateTimes() {
    var seconds =
        Arbitraries.oneOf(Arbitraries.of(0, 1, 86_399), Arbitraries.integers().between(0, 86_399));
    return Combinators.combine(dates(), seconds, Arbitraries.integers().between(-14, 14))
        .as(
            (day, second, hours) ->
                day.atStartOfDay(ZoneOffset.ofHours(hours)).plusSeconds(second).toOffsetDateTime())
        .map(at -> JSON.textNode(at.toString()));
  }

  private static Arbitrary<JsonNode> members(String... emails) {
    return list(person(emails, "firstName", "lastName", "email", "phoneNumber"));
  }

  private static Arbitrary<JsonNode> people(String who, String... emails) {
    return list(
        person(emails, "FirstName", "LastName", "Email", "Phone")
            .map(person -> JSON.objectNode().set(who, person)));
  }

  private static Arbitrary<JsonNode> person(
      String[] emails, String firstName, String lastName, String email, String phone) {
    var values = new LinkedHashMap<String, Arbitrary<JsonNode>>();
    values.put("/" + firstName, texts(40));
    values.put("/" + lastName, texts(80));
    values.put("/" + email, anyOf(emails));
    values.put("/" + phone, anyOf("+44 113 555 0102", " 0113/5550102"));
    return records(values).map(it -> it);
  }

  private static Arbitrary<JsonNode> solutions(
      String id, String name, String type, String publisher) {
    var values = new LinkedHashMap<String, Arbitrary<JsonNode>>();
    values.put("/" + id, anyOf("SOL-1", "sol-1 ", "SOL-2", "MS&amp;3"));
    values.put("/" + name, texts(100));
    values.put("/" + type, anyOf("Name", "3P"));
    values.put("/" + publisher, texts(100));
    return list(records(values).map(it -> it));
  }

  private static Arbitrary<JsonNode> list(Arbitrary<JsonNode> elements) {
    return elements
        .list()
        .ofMaxSize(4)
        .map(
            nodes -> {
              ArrayNode list = JSON.arrayNode();
              nodes.forEach(list::add);
              return list;
            });
  }
}
