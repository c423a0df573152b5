package io.cosell.connector.remote;

import static io.cosell.connector.remote.ErrorCode.Next.KEPT;
import static io.cosell.connector.remote.ErrorCode.Next.LAID_ASIDE;
import static io.cosell.connector.remote.ErrorCode.Next.LEFT_ALONE;
import static io.cosell.connector.remote.ErrorCode.Next.TRIED_AGAIN;
import static io.cosell.connector.remote.ErrorCode.Next.TRIED_A_FEW_TIMES;
import static io.cosell.connector.remote.ErrorCode.Next.TRIED_UNTIL_SPENT;
import static io.cosell.connector.remote.ErrorCode.Reader.ADMINISTRATOR;
import static io.cosell.connector.remote.ErrorCode.Reader.SELLER;

import java.util.Collection;

/**
 * The error catalogue: everything that keeps a deal from being brought over, with what to do about
 * it. {@code docs/errors.md} is made from it.
 *
 * <p>A code stays what it is over versions; one that is not needed any more is not given again. The
 * numbers of waiting begin at 441, so that none is taken for an HTTP status people know.
 */
public enum ErrorCode {
  NAME_MISSING(
      101,
      SELLER,
      LAID_ASIDE,
      "Partner Center needs a name for the deal",
      "The opportunity's name is empty or nothing but the mark.",
      "Give the opportunity a name."),
  CUSTOMER_MISSING(
      102,
      SELLER,
      LAID_ASIDE,
      "Partner Center needs the customer's name",
      "The opportunity has no account.",
      "Choose the account of the opportunity."),
  ADDRESS_MISSING(
      103,
      SELLER,
      LAID_ASIDE,
      "Partner Center needs the customer's street and city",
      "The billing address of the account is not complete.",
      "Fill in {field}."),
  COUNTRY_WRONG(
      104,
      SELLER,
      LAID_ASIDE,
      "Partner Center needs the customer's country as a two-letter ISO 3166 code such as DE",
      "The country is missing or a name. Where another field of the account holds the code:"
          + " `cosell.account.country-field`.",
      "Enter the two-letter code in {field}."),
  DEAL_VALUE_MISSING(
      105,
      SELLER,
      LAID_ASIDE,
      "Partner Center needs what the deal is worth",
      "The value is empty, or 0, which counts as no value.",
      "Enter a value in {field}."),
  CURRENCY_WRONG(
      106,
      SELLER,
      LAID_ASIDE,
      "Partner Center needs the currency as a three-letter ISO 4217 code such as EUR",
      "The currency is missing or no code. An org with a single currency that the integration user"
          + " does not see: `cosell.opportunity.default-currency`.",
      "Choose the currency in {field}."),
  CLOSING_DATE_MISSING(
      107,
      SELLER,
      LAID_ASIDE,
      "Partner Center needs the expected closing date",
      "The opportunity has no close date.",
      "Enter a date in {field}."),
  CONTACT_MISSING(
      108,
      SELLER,
      LAID_ASIDE,
      "Microsoft helps only with a contact at the customer",
      "Help was chosen, but the opportunity has no contact role.",
      "Add a contact role to the opportunity."),
  SOLUTION_MISSING(
      109,
      SELLER,
      LAID_ASIDE,
      "Partner Center needs at least one solution",
      "No row of the Microsoft solutions has a solution identifier.",
      "Add a Microsoft solution with its identifier to the opportunity."),
  TEAM_MISSING(
      110,
      SELLER,
      LAID_ASIDE,
      "Partner Center needs at least one person of the partner",
      "The owner is the integration user, and the opportunity team is empty.",
      "Make a person the owner, or add one to the opportunity team."),
  PERSON_INCOMPLETE(
      111,
      SELLER,
      LAID_ASIDE,
      "Partner Center needs to know more of this person",
      "What it asks of contacts and of the partner's people is in"
          + " `cosell.mapping.required-of-people`.",
      "Complete the contact, or the user, named."),
  FIELD_MISSING(
      112,
      SELLER,
      LAID_ASIDE,
      "no referral is created without it",
      "A row of the mapping table says `required-for`, and the field is empty.",
      "Fill in {field}."),
  TOO_MANY(
      113,
      SELLER,
      LAID_ASIDE,
      "Partner Center takes at most 50",
      "The opportunity has more than 50 solutions, or more than 50 people of the partner.",
      "Remove what is over 50."),
  TEXT_TOO_LONG(
      114,
      ADMINISTRATOR,
      LAID_ASIDE,
      "the field in Salesforce is too short for it",
      "Partner Center has a longer text than the describe of the field allows. Nothing is cut but"
          + " the opportunity's name.",
      "Make {field} longer in Salesforce, or have the text shortened in Partner Center."),
  NOT_IN_PICKLIST(
      115,
      ADMINISTRATOR,
      LAID_ASIDE,
      "the picklist in Salesforce has no such value",
      "A restricted picklist.",
      "Add the value to the picklist of {field}, or change the mapping table."),
  NOT_IN_VALUE_MAP(
      116,
      ADMINISTRATOR,
      LAID_ASIDE,
      "the value map of the mapping table has no such entry",
      "One side has a value nobody has said the other side's word for.",
      "Add the value to `values` of the row of {field} in the mapping table."),
  VALUE_UNREADABLE(
      117,
      ADMINISTRATOR,
      LAID_ASIDE,
      "the mapping table expects another kind of value",
      "A text where a number or a date should be, for example.",
      "Correct {field}, or the `kind` of its row in the mapping table."),
  STAGE_MISSING(
      118,
      ADMINISTRATOR,
      LAID_ASIDE,
      "the org has no stage for it",
      "The deal was won or lost in Partner Center, and no active stage of the org is closed that"
          + " way.",
      "Activate such a stage, or name one in `cosell.opportunity.won-stage` and `.lost-stage`."),
  REFERRAL_IS_CLOSED(
      119,
      SELLER,
      LEFT_ALONE,
      "the referral is closed, which is final",
      "The opportunity was changed after the deal was won, lost, declined or expired. The change"
          + " stays in Salesforce.",
      "Nothing; for a new try with this customer make a new opportunity."),
  CRM_ID_FOREIGN(
      120,
      ADMINISTRATOR,
      LEFT_ALONE,
      "the referral's CRM id is no opportunity's",
      "Another tool or a person has written something else there.",
      "Correct or clear the CRM id in Partner Center."),
  OPPORTUNITY_GONE(
      121,
      ADMINISTRATOR,
      LEFT_ALONE,
      "the opportunity of the referral does not exist",
      "It was deleted, belongs to another org, or the integration user does not see it. None is"
          + " created in its place.",
      "Undelete or share the opportunity; for a new one clear the CRM id in Partner Center."),
  ORG_REQUIRES(
      122,
      ADMINISTRATOR,
      LAID_ASIDE,
      "this org requires a value",
      "A required custom field that nothing is mapped to.",
      "Give {field} a value in the mapping table (`on-create-…`, or a row), or make it"
          + " optional."),
  FIELD_READ_ONLY(
      123,
      ADMINISTRATOR,
      LAID_ASIDE,
      "the integration user may not write it",
      "A formula, or a field without edit permission.",
      "Allow it in the permission set, or set `to-salesforce: never` on the row of {field}."),
  COUNTRY_NOT_IN_ORG(
      124,
      ADMINISTRATOR,
      LAID_ASIDE,
      "this country is not in the org's list",
      "The org has state and country picklists, and the country of a new account or lead is not"
          + " active there. A state that is not is left out.",
      "Activate it in Salesforce under State and Country/Territory Picklists."),
  CURRENCY_NOT_ACTIVE(
      125,
      ADMINISTRATOR,
      LAID_ASIDE,
      "this currency is not active in the org",
      "The deal is in a currency the org has not, or does not use any more.",
      "Activate it in Salesforce under Manage Currencies, or let somebody change it in Partner"
          + " Center."),
  STAGE_NOT_IN_PROCESS(
      126,
      ADMINISTRATOR,
      LAID_ASIDE,
      "Salesforce does not let the opportunity have this stage",
      "The sales process of its record type lacks the stage that stands for what happened in"
          + " Partner Center.",
      "Add the stage to the sales process of the record type, or name one it has in"
          + " `cosell.opportunity.won-stage`, `.lost-stage`, `.active-stage` or"
          + " `.on-hold-stage`."),

  PARTNER_CENTER_VALUE(
      201,
      SELLER,
      LAID_ASIDE,
      "Partner Center does not accept the value",
      "It answered 400, 409 or 422 and named the field.",
      "Correct {field}."),
  PARTNER_CENTER_REQUIRED(
      202,
      SELLER,
      LAID_ASIDE,
      "Partner Center requires a value",
      "It named a field that was sent empty or not at all.",
      "Fill in {field}."),
  PARTNER_CENTER_STATUS(
      203,
      SELLER,
      LAID_ASIDE,
      "Partner Center does not allow this change of status",
      "New goes to Active or Closed, Active to Closed, and Closed stays.",
      "Look at the referral in Partner Center and choose the stage that fits it."),
  PARTNER_CENTER_CLOSED(
      204,
      SELLER,
      LAID_ASIDE,
      "the referral is closed, which is final",
      "It was closed between reading and writing.",
      "Nothing; for a new try with this customer make a new opportunity."),
  PARTNER_CENTER_FIXED(
      205,
      ADMINISTRATOR,
      LAID_ASIDE,
      "Partner Center does not change this after the referral was created",
      "The path is none of those its API lets be patched.",
      "Set `to-partner-center: create` on the row of {field}; change the value in the portal."),
  PARTNER_CENTER_RATCHET(
      206,
      SELLER,
      LAID_ASIDE,
      "Partner Center does not take visibility back",
      "Once Microsoft's sellers see a deal, they go on to see it.",
      "Tick {field} again."),
  PARTNER_CENTER_CONTACTS(
      207,
      SELLER,
      LAID_ASIDE,
      "contacts of a deal shared with Microsoft cannot be changed",
      "They are frozen when Microsoft is invited.",
      "Undo the change of the contact roles; tell Microsoft's seller of the new contact."),
  PARTNER_CENTER_INVITED(
      208,
      ADMINISTRATOR,
      LAID_ASIDE,
      "Microsoft has been invited to this deal already",
      "Somebody asked for help in the portal at the same time.",
      "Retry the dead letter once Microsoft's referral shows in the audit."),
  PARTNER_CENTER_RULE(
      209,
      SELLER,
      LAID_ASIDE,
      "a rule of Partner Center forbids it",
      "It answered 400, 409 or 422 without a field this connector knows.",
      "Do what Partner Center says; its words stand behind the colon."),
  PARTNER_CENTER_FORBIDDEN(
      210,
      ADMINISTRATOR,
      LAID_ASIDE,
      "the integration user may not write this referral",
      "Its role is missing, does not cover the location, or it is no member of the deal's team.",
      "Give the integration user the role Referrals admin, then retry the dead letter."),
  PARTNER_CENTER_GONE(
      211,
      ADMINISTRATOR,
      LAID_ASIDE,
      "Partner Center does not show the referral any more",
      "It answered 404 or 410 about the referral of an opportunity.",
      "Give the integration user the role Referrals admin; if the referral does not exist, clear the"
          + " referral identifier of the opportunity."),
  PARTNER_CENTER_TOO_LARGE(
      212,
      SELLER,
      LAID_ASIDE,
      "the deal is too large for Partner Center",
      "It answered 413.",
      "Shorten the description."),
  PARTNER_CENTER_WEBHOOK(
      213,
      ADMINISTRATOR,
      LAID_ASIDE,
      "Partner Center refuses the registration of the webhook",
      "Changes are found by comparing until it is registered.",
      "Check `cosell.webhook.public-url` and the integration user's role."),

  SALESFORCE_REQUIRED(
      301,
      ADMINISTRATOR,
      LAID_ASIDE,
      "Salesforce requires a value",
      "`REQUIRED_FIELD_MISSING`",
      "Give {field} a value in the mapping table (`on-create-…`, or a row), or make it"
          + " optional."),
  SALESFORCE_VALIDATION(
      302,
      SELLER,
      LAID_ASIDE,
      "a validation rule of your org refuses it",
      "`FIELD_CUSTOM_VALIDATION_EXCEPTION`; the text is that of the rule.",
      "Do what the rule says, or have the administrator exempt the integration user from it."),
  SALESFORCE_INTEGRITY(
      303,
      ADMINISTRATOR,
      LAID_ASIDE,
      "the value contradicts others of the record",
      "`FIELD_INTEGRITY_EXCEPTION`: a country or state that is not in the org's list, for example.",
      "Correct {field}, or add the value to the org's list."),
  SALESFORCE_LOOKUP_FILTER(
      304,
      ADMINISTRATOR,
      LAID_ASIDE,
      "a lookup filter of your org refuses it",
      "`FIELD_FILTER_VALIDATION_EXCEPTION`; the text is that of the filter.",
      "Choose another record for {field}, or relax the filter."),
  SALESFORCE_PICKLIST(
      305,
      ADMINISTRATOR,
      LAID_ASIDE,
      "the picklist in Salesforce has no such value",
      "`INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST`",
      "Add the value to the picklist of {field}, for the record type too, or change the mapping"
          + " table."),
  SALESFORCE_TEXT_LENGTH(
      306,
      ADMINISTRATOR,
      LAID_ASIDE,
      "the field in Salesforce is too short for it",
      "`STRING_TOO_LONG`",
      "Make {field} longer in Salesforce, or have the text shortened in Partner Center."),
  SALESFORCE_NUMBER(
      307,
      ADMINISTRATOR,
      LAID_ASIDE,
      "the number has too many digits for the field",
      "`NUMBER_OUTSIDE_VALID_RANGE`",
      "Make {field} wider in Salesforce, or correct the number in Partner Center."),
  SALESFORCE_EMAIL(
      308,
      SELLER,
      LAID_ASIDE,
      "Salesforce does not accept the e-mail address",
      "`INVALID_EMAIL_ADDRESS`",
      "Correct the contact's address in Partner Center."),
  SALESFORCE_FIELD_UNKNOWN(
      309,
      ADMINISTRATOR,
      LAID_ASIDE,
      "the integration user does not see a field",
      "`INVALID_FIELD`: the field was removed, renamed or hidden.",
      "Restore the field or the permission set, or change the mapping table; then retry the dead"
          + " letters."),
  SALESFORCE_FIELD_READ_ONLY(
      310,
      ADMINISTRATOR,
      LAID_ASIDE,
      "the integration user may not write the field",
      "`INVALID_FIELD_FOR_INSERT_UPDATE`",
      "Allow it in the permission set, or set `to-salesforce: never` on the row of {field}."),
  SALESFORCE_OBJECT_UNKNOWN(
      311,
      ADMINISTRATOR,
      LAID_ASIDE,
      "the integration user does not see an object",
      "`INVALID_TYPE`: the object was removed, renamed or hidden.",
      "Restore the object or the permission set; then retry the dead letters."),
  SALESFORCE_ID(
      312,
      ADMINISTRATOR,
      LAID_ASIDE,
      "the value is no id of the kind the field holds",
      "`MALFORMED_ID`: the mapping table brings a text into a lookup.",
      "Map {field} to a field that holds texts."),
  SALESFORCE_REFERENCE(
      313,
      ADMINISTRATOR,
      TRIED_A_FEW_TIMES,
      "a record this one refers to is gone",
      "`INVALID_CROSS_REFERENCE_KEY`, `INVALID_ID_FIELD`: deleted between reading and writing, or"
          + " named by a fixed value.",
      "Correct the id in {field}; then retry the dead letter."),
  SALESFORCE_NOT_FOUND(
      314,
      ADMINISTRATOR,
      LAID_ASIDE,
      "Salesforce does not find the record or the resource",
      "`NOT_FOUND`: no such id, or an external id field the integration user does not see.",
      "Restore the record or the permission set; then retry the dead letter."),
  SALESFORCE_DELETED(
      315,
      ADMINISTRATOR,
      LAID_ASIDE,
      "the record has been deleted",
      "`ENTITY_IS_DELETED`",
      "Undelete it; or untick the sync flag of the opportunity."),
  SALESFORCE_ACCESS(
      316,
      ADMINISTRATOR,
      LAID_ASIDE,
      "the integration user may not edit the record, or one it refers to",
      "`INSUFFICIENT_ACCESS_OR_READONLY`, `INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY`: sharing,"
          + " a lock by an approval process.",
      "Share the record with the integration user, or unlock it; then retry the dead letter."),
  SALESFORCE_AUTOMATION(
      317,
      ADMINISTRATOR,
      LAID_ASIDE,
      "a trigger or flow of your org refuses it",
      "`CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY`, `CANNOT_EXECUTE_FLOW_TRIGGER`; the text is that of"
          + " the trigger or flow.",
      "Correct the trigger or flow, or do what it says; then retry the dead letter."),
  SALESFORCE_INACTIVE_USER(
      318,
      SELLER,
      LAID_ASIDE,
      "the owner is no active user",
      "`INACTIVE_OWNER_OR_USER`",
      "Give the record an active owner."),
  SALESFORCE_UNREADABLE(
      319,
      ADMINISTRATOR,
      LAID_ASIDE,
      "Salesforce cannot read the value",
      "`JSON_PARSER_ERROR`: the mapping table brings a text into a date or number field.",
      "Map the value to a field of its kind, or give the row the kind of the field."),
  SALESFORCE_STORAGE(
      320,
      ADMINISTRATOR,
      LAID_ASIDE,
      "the org's storage is full",
      "`STORAGE_LIMIT_EXCEEDED`",
      "Make room or buy storage; then retry the dead letters."),
  SALESFORCE_DUPLICATE_VALUE(
      321,
      ADMINISTRATOR,
      TRIED_A_FEW_TIMES,
      "another record has this value in a unique field",
      "`DUPLICATE_VALUE`: made at the same moment, which the next look settles; or a unique field of"
          + " your org.",
      "Merge the two records, or do not map to a unique field; then retry the dead letter."),
  SALESFORCE_DUPLICATE_RULE(
      322,
      SELLER,
      LAID_ASIDE,
      "a duplicate rule of your org refuses the record",
      "`DUPLICATES_DETECTED`; the text is that of the rule. The account or contact it means would be"
          + " taken, but the answer does not name it, and more than one could be it.",
      "Give the record that is there the name, postal code or e-mail address of the deal; or have"
          + " the rule relaxed for the integration user."),
  SALESFORCE_AMBIGUOUS(
      323,
      ADMINISTRATOR,
      LAID_ASIDE,
      "several opportunities have the same referral identifier",
      "Salesforce answered 300.",
      "Clear the identifier of all but one, and make the field unique."),
  SALESFORCE_OTHER(
      324,
      ADMINISTRATOR,
      LAID_ASIDE,
      "Salesforce refuses it",
      "With a code this catalogue does not have.",
      "Do what Salesforce says; then retry the dead letter."),

  PARTNER_CENTER_AWAY(
      441,
      ADMINISTRATOR,
      TRIED_AGAIN,
      "Partner Center is away",
      "No answer, a server error, or an answer that makes no sense, of the API or of the sign-in"
          + " host.",
      "Nothing, if it passes; else check network, proxy and the base URL."),
  PARTNER_CENTER_THROTTLES(
      442,
      ADMINISTRATOR,
      TRIED_AGAIN,
      "Partner Center asks for fewer calls",
      "429; nothing is sent before the time it named is over.",
      "Nothing."),
  PARTNER_CENTER_SIGN_IN(
      443,
      ADMINISTRATOR,
      TRIED_AGAIN,
      "Partner Center does not accept the sign-in",
      "Expired, revoked, or a wrong setting; the message names it.",
      "Do what the message says; after a new `refresh-token` restart."),
  PARTNER_CENTER_MFA(
      444,
      ADMINISTRATOR,
      TRIED_AGAIN,
      "Partner Center asks for multifactor authentication",
      "The sign-in was made without a second factor, or the tenant's rules have changed.",
      "Sign in again with it as the integration user, set the new `refresh-token`, restart."),
  PARTNER_CENTER_ROLE(
      445,
      ADMINISTRATOR,
      TRIED_AGAIN,
      "the integration user may not use the API",
      "403 to a read.",
      "Give the integration user the role Referrals admin; it takes up to an hour."),
  PARTNER_CENTER_LOCKED(
      446,
      ADMINISTRATOR,
      TRIED_AGAIN,
      "the referral is locked",
      "423: Partner Center works on it.",
      "Nothing."),

  SALESFORCE_AWAY(
      461,
      ADMINISTRATOR,
      TRIED_AGAIN,
      "Salesforce is away",
      "No answer, a server error, or `SERVER_UNAVAILABLE`.",
      "Nothing, if it passes; else check network, proxy and the login URL."),
  SALESFORCE_BUSY(
      462,
      ADMINISTRATOR,
      TRIED_AGAIN,
      "Salesforce asks for fewer calls at a time",
      "`REQUEST_LIMIT_EXCEEDED` of concurrent requests.",
      "Nothing; if it stays, lower `cosell.inbox.workers`."),
  SALESFORCE_DAILY_LIMIT(
      463,
      ADMINISTRATOR,
      TRIED_AGAIN,
      "the org's daily calls are used up",
      "`REQUEST_LIMIT_EXCEEDED` of all calls of 24 hours, or `cosell.salesforce.daily-share` of them"
          + " are used. Looked at again every five minutes.",
      "See who uses the calls, or raise the share."),
  SALESFORCE_SIGN_IN(
      464,
      ADMINISTRATOR,
      TRIED_AGAIN,
      "Salesforce does not accept the sign-in",
      "The app, the integration user or the session; the message names the setting.",
      "Do what the message says."),
  SALESFORCE_API_OFF(
      465,
      ADMINISTRATOR,
      TRIED_AGAIN,
      "the org or the integration user has no API access",
      "`API_DISABLED_FOR_ORG`, `API_CURRENTLY_DISABLED`",
      "Give the integration user the permission API Enabled, or use an edition with API."),
  SALESFORCE_ROW_LOCKED(
      466,
      ADMINISTRATOR,
      TRIED_AGAIN,
      "somebody else is writing the same record",
      "`UNABLE_TO_LOCK_ROW`, in the text of a trigger too.",
      "Nothing; if it stays, look for long-running jobs on the account."),
  SALESFORCE_QUERY(
      467,
      ADMINISTRATOR,
      TRIED_AGAIN,
      "Salesforce did not finish a query",
      "`QUERY_TIMEOUT`, or `INVALID_QUERY_LOCATOR` between two pages.",
      "Nothing; if it stays, ask Salesforce for an index on the referral identifier."),
  SALESFORCE_UNKNOWN(
      468,
      ADMINISTRATOR,
      TRIED_UNTIL_SPENT,
      "Salesforce failed without a reason",
      "`UNKNOWN_EXCEPTION`; the message has the ErrorId its support asks for.",
      "Retry the dead letter; if it fails again, give the ErrorId to Salesforce's support."),

  CHANGED_MEANWHILE(
      481,
      ADMINISTRATOR,
      TRIED_AGAIN,
      "the record changed between reading and writing",
      "The referral has a newer eTag (412), or got its opportunity just now.",
      "Nothing: both sides are read again."),
  WORKED_ON_ELSEWHERE(
      482,
      ADMINISTRATOR,
      TRIED_AGAIN,
      "another worker has the deal or its customer",
      "Deals of one customer are written one after the other.",
      "Nothing."),
  OWN_REFERRAL_AWAITED(
      483,
      ADMINISTRATOR,
      TRIED_AGAIN,
      "the own referral of the engagement comes first",
      "The event of Microsoft's referral was faster.",
      "Nothing."),
  HELD_BACK(
      484,
      ADMINISTRATOR,
      KEPT,
      "the settings do not let this direction be written",
      "`cosell.sync.mode`, `.to-salesforce` or `.to-partner-center` says `plan` or `paused`.",
      "Set it to `apply` and restart."),
  ROUTE_NOT_RUNNING(
      485,
      ADMINISTRATOR,
      TRIED_AGAIN,
      "the route is not running",
      "It was stopped or excluded, or its file is missing.",
      "Start it, or restore its file in `routes`."),
  DATABASE_AWAY(
      486,
      ADMINISTRATOR,
      TRIED_AGAIN,
      "the connector's own database refuses",
      "It is away, full, locked or read only; the component `db` of the health says which.",
      "See that the database runs and has room; nothing else."),

  UNEXPECTED(
      901,
      ADMINISTRATOR,
      TRIED_UNTIL_SPENT,
      "this should not happen",
      "A step failed with an error nobody foresaw.",
      "Look into the log. It is a defect of the connector, or of a step of your own."),
  PARTNER_CENTER_PROTOCOL(
      902,
      ADMINISTRATOR,
      LAID_ASIDE,
      "Partner Center does not understand the call",
      "405, 406, 411, 415, 416 or 501.",
      "Report it with the log: it is a defect of the connector, or its API has changed."),
  SALESFORCE_PROTOCOL(
      903,
      ADMINISTRATOR,
      LAID_ASIDE,
      "Salesforce does not understand the call",
      "`MALFORMED_QUERY`, `METHOD_NOT_ALLOWED`, or a call undone without a reason"
          + " (`PROCESSING_HALTED`).",
      "Report it with the log: it is a defect of the connector, or of a row of the mapping table.");

  /** Who can do something about it. */
  public enum Reader {
    /** The seller, in Salesforce. */
    SELLER,
    /** The administrator of connector and org. */
    ADMINISTRATOR
  }

  /** What the connector does. */
  public enum Next {
    LAID_ASIDE(
        "lays it aside",
        "The event is a dead letter, the opportunity gets ✖ and an Audit line. The next change of the"
            + " deal tries again, and an operator may."),
    TRIED_A_FEW_TIMES(
        "a few tries", "Tries four times, as reading again mostly helps; then lays it aside."),
    TRIED_UNTIL_SPENT(
        "some tries",
        "Tries as often as `cosell.inbox.max-attempts` says; then the event is a dead letter."),
    KEPT("holds it back", "Keeps the event, and looks again after the next start."),
    TRIED_AGAIN("tries again", "Tries again by itself with growing pauses, as often as it takes."),
    LEFT_ALONE("leaves it alone", "Writes nothing, and says so in the audit.");

    private final String title;
    private final String sentence;

    Next(String title, String sentence) {
      this.title = title;
      this.sentence = sentence;
    }

    /** The same in a few words. */
    public String title() {
      return title;
    }

    /** The same in full. */
    public String sentence() {
      return sentence;
    }
  }

  /** The kind of a code, told by its first digit. */
  public enum Group {
    REFUSED_HERE(1, "Refused before anything is sent"),
    PARTNER_CENTER(2, "Refused by Partner Center"),
    SALESFORCE(3, "Refused by Salesforce"),
    WAITING(4, "Waiting"),
    DEFECT(9, "Defects");

    private final int digit;
    private final String title;

    Group(int digit, String title) {
      this.digit = digit;
      this.title = title;
    }

    /** As a heading. */
    public String title() {
      return title;
    }
  }

  private static final String FIELD = "{field}";
  private static final int LONGEST_WORDS = 300;

  private final int number;
  private final Reader reader;
  private final Next next;
  private final String title;
  private final String meaning;
  private final String remedy;

  ErrorCode(int number, Reader reader, Next next, String title, String meaning, String remedy) {
    this.number = number;
    this.reader = reader;
    this.next = next;
    this.title = title;
    this.meaning = meaning;
    this.remedy = remedy;
  }

  /** The code itself, such as {@code E104}. */
  public String id() {
    return "E" + number;
  }

  /** Which kind it is. */
  public Group group() {
    for (var group : Group.values()) {
      if (group.digit == number / 100) {
        return group;
      }
    }
    throw new IllegalStateException("no group has the code " + id());
  }

  /** Who can do something about it. */
  public Reader reader() {
    return reader;
  }

  /** What the connector does. */
  public Next next() {
    return next;
  }

  /** What is wrong, as a clause. */
  public String title() {
    return title;
  }

  /** More about it, for the document. */
  public String meaning() {
    return meaning;
  }

  /** What to do, about these fields; about "the field" when there are none. */
  public String remedy(Collection<String> fields) {
    return remedy.replace(FIELD, fields.isEmpty() ? "the field" : String.join(", ", fields));
  }

  /** A sentence that begins with the code. */
  public String says(String sentence) {
    return id() + " " + sentence;
  }

  /** What is wrong with this field, which holds nothing. */
  public Finding empty(String field) {
    return new Finding(this, field, "", title);
  }

  /** What is wrong with the value of this field. */
  public Finding of(String field, String value) {
    return new Finding(this, field, value, title);
  }

  /** The same with more to say, such as the other side's words; 300 characters of it. */
  public Finding of(String field, String value, String more) {
    var words = Masking.mask(more, LONGEST_WORDS);
    return new Finding(this, field, value, words.isEmpty() ? title : title + ": " + words);
  }
}
