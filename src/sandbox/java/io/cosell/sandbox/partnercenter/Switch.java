package io.cosell.sandbox.partnercenter;

/**
 * Points on which Microsoft's documents are silent or contradict each other. Off is the likelier
 * behaviour, or the one that is harder on a client; the name says what happens when it is on.
 */
public enum Switch {
  /** POST of a referral answers 201 instead of 200. */
  CREATE_ANSWERS_201,
  /** A create answer lacks {@code details.closingDateTime}, as one documented sample does. */
  CREATE_ANSWER_LACKS_CLOSING_DATE,
  /** Private deals need no marketplace intent attribute, as before May 2023. */
  MARKETPLACE_INTENT_OPTIONAL,
  /** {@code details.notes} is required at creation. */
  NOTES_REQUIRED,
  /** A deal value of 0 is refused. */
  ZERO_DEAL_VALUE_REFUSED,
  /** A closing date in the past is refused. */
  PAST_CLOSING_DATE_REFUSED,
  /** Microsoft can be invited to deals of type {@code Shared} only. */
  INVITATION_NEEDS_SHARED_TYPE,

  /** Business rules answer 409 instead of 400. */
  BUSINESS_ERRORS_ARE_409,
  /** Business rules answer 422 instead of 400. */
  BUSINESS_ERRORS_ARE_422,
  /** An id that does not exist or is invisible answers 403 instead of 404. */
  FOREIGN_IDS_ANSWER_403,
  /** {@code /name} and the marketplace intent cannot be patched. */
  NAME_AND_INTENT_FIXED,
  /** {@code Closed}/{@code Error} is refused by the API; the portal can still set it. */
  ERROR_SUBSTATUS_REFUSED,
  /** Customer contacts of a deal shared with Microsoft are refused instead of silently kept. */
  FROZEN_CONTACTS_REFUSED,

  /** Quoted instants in {@code $filter} are accepted. */
  QUOTED_INSTANTS_ACCEPTED,
  /** Every property may be filtered on, not only the documented ones. */
  ANY_PROPERTY_FILTERABLE,
  /** Microsoft's referrals show in every list, not only in those filtered by engagement. */
  SIBLINGS_IN_EVERY_LIST,
  /** List rows carry a part of the properties only. */
  PARTIAL_LIST_ROWS,
  /** {@code @odata.count} is the number of rows of this page, as in one documented sample. */
  COUNT_IS_PAGE_SIZE,
  /** {@code @odata.nextLink} names a host nobody knows. */
  NEXT_LINK_ON_FOREIGN_HOST,
  /** {@code links} contain the documented misspellings. */
  MISSPELT_LINKS,
  /** Customer names come with HTML entities. */
  NAMES_WITH_HTML_ENTITIES,

  /** Microsoft's CRM id shows on Microsoft's referral only, not on the partner's. */
  CRM_ID_ON_MICROSOFTS_REFERRAL_ONLY,
  /** A change of Microsoft's referral also bumps and announces the partner's. */
  SIBLING_CHANGE_TOUCHES_OWN_REFERRAL,
  /** {@code related-*} events name the partner's referral instead of the sibling. */
  RELATED_EVENTS_NAME_OWN_REFERRAL,
  /** Results of test events name the status, such as {@code NotFound}, instead of its number. */
  TEST_RESULTS_NAME_THE_STATUS,
  /** The signing certificate is served as PEM instead of DER. */
  CERTIFICATE_AS_PEM,

  /** Tokens without the {@code mfa} claim are refused with 401 and code 900421. */
  MFA_ENFORCED,
  /** A refresh token dies when it has been used. */
  REFRESH_TOKENS_WORK_ONCE
}
