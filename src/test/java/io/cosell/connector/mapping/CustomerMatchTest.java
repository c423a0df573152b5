package io.cosell.connector.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.merge.DealState;
import io.cosell.connector.partnercenter.Referral;
import io.cosell.connector.remote.Problem;
import io.cosell.connector.salesforce.Org;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CustomerMatchTest {
  private static final String FIELDS =
      "cosell.account.duns-field=DunsNumber;cosell.account.external-id-field=Number__c";
  private final Org org =
      MappingBed.with(
          MappingBed.with(MappingBed.orgWithout(), "Account", "DunsNumber", MappingBed.text()),
          "Account",
          "Number__c",
          MappingBed.text());

  @Nested
  class ByNameAndPostalCode {
    private final Mapping mapping = MappingBed.mapping();
    private final CustomerMatch customers = mapping.customers(org);
    private final DealState referral = referral(mapping, "");

    @Test
    void asksForTheNameOldestFirst() {
      assertThat(customers.query(referral))
          .contains(
              "SELECT Id, Name, BillingPostalCode FROM Account WHERE Name = 'Northbrook Dairy & Sons'"
                  + " ORDER BY CreatedDate, Id LIMIT 500");
    }

    @Test
    void takesThePostalCodeHoweverItIsWritten() {
      assertThat(choice(customers, referral, named("1", "M1 1AE"), named("2", "ls14aa")))
          .isEqualTo("2");
    }

    @Test
    void takesTheOldestOfSeveralAndSaysSo() {
      var match =
          customers.choose(
              accounts(named("1", "M1 1AE"), named("2", "LS1 4AA"), named("3", "LS1 4AA")),
              referral);

      assertThat(match).map(CustomerMatch.Match::id).contains("2");
      assertThat(match.orElseThrow().note())
          .isEqualTo(
              "2 accounts match the customer by name-and-postal-code; the oldest is taken, 2");
    }

    @Test
    void takesTheOnlyNamesakeWhereOneSideSaysNoPostalCode() {
      assertThat(choice(customers, referral, named("1", ""))).isEqualTo("1");
      assertThat(choice(customers, referral, named("1", ""), named("2", "M1 1AE"))).isNull();
      assertThat(choice(customers, referral, named("1", "M1 1AE"))).isNull();
    }

    @Test
    void tellsCustomersApartByBoth() {
      assertThat(customers.key(referral)).isEqualTo("northbrook dairy & sons|LS14AA");
    }
  }

  @Nested
  class ById {
    private final Mapping mapping = mapping("external-id,duns,name-and-postal-code");
    private final CustomerMatch customers = mapping.customers(org);
    private final DealState referral =
        referral(
            mapping,
            "{\"profileType\":\"Duns\",\"id\":\"01-234-5678\"},"
                + "{\"profileType\":\"External\",\"id\":\"C-100\"}");

    @Test
    void asksForAllInOneQuery() {
      assertThat(customers.query(referral).orElseThrow())
          .startsWith("SELECT Id, Number__c, DunsNumber, Name, BillingPostalCode FROM Account")
          .contains("Number__c IN ('C-100')")
          .contains("DunsNumber IN ('012345678','01-234-5678','12345678')")
          .contains(" OR Name = 'Northbrook Dairy & Sons'");
    }

    @Test
    void takesTheFirstRuleThatFindsAnybody() {
      var sameName = named("1", "LS1 4AA");
      var sameDuns = account("2", "\"DunsNumber\":\"12345678\"");
      var sameNumber = account("3", "\"Number__c\":\"c-100\"");

      assertThat(choice(customers, referral, sameName, sameDuns, sameNumber)).isEqualTo("3");
      assertThat(choice(customers, referral, sameName, sameDuns)).isEqualTo("2");
      assertThat(choice(customers, referral, sameName)).isEqualTo("1");
    }

    @Test
    void takesNoNamesakeThatSaysItIsSomebodyElse() {
      var other =
          account(
              "1",
              "\"Name\":\"Northbrook Dairy & Sons\",\"BillingPostalCode\":\"LS1 4AA\","
                  + "\"DunsNumber\":\"999999999\"");

      assertThat(choice(customers, referral, other)).isNull();
      assertThat(choice(customers, referral(mapping, ""), other)).isEqualTo("1");
    }

    @Test
    void tellsCustomersApartByTheFirstIdTheReferralHas() {
      assertThat(customers.key(referral)).isEqualTo("external-id:c-100");
      assertThat(customers.key(referral(mapping, "{\"profileType\":\"Duns\",\"id\":\"12345678\"}")))
          .isEqualTo("duns:012345678");
      assertThat(customers.key(referral(mapping, ""))).isEqualTo("northbrook dairy & sons|LS14AA");
    }

    @Test
    void asksForNothingWhenNothingTellsWhoItIs() {
      var onlyDuns = mapping("duns");

      assertThat(onlyDuns.customers(org).query(referral(onlyDuns, ""))).isEmpty();
    }
  }

  @Test
  void comparesByAnyTextOfTheAccountInTheTable() {
    var mapping = mapping("customerCity");
    var customers = mapping.customers(org);
    var referral = referral(mapping, "");

    assertThat(customers.query(referral).orElseThrow()).contains("BillingCity IN ('Leeds')");
    assertThat(choice(customers, referral, account("1", "\"BillingCity\":\"LEEDS\"")))
        .isEqualTo("1");
  }

  @Test
  void fallsBackToTheNameWhenItsOnlyRuleWasTakenFromTheTable() {
    var gone = MappingBed.mapping("cosell.account.match-by=duns");

    assertThat(gone.customers(org).query(referral(gone, "")).orElseThrow())
        .contains("WHERE Name = ");
  }

  @Test
  void saysOfEachRuleThatCannotWorkWhatToDo() {
    var mapping =
        MappingBed.mapping("cosell.account.match-by=website,duns,dealValue,name-and-postal-code");

    assertThat(mapping.customers(org).problems())
        .extracting(Problem::toString)
        .satisfiesExactly(
            it ->
                assertThat(it)
                    .startsWith("cosell.account.match-by=website: is no rule: use external-id,")
                    .contains("no website"),
            it ->
                assertThat(it)
                    .isEqualTo(
                        "cosell.account.match-by=duns: needs a field to compare with: set"
                            + " cosell.account.duns-field"),
            it -> assertThat(it).contains("=dealValue: is no row of a text of the account"));
    assertThat(MappingBed.mapping("cosell.account.match-by=").customers(org).problems())
        .singleElement()
        .satisfies(it -> assertThat(it.remedy()).contains("is empty"));
    assertThat(mapping("external-id,duns").customers(org).problems()).isEmpty();
  }

  private static Mapping mapping(String rules) {
    var fields = FIELDS.split(";");
    return MappingBed.mapping("cosell.account.match-by=" + rules, fields[0], fields[1]);
  }

  private static DealState referral(Mapping mapping, String ids) {
    var json = MappingBed.referralJson();
    json.withObject("/customerProfile")
        .set("ids", MappingBed.json("{\"i\":[" + ids + "]}").get("i"));
    return mapping.referrals().state(new Referral(json), null);
  }

  private static String choice(CustomerMatch customers, DealState referral, JsonNode... accounts) {
    return customers.choose(accounts(accounts), referral).map(CustomerMatch.Match::id).orElse(null);
  }

  private static List<JsonNode> accounts(JsonNode... accounts) {
    return Arrays.asList(accounts);
  }

  private static JsonNode named(String id, String postalCode) {
    return account(
        id, "\"Name\":\"NORTHBROOK Dairy & Sons\",\"BillingPostalCode\":\"" + postalCode + "\"");
  }

  private static JsonNode account(String id, String more) {
    return MappingBed.json("{\"Id\":\"" + id + "\"," + more + "}");
  }
}
