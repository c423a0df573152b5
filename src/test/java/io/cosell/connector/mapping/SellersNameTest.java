package io.cosell.connector.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SellersNameTest {
  private final Mapping mapping = MappingBed.mapping();

  @ParameterizedTest
  @CsvSource({
    "/details/dealValue, Amount",
    "/Details/DealValue, Amount",
    "/details/notes, Description",
    "/status, StageName",
    "/substatus, StageName",
    "/statusReason, StageName",
    "/customerProfile/address/country, Account.BillingCountry",
    "/customerProfile/team, OpportunityContactRoles",
    "/customerProfile/team/email, OpportunityContactRoles (email)",
    "/team/1/phoneNumber, OpportunityTeamMembers (1/phoneNumber)",
    "/details/requirements/solutions/id, Microsoft_Solutions__r (id)",
    "/consent/consentToShareReferralWithMicrosoftSellers, Referral_Visibility__c",
    "/mpnId, /mpnId",
    "/namesake, /namesake"
  })
  void isTheFieldOfSalesforceThatGoesThere(String pointer, String name) {
    assertThat(mapping.sellersName(pointer)).isEqualTo(name);
  }
}
