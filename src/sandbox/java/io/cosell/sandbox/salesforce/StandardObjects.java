package io.cosell.sandbox.salesforce;

import static io.cosell.sandbox.salesforce.Field.lookup;
import static io.cosell.sandbox.salesforce.Field.of;
import static io.cosell.sandbox.salesforce.Field.picklist;
import static io.cosell.sandbox.salesforce.Field.text;

import java.util.ArrayList;
import java.util.List;

/** The objects of a fresh org with the co-sell package installed. */
final class StandardObjects {
  static final String[] HELP = {
    "Workload Specific Value Proposition",
    "Customer Technical Architecture",
    "Proof Of Concept or Demo",
    "Quotes or Licensing",
    "Post Sales Customer Success",
    "General or Other"
  };

  private final SalesforceOptions options;

  StandardObjects(SalesforceOptions options) {
    this.options = options;
  }

  Org org() {
    var types = new ArrayList<ObjectType>();
    types.add(account());
    types.add(contact());
    types.add(opportunity());
    types.add(solution());
    types.add(contactRole());
    types.add(lineItem());
    types.add(stage());
    types.add(user());
    types.add(lead());
    types.add(task());
    types.add(organization());
    types.add(recordType());
    types.add(pushTopic());
    types.addAll(permissions());
    types.add(contentDocument());
    types.add(contentDocumentLink());
    if (options.opportunityTeams()) {
      types.add(teamMember());
    }
    if (options.notes()) {
      types.add(note());
      types.add(contentNote());
    }
    if (options.multiCurrency()) {
      types.add(currencyType());
    }
    return new Org(types);
  }

  private ObjectType account() {
    var type =
        owned("Account", "001", "Account", "Accounts")
            .withEvents()
            .with(
                text("Name", 255).label("Account Name").required().named(),
                picklist("Type", "Prospect", "Customer - Direct", "Customer - Channel", "Other"),
                lookup("ParentId", "ChildAccounts", "Account"),
                of("Phone", FieldType.PHONE),
                of("Website", FieldType.URL),
                text("AccountNumber", 40),
                text("Site", 80),
                text("DunsNumber", 9),
                picklist("Industry", "Technology", "Finance", "Manufacturing", "Retail", "Other"),
                of("NumberOfEmployees", FieldType.INT),
                of("AnnualRevenue", FieldType.CURRENCY).digits(18, 0),
                of("Description", FieldType.LONG_TEXT),
                lookup("MasterRecordId", null, "Account").readOnly().notInEvents());
    address(type, "Billing");
    address(type, "Shipping");
    return currency(type);
  }

  private ObjectType contact() {
    var type =
        owned("Contact", "003", "Contact", "Contacts")
            .withEvents()
            .with(
                lookup("AccountId", "Contacts", "Account"),
                text("LastName", 80).required().partOf("Name"),
                text("FirstName", 40).partOf("Name"),
                picklist("Salutation", "Mr.", "Ms.", "Dr.", "Prof.").partOf("Name"),
                text("Name", 203).label("Full Name").readOnly().named(),
                of("Email", FieldType.EMAIL).idLookup(),
                of("Phone", FieldType.PHONE).label("Business Phone"),
                of("MobilePhone", FieldType.PHONE),
                text("Title", 128),
                text("Department", 80),
                of("Description", FieldType.LONG_TEXT));
    address(type, "Mailing");
    return currency(type);
  }

  private ObjectType opportunity() {
    var type =
        owned("Opportunity", "006", "Opportunity", "Opportunities")
            .withEvents()
            .with(
                lookup("AccountId", "Opportunities", "Account"),
                of("IsPrivate", FieldType.BOOLEAN),
                text("Name", 120).label("Opportunity Name").required().named(),
                of("Description", FieldType.LONG_TEXT),
                picklist("StageName").label("Stage").required(),
                of("Amount", FieldType.CURRENCY),
                of("Probability", FieldType.PERCENT).digits(3, 0).defaulted(),
                of("ExpectedRevenue", FieldType.CURRENCY).calculated(),
                of("CloseDate", FieldType.DATE).label("Close Date").required(),
                picklist("Type", "Existing Business", "New Business"),
                text("NextStep", 255),
                picklist("LeadSource", "Web", "Phone Inquiry", "Partner Referral", "Other"),
                of("IsClosed", FieldType.BOOLEAN).readOnly(),
                of("IsWon", FieldType.BOOLEAN).readOnly(),
                picklist(
                        "ForecastCategory", "Omitted", "Pipeline", "BestCase", "Forecast", "Closed")
                    .readOnly(),
                picklist(
                        "ForecastCategoryName",
                        "Omitted",
                        "Pipeline",
                        "Best Case",
                        "Commit",
                        "Closed")
                    .defaulted(),
                of("HasOpportunityLineItem", FieldType.BOOLEAN).readOnly(),
                of("LastStageChangeDate", FieldType.DATE_TIME).readOnly(),
                of("FiscalYear", FieldType.INT).calculated().notInEvents(),
                lookup("ContactId", null, "Contact").createOnly(),
                lookup("RecordTypeId", null, "RecordType"),
                of("Sync_with_Partner_Center__c", FieldType.BOOLEAN)
                    .label("Sync with Partner Center"),
                text("Referral_Identifier__c", 100)
                    .label("Referral Identifier")
                    .externalId()
                    .unique(),
                of("Referral_Link__c", FieldType.URL).label("Referral Link"),
                picklist("How_can_Microsoft_help__c", HELP).label("How can Microsoft help?"),
                of("Referral_Visibility__c", FieldType.BOOLEAN)
                    .label("Referral visible to Microsoft sellers?"),
                text("Microsoft_CRM_Identifier__c", 255).label("Microsoft CRM Identifier"),
                text("Referral_Program__c", 255).label("Referral Program"),
                text("Products__c", 255).label("Products"),
                of("Audit__c", FieldType.LONG_TEXT).length(100_000).label("Audit"));
    return currency(type);
  }

  private ObjectType solution() {
    return currency(
        system("Microsoft_Solution__c", "a01", "Microsoft Solution")
            .withEvents()
            .with(
                text("Name", 80).label("Microsoft Solution Name").named().defaulted(),
                Field.master("Opportunity__c", "Microsoft_Solutions__r", "Opportunity"),
                text("Solution_Identifier__c", 50).label("Solution Identifier"),
                picklist("Solution_Type__c", "Name", "MicrosoftSolution", "3P", "IP"),
                text("Publisher_Name__c", 255)));
  }

  private ObjectType contactRole() {
    return currency(
        system("OpportunityContactRole", "00K", "Opportunity Contact Role")
            .withEvents()
            .with(
                lookup("OpportunityId", "OpportunityContactRoles", "Opportunity")
                    .required()
                    .createOnly(),
                lookup("ContactId", "OpportunityContactRoles", "Contact").required(),
                picklist("Role", "Business User", "Decision Maker", "Economic Buyer", "Evaluator"),
                of("IsPrimary", FieldType.BOOLEAN)));
  }

  private ObjectType teamMember() {
    var type =
        system("OpportunityTeamMember", "00q", "Opportunity Team Member")
            .with(
                lookup("OpportunityId", "OpportunityTeamMembers", "Opportunity")
                    .required()
                    .createOnly(),
                lookup("UserId", "OpportunityTeamMembers", "User").required().createOnly(),
                text("Name", 361).readOnly().named(),
                picklist("TeamMemberRole", "Account Manager", "Channel Manager", "Sales Rep"),
                picklist("OpportunityAccessLevel", "Read", "Edit", "All")
                    .restricted()
                    .defaultsTo("Read"));
    type.restorable = false;
    return currency(type);
  }

  private ObjectType lineItem() {
    return currency(
        system("OpportunityLineItem", "00k", "Opportunity Product")
            .withEvents()
            .with(
                lookup("OpportunityId", "OpportunityLineItems", "Opportunity")
                    .required()
                    .createOnly(),
                text("Name", 376).readOnly().named(),
                of("Quantity", FieldType.DOUBLE).required(),
                of("UnitPrice", FieldType.CURRENCY).label("Sales Price"),
                of("TotalPrice", FieldType.CURRENCY),
                of("Description", FieldType.STRING)));
  }

  private ObjectType stage() {
    return system("OpportunityStage", "01J", "Opportunity Stage")
        .readOnly()
        .with(
            text("MasterLabel", 255).named(),
            text("ApiName", 255),
            of("IsActive", FieldType.BOOLEAN),
            of("SortOrder", FieldType.INT),
            of("IsClosed", FieldType.BOOLEAN),
            of("IsWon", FieldType.BOOLEAN),
            of("ForecastCategory", FieldType.PICKLIST),
            of("ForecastCategoryName", FieldType.PICKLIST),
            of("DefaultProbability", FieldType.PERCENT),
            text("Description", 255));
  }

  private ObjectType user() {
    return system("User", "005", "User")
        .withEvents()
        .with(
            text("Username", 80).required().idLookup().unique(),
            text("LastName", 80).required().partOf("Name"),
            text("FirstName", 40).partOf("Name"),
            text("Name", 121).readOnly().named(),
            of("Email", FieldType.EMAIL).required().idLookup(),
            of("Phone", FieldType.PHONE),
            text("Title", 80),
            of("IsActive", FieldType.BOOLEAN).defaultsTo(true),
            picklist("UserType", "Standard", "PowerPartner").readOnly().defaultsTo("Standard"));
  }

  private ObjectType lead() {
    var type =
        owned("Lead", "00Q", "Lead", "Leads")
            .withEvents()
            .with(
                text("LastName", 80).required().partOf("Name"),
                text("FirstName", 40).partOf("Name"),
                picklist("Salutation", "Mr.", "Ms.", "Dr.", "Prof.").partOf("Name"),
                text("Name", 203).label("Full Name").readOnly().named(),
                text("Title", 128),
                text("Company", 255).required(),
                of("Phone", FieldType.PHONE),
                of("Email", FieldType.EMAIL).idLookup(),
                of("Website", FieldType.URL),
                of("Description", FieldType.LONG_TEXT),
                picklist(
                        "Status",
                        "Open - Not Contacted",
                        "Working - Contacted",
                        "Closed - Converted",
                        "Closed - Not Converted")
                    .required()
                    .defaultsTo("Open - Not Contacted"),
                picklist("LeadSource", "Web", "Phone Inquiry", "Partner Referral", "Other"),
                of("NumberOfEmployees", FieldType.INT),
                of("IsConverted", FieldType.BOOLEAN).readOnly(),
                lookup("ConvertedAccountId", null, "Account").readOnly(),
                lookup("ConvertedContactId", null, "Contact").readOnly(),
                lookup("ConvertedOpportunityId", null, "Opportunity").readOnly(),
                text("Referral_Identifier__c", 100)
                    .label("Referral Identifier")
                    .externalId()
                    .unique(),
                of("Referral_Link__c", FieldType.URL).label("Referral Link"),
                of("Audit__c", FieldType.LONG_TEXT).length(100_000).label("Audit"));
    address(type, "");
    return currency(type);
  }

  private ObjectType task() {
    return owned("Task", "00T", "Task", "Tasks")
        .withEvents()
        .with(
            text("Subject", 255).named(),
            of("ActivityDate", FieldType.DATE),
            picklist("Status", "Not Started", "In Progress", "Completed", "Deferred")
                .required()
                .defaultsTo("Not Started"),
            picklist("Priority", "High", "Normal", "Low").required().defaultsTo("Normal"),
            lookup("WhatId", "Tasks", "Account", "Opportunity"),
            lookup("WhoId", "Tasks", "Contact", "Lead"),
            of("Description", FieldType.LONG_TEXT));
  }

  private ObjectType note() {
    return owned("Note", "002", "Note", "Notes")
        .with(
            lookup("ParentId", "Notes", "Opportunity", "Account", "Contact", "Lead")
                .required()
                .createOnly(),
            text("Title", 80).required().named(),
            of("IsPrivate", FieldType.BOOLEAN),
            of("Body", FieldType.LONG_TEXT));
  }

  private ObjectType contentNote() {
    return owned("ContentNote", "069", "Note", "ContentNotes")
        .with(
            text("Title", 255).required().named(),
            of("Content", FieldType.BASE64).length(50_000_000),
            of("TextPreview", FieldType.STRING).readOnly());
  }

  private static List<ObjectType> permissions() {
    return List.of(
        system("PermissionSet", "0PS", "Permission Set")
            .readOnly()
            .with(
                text("Name", 80).named(),
                text("Label", 80),
                of("PermissionsViewAllData", FieldType.BOOLEAN),
                of("PermissionsApiEnabled", FieldType.BOOLEAN)),
        system("PermissionSetAssignment", "0Pa", "Permission Set Assignment")
            .readOnly()
            .with(
                lookup("PermissionSetId", "Assignments", "PermissionSet"),
                lookup("AssigneeId", "PermissionSetAssignments", "User")),
        system("ObjectPermissions", "110", "Object Permissions")
            .readOnly()
            .with(
                lookup("ParentId", "ObjectPerms", "PermissionSet"),
                text("SobjectType", 40),
                of("PermissionsRead", FieldType.BOOLEAN),
                of("PermissionsCreate", FieldType.BOOLEAN),
                of("PermissionsEdit", FieldType.BOOLEAN),
                of("PermissionsDelete", FieldType.BOOLEAN),
                of("PermissionsViewAllRecords", FieldType.BOOLEAN),
                of("PermissionsModifyAllRecords", FieldType.BOOLEAN)));
  }

  private ObjectType contentDocument() {
    return owned("ContentDocument", "069", "Content Document", "ContentDocuments")
        .withEvents()
        .with(text("Title", 255).required().named());
  }

  private ObjectType contentDocumentLink() {
    return new ObjectType("ContentDocumentLink", "06A", "Content Document Link")
        .withEvents()
        .with(
            of("Id", FieldType.ID).readOnly(),
            of("IsDeleted", FieldType.BOOLEAN).readOnly().notInEvents(),
            of("SystemModstamp", FieldType.DATE_TIME).readOnly().notInEvents(),
            lookup("ContentDocumentId", "ContentDocumentLinks", "ContentDocument", "ContentNote")
                .required()
                .createOnly(),
            lookup("LinkedEntityId", "ContentDocumentLinks", "Opportunity", "Account", "User")
                .required()
                .createOnly(),
            picklist("ShareType", "V", "C", "I").required().restricted(),
            picklist("Visibility", "AllUsers", "InternalUsers", "SharedUsers").restricted());
  }

  private ObjectType currencyType() {
    return system("CurrencyType", "01L", "Currency Type")
        .with(
            picklist("IsoCode").required(),
            of("ConversionRate", FieldType.DOUBLE).required(),
            of("DecimalPlaces", FieldType.INT).required(),
            of("IsActive", FieldType.BOOLEAN),
            of("IsCorporate", FieldType.BOOLEAN).readOnly());
  }

  private ObjectType organization() {
    return system("Organization", "00D", "Organization")
        .readOnly()
        .with(
            text("Name", 80).named(),
            of("IsSandbox", FieldType.BOOLEAN),
            text("OrganizationType", 40),
            text("InstanceName", 5),
            text("DefaultLocaleSidKey", 40),
            text("LanguageLocaleKey", 40));
  }

  private static ObjectType recordType() {
    return system("RecordType", "012", "Record Type")
        .readOnly()
        .with(
            text("Name", 80).named(),
            text("DeveloperName", 80),
            text("SobjectType", 40),
            of("IsActive", FieldType.BOOLEAN));
  }

  private ObjectType pushTopic() {
    return system("PushTopic", "0IF", "Push Topic")
        .with(
            text("Name", 25).required().named().unique(),
            text("Query", 1300).required(),
            of("ApiVersion", FieldType.DOUBLE).digits(18, 1).required(),
            of("IsActive", FieldType.BOOLEAN).defaultsTo(true),
            picklist("NotifyForFields", "All", "Referenced", "Select", "Where")
                .restricted()
                .defaultsTo("Referenced"),
            of("NotifyForOperationCreate", FieldType.BOOLEAN).defaultsTo(true),
            of("NotifyForOperationUpdate", FieldType.BOOLEAN).defaultsTo(true),
            of("NotifyForOperationDelete", FieldType.BOOLEAN).defaultsTo(true),
            of("NotifyForOperationUndelete", FieldType.BOOLEAN).defaultsTo(true),
            text("NotifyForOperations", 40).readOnly(),
            text("Description", 400));
  }

  static ObjectType system(String name, String prefix, String label) {
    return new ObjectType(name, prefix, label)
        .with(
            of("Id", FieldType.ID).length(18).label("Record ID").required().readOnly().idLookup(),
            of("IsDeleted", FieldType.BOOLEAN).readOnly().notInEvents(),
            of("CreatedDate", FieldType.DATE_TIME).required().readOnly(),
            user("CreatedById"),
            of("LastModifiedDate", FieldType.DATE_TIME).required().readOnly(),
            user("LastModifiedById"),
            of("SystemModstamp", FieldType.DATE_TIME).required().readOnly().notInEvents());
  }

  private static Field user(String name) {
    return lookup(name, null, "User").required().readOnly();
  }

  private static ObjectType owned(String name, String prefix, String label, String ownedAs) {
    return system(name, prefix, label)
        .with(lookup("OwnerId", null, "User").label(ownedAs + " Owner").required().defaulted());
  }

  private ObjectType currency(ObjectType type) {
    if (options.multiCurrency()) {
      type.put(
          picklist("CurrencyIsoCode", "EUR", "USD", "GBP")
              .length(3)
              .label(type.label + " Currency")
              .restricted()
              .defaultsTo("EUR"));
    }
    return type;
  }

  private void address(ObjectType type, String prefix) {
    var compound = prefix + "Address";
    var parts =
        new ArrayList<>(
            List.of(
                of(prefix + "Street", FieldType.TEXT_AREA),
                text(prefix + "City", 40),
                text(prefix + "State", 80),
                text(prefix + "PostalCode", 20),
                text(prefix + "Country", 80)));
    if (options.countryPicklists()) {
      parts.add(picklist(prefix + "StateCode").length(10).controlledBy(prefix + "CountryCode"));
      parts.add(picklist(prefix + "CountryCode", Countries.codes()).length(10).restricted());
    }
    for (var part : parts) {
      type.put(part.partOf(compound).label(part.name.replaceAll("([a-z])([A-Z])", "$1 $2")));
    }
    type.put(of(compound, FieldType.ADDRESS).readOnly());
  }
}
