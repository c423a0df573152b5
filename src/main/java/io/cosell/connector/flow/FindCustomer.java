package io.cosell.connector.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.merge.DealState;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Finds the account that is the customer of a deal that is new in Salesforce: same name and postal
 * code. Leaves it open when there is none; then the account is created together with the
 * opportunity.
 */
@Component
class FindCustomer implements Step {
  private final Mapping mapping;

  FindCustomer(Mapping mapping) {
    this.mapping = mapping;
  }

  @Override
  public String name() {
    return "find-customer";
  }

  @Override
  public void on(Deal deal) {
    boolean known = deal.opportunity().isPresent() || deal.accountId().isPresent();
    if (known || deal.referral().isEmpty() || deal.isUnacceptedLead()) {
      return;
    }
    var referral = mapping.referrals().state(deal.referral().get(), null);
    account(deal, referral).ifPresent(deal::accountId);
  }

  private static Optional<String> account(Deal deal, DealState referral) {
    var wanted = postalCode(referral.text("customerPostalCode").orElse(""));
    var accounts = deal.found().accounts();
    var same = accounts.stream().filter(account -> postalCode(account).equals(wanted)).findFirst();
    if (same.isEmpty()
        && accounts.size() == 1
        && (wanted.isEmpty() || postalCode(accounts.get(0)).isEmpty())) {
      same = Optional.of(accounts.get(0));
    }
    return same.map(account -> account.path("Id").asText());
  }

  /** What tells one customer from another until it has an account. */
  static String key(DealState referral) {
    var name = referral.text("customerName").orElse("").strip().toLowerCase(Locale.ROOT);
    return name + "|" + postalCode(referral.text("customerPostalCode").orElse(""));
  }

  private static String postalCode(JsonNode account) {
    return postalCode(account.path("BillingPostalCode").asText(""));
  }

  private static String postalCode(String text) {
    return text.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
  }
}
