package io.cosell.sandbox.partnercenter;

import java.util.Locale;

/** Who changes a referral. */
public enum Actor {
  /** A client of the Referrals API. */
  CONNECTOR,
  /** A person of the partner in the Partner Center portal. */
  PORTAL,
  /** A Microsoft seller. */
  MICROSOFT,
  /** Partner Center itself, such as the expiry after 14 days. */
  SERVER;

  static Actor named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** Lower case, as the HTTP interface of the sandbox spells it. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
