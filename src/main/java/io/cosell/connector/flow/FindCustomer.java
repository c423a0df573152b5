package io.cosell.connector.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.salesforce.Salesforce;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Finds the account that is the customer of a deal that is new in Salesforce, by the rules of
 * {@code cosell.account.match-by}. Leaves it open when there is none; then the account is created
 * together with the opportunity.
 */
@Component
class FindCustomer implements Step {
  private final Mapping mapping;
  private final Salesforce salesforce;

  FindCustomer(Mapping mapping, Salesforce salesforce) {
    this.mapping = mapping;
    this.salesforce = salesforce;
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
    choose(deal, deal.found().accounts());
  }

  /** Looks once more, now that nobody else makes an account for this customer. */
  void again(Deal deal) {
    mapping
        .customers(salesforce.org())
        .query(deal.partnerCenter())
        .ifPresent(query -> choose(deal, salesforce.query(query)));
  }

  private void choose(Deal deal, List<JsonNode> accounts) {
    mapping
        .customers(salesforce.org())
        .choose(accounts, mapping.referrals().state(deal.referral().orElseThrow(), null))
        .ifPresent(
            match -> {
              deal.accountId(match.id());
              if (!match.note().isEmpty()) {
                deal.note(match.note());
              }
            });
  }
}
