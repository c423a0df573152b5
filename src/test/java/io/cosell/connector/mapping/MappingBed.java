package io.cosell.connector.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cosell.connector.partnercenter.Referral;
import io.cosell.connector.salesforce.AccountProperties;
import io.cosell.connector.salesforce.LeadProperties;
import io.cosell.connector.salesforce.OpportunityProperties;
import io.cosell.connector.salesforce.Org;
import io.cosell.connector.salesforce.SalesforceProperties;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.mock.env.MockEnvironment;

/** The mapping table of the product with its default settings, an org, and realistic records. */
final class MappingBed {
  static final Instant NOON = Instant.parse("2026-01-12T12:00:00Z");
  static final String REFERRAL_ID = "6f0e2b1c-7a54-4b53-9c0e-2f6a4f1f0a11";
  static final String OPPORTUNITY_ID = "006XX000001AbCdEAF";

  private static final ObjectMapper JSON = new ObjectMapper();

  private MappingBed() {}

  /** The product's table; settings that differ from the default as {@code name=value}. */
  static Mapping mapping(String... settings) {
    return mapping(Path.of("mapping"), settings);
  }

  /** The table of another directory. */
  static Mapping mapping(Path directory, String... settings) {
    return new Mapping(
        new MappingProperties(
            directory.toString(),
            Duration.ofSeconds(2),
            List.of("firstName", "lastName", "email", "phone")),
        settings(settings),
        Clock.fixed(NOON, ZoneOffset.UTC));
  }

  static Settings settings(String... settings) {
    var environment = new MockEnvironment();
    for (var setting : settings) {
      var pair = setting.split("=", 2);
      environment.setProperty(pair[0], pair[1]);
    }
    var binder = Binder.get(environment);
    return new Settings(
        environment,
        binder.bindOrCreate("cosell.salesforce", SalesforceProperties.class),
        binder.bindOrCreate("cosell.opportunity", OpportunityProperties.class),
        binder.bindOrCreate("cosell.account", AccountProperties.class),
        binder.bindOrCreate("cosell.salesforce.lead", LeadProperties.class));
  }

  /** An org with everything but these, each an object or {@code Object.Field}. */
  static Org orgWithout(String... missing) {
    var fields = new HashMap<String, Set<String>>();
    fields.put(
        "Opportunity",
        Set.of(
            "Name",
            "StageName",
            "CloseDate",
            "Amount",
            "CurrencyIsoCode",
            "Description",
            "HasOpportunityLineItem",
            "Sync_with_Partner_Center__c",
            "Referral_Identifier__c",
            "Referral_Link__c",
            "How_can_Microsoft_help__c",
            "Referral_Visibility__c",
            "Microsoft_CRM_Identifier__c",
            "Referral_Program__c",
            "Audit__c",
            "Loss_Reason__c"));
    fields.put(
        "Account",
        Set.of(
            "Name",
            "BillingStreet",
            "BillingCity",
            "BillingState",
            "BillingPostalCode",
            "BillingCountry",
            "NumberOfEmployees"));
    fields.put("OpportunityTeamMember", Set.of("UserId"));
    fields.put(
        "Microsoft_Solution__c",
        Set.of("Name", "Solution_Identifier__c", "Solution_Type__c", "Publisher_Name__c"));
    for (var name : missing) {
      var parts = name.split("\\.");
      if (parts.length == 1) {
        fields.remove(name);
      } else {
        var rest = new HashSet<>(fields.get(parts[0]));
        rest.remove(parts[1]);
        fields.put(parts[0], rest);
      }
    }
    boolean single = Arrays.asList(missing).contains("Opportunity.CurrencyIsoCode");
    return new Org(
        "00D000000000001AAA",
        fields,
        List.of(
            new Org.Stage("On Hold", false, false),
            new Org.Stage("Qualification", false, false),
            new Org.Stage("Negotiation", false, false),
            new Org.Stage("Closed Won", true, true),
            new Org.Stage("Closed Lost", true, false)),
        Map.of(),
        new Org.Currencies(!single, "EUR", Set.of("EUR", "GBP")),
        "005CONNECTOR00000A",
        "Opportunity__c");
  }

  /** The same org with one more field, or with more known about one. */
  static Org with(Org org, String object, String name, Org.Field field) {
    var fields = new HashMap<>(org.fields());
    var names = new HashSet<>(fields.getOrDefault(object, Set.of()));
    names.add(name);
    fields.put(object, names);
    var details = new HashMap<>(org.details());
    var ofObject = new HashMap<>(details.getOrDefault(object, Map.of()));
    ofObject.put(name, field);
    details.put(object, ofObject);
    return new Org(
        org.id(),
        fields,
        org.stages(),
        details,
        org.currencies(),
        org.userId(),
        org.solutionParent());
  }

  /** An org with state and country picklists: Germany and Italy, each with a state. */
  static Org orgWithCountryPicklists() {
    var countries = List.of(option("DE", "Germany"), option("IT", "Italy"), option("US", "USA"));
    var states =
        List.of(
            new Org.Option("BY", "Bavaria", Set.of("DE")),
            new Org.Option("CA", "Cagliari", Set.of("IT")),
            new Org.Option("CA", "California", Set.of("US")));
    return with(
        with(orgWithout(), "Account", "BillingCountryCode", picklist(countries)),
        "Account",
        "BillingStateCode",
        picklist(states));
  }

  static Org.Field text() {
    return new Org.Field("string", 255, false, true, true, false, false, false, List.of());
  }

  static Org.Field formula(String type) {
    return new Org.Field(
        type, 0, false, false, false, false, false, false, true, List.<Org.Option>of());
  }

  private static Org.Field picklist(List<Org.Option> options) {
    return new Org.Field("picklist", 10, false, true, true, false, false, true, false, options);
  }

  private static Org.Option option(String value, String label) {
    return new Org.Option(value, label, Set.of());
  }

  static ObjectNode json(String text) {
    try {
      return (ObjectNode) JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The partner's own referral, accepted. */
  static ObjectNode referralJson() {
    return json(
        """
        { "id": "%s", "engagementId": "b7a7d8e2-52c4-4a6b-8a0e-64d1b9a5c202",
          "organizationId": "3d2c", "organizationName": "Alder & Finch Ltd",
          "name": "Northbrook – cold-chain analytics", "externalReferenceId": null,
          "qualification": "SalesQualified", "type": "Independent", "referralProgram": null,
          "createdDateTime": "2026-01-12T09:30:11.4410382Z",
          "updatedDateTime": "2026-01-12T09:30:11.4410382Z",
          "status": "Active", "substatus": "Accepted", "eTag": "\\"5a00\\"", "somethingNew": 1,
          "customerProfile": { "name": "Northbrook Dairy &amp; Sons", "size": "251to1000employees",
            "address": { "addressLine1": "12 Kiln Street", "city": "Leeds", "state": "",
              "postalCode": "LS1 4AA", "country": "gb" },
            "team": [ { "firstName": "Zoe", "lastName": "Quill", "phoneNumber": "+441135550102",
                        "email": "Zoe@Northbrook.example",
                        "contactPreference": { "locale": "en-gb" } },
                      { "firstName": "Ada", "lastName": "Reyes", "phoneNumber": null,
                        "email": "ada@northbrook.example" } ] },
          "consent": { "consentToContact": true,
                       "consentToShareReferralWithMicrosoftSellers": true },
          "details": { "notes": "Pilot agreed.\\r\\nCall back.  ", "dealValue": 48000.00,
            "currency": "gbp", "closingDateTime": "2026-03-31T23:30:00.0000000Z",
            "requirements": { "solutions": [
              { "type": "Name", "id": "SOL-40210-KLP", "name": "ColdTrack", "solutionType": "3P",
                "publisherName": "Alder & Finch Ltd", "price": 12 } ] } },
          "team": [ { "firstName": "Ilse", "lastName": "Marten", "phoneNumber": "+4930555010",
                      "email": "ilse@alderfinch.example" } ],
          "inviteContext": { "notes": null, "assistanceRequestCode": "Unknown" },
          "trackingInfo": { "microsoftMsxId": null } }
        """
            .formatted(REFERRAL_ID));
  }

  static Referral referral() {
    return new Referral(referralJson());
  }

  /** Microsoft's referral of the same engagement, accepted by a Microsoft seller. */
  static Referral microsofts() {
    return new Referral(
        json(
            """
            { "id": "9999aaaa-7a54-4b53-9c0e-2f6a4f1f0a99", "status": "New", "substatus": "Pending",
              "engagementId": "b7a7d8e2-52c4-4a6b-8a0e-64d1b9a5c202", "organizationId": "msft",
              "details": { "dealValue": 1, "notes": "theirs" },
              "inviteContext": { "assistanceRequestCode": "QuotesOrLicensing" },
              "trackingInfo": { "microsoftMsxId": "7-ABCDEF" } }
            """));
  }

  /** An opportunity as the query of the mapping answers it, linked to the referral. */
  static ObjectNode opportunityJson() {
    return json(
        """
        { "Id": "%s", "Name": "✔ Northbrook – cold-chain analytics", "StageName": "Negotiation",
          "IsClosed": false, "IsWon": false, "AccountId": "001XX000003DHP0AAO",
          "OwnerId": "005XX000001b1p1AAA", "SystemModstamp": "2026-01-12T10:00:00.000+0000",
          "Sync_with_Partner_Center__c": true, "Referral_Identifier__c": "%s",
          "Referral_Link__c": "https://partner.example/%s", "Audit__c": null,
          "CloseDate": "2026-03-31", "Amount": 48000, "CurrencyIsoCode": "GBP",
          "Description": "Pilot agreed.\\nCall back.", "How_can_Microsoft_help__c": null,
          "Referral_Visibility__c": true, "Microsoft_CRM_Identifier__c": null,
          "Referral_Program__c": null,
          "Account": { "Name": "Northbrook Dairy & Sons", "BillingStreet": "12 Kiln Street",
            "BillingCity": "Leeds", "BillingState": null, "BillingPostalCode": "LS1 4AA",
            "BillingCountry": "GB", "NumberOfEmployees": 300 },
          "Owner": { "FirstName": "Ilse", "LastName": "Marten",
            "Email": "ilse@alderfinch.example", "Phone": "+49 30 555010" },
          "OpportunityContactRoles": { "totalSize": 2, "done": true, "records": [
            { "Id": "00K1", "ContactId": "0031", "IsPrimary": true, "Contact":
              { "FirstName": "Zoe", "LastName": "Quill", "Email": "zoe@northbrook.example",
                "Phone": "+441135550102" } },
            { "Id": "00K2", "ContactId": "0032", "IsPrimary": false, "Contact":
              { "FirstName": "Ada", "LastName": "Reyes", "Email": "ada@northbrook.example",
                "Phone": null } } ] },
          "Microsoft_Solutions__r": { "totalSize": 1, "done": true, "records": [
            { "Id": "a001", "Name": "ColdTrack", "Solution_Identifier__c": "SOL-40210-KLP",
              "Solution_Type__c": "3P", "Publisher_Name__c": "Alder & Finch Ltd" } ] },
          "OpportunityTeamMembers": null }
        """
            .formatted(OPPORTUNITY_ID, REFERRAL_ID, REFERRAL_ID));
  }

  /** The same before it had a referral. */
  static ObjectNode newOpportunityJson() {
    var opportunity = opportunityJson();
    opportunity.put("Name", "Northbrook – cold-chain analytics");
    opportunity.putNull("Referral_Identifier__c");
    opportunity.putNull("Referral_Link__c");
    return opportunity;
  }
}
