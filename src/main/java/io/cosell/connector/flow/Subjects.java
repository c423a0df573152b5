package io.cosell.connector.flow;

import io.cosell.connector.inbox.Event;

/** What events are about, and which route looks. */
final class Subjects {
  static final String REFERRAL = "referral";
  static final String OPPORTUNITY = "opportunity";
  static final String SOLUTION = "solution";
  static final String CONTACT = "contact";
  static final String CONTACT_ROLE = "contact-role";
  static final String ACCOUNT = "account";
  static final String LEAD = "lead";
  static final String SELF_TEST = "registration/webhook-self-test";
  static final String SELF_TEST_RESULT = "registration/webhook-self-test-result";
  private static final String REGISTRATION_ROUTE = "partner-center-webhook-registration";
  static final String FULL_COMPARISON = "comparison/everything";

  private Subjects() {}

  static Event referral(String id, String detail) {
    return new Event(REFERRAL + "/" + id, "partner-center-to-salesforce", detail);
  }

  static Event relatedReferral(String id, String detail) {
    return new Event(REFERRAL + "/" + id, "microsoft-referral-updates-to-salesforce", detail);
  }

  static Event opportunity(String id, String detail) {
    return new Event(OPPORTUNITY + "/" + id, "salesforce-opportunity-to-partner-center", detail);
  }

  static Event solution(String id, String detail) {
    return new Event(SOLUTION + "/" + id, "salesforce-solutions-to-partner-center", detail);
  }

  static Event relative(String kind, String id, String detail) {
    return new Event(kind + "/" + id, "salesforce-opportunity-to-partner-center", detail);
  }

  static Event lead(String id, String detail) {
    return new Event(LEAD + "/" + id, "salesforce-leads-to-partner-center", detail);
  }

  static Event comparison(String detail) {
    return new Event("comparison/both-sides", "compare-both-sides", detail);
  }

  static Event fullComparison(String detail) {
    return new Event(FULL_COMPARISON, "full-comparison", detail);
  }

  static Event registration(String detail) {
    return new Event("registration/webhook", REGISTRATION_ROUTE, detail);
  }

  static Event selfTest(String detail) {
    return new Event(SELF_TEST, REGISTRATION_ROUTE, detail);
  }

  static Event selfTestResult(String detail) {
    return new Event(SELF_TEST_RESULT, REGISTRATION_ROUTE, detail);
  }
}
