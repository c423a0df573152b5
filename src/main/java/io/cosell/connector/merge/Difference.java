package io.cosell.connector.merge;

import java.util.Objects;

/** One field or element: now on both sides, and after the last look; null for not there. */
record Difference<T>(T partnerCenter, T salesforce, T basePartnerCenter, T baseSalesforce) {

  boolean changedInPartnerCenter() {
    return !Objects.equals(partnerCenter, basePartnerCenter);
  }

  boolean changedInSalesforce() {
    return !Objects.equals(salesforce, baseSalesforce);
  }
}
