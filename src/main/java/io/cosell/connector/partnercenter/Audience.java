package io.cosell.connector.partnercenter;

/** The two APIs of Partner Center; each wants a token of its own. */
enum Audience {
  /** Leads and opportunities. */
  REFERRALS,
  /** Registration of the webhook. */
  WEBHOOKS
}
