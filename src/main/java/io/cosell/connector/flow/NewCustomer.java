package io.cosell.connector.flow;

import io.cosell.connector.link.Customers;
import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.remote.ChangedMeanwhileException;
import io.cosell.connector.remote.ErrorCode;
import io.cosell.connector.remote.RemoteRefusedException;
import io.cosell.connector.salesforce.Salesforce;
import io.cosell.connector.salesforce.Soql;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Makes one account of a customer who is new to Salesforce, however many deals arrive together:
 * they are written one after the other. That one is being made is noted before, so that an account
 * whose making nobody saw the end of is looked for.
 */
@Component
class NewCustomer {
  private static final Set<ErrorCode> ACCOUNT_GONE =
      EnumSet.of(ErrorCode.SALESFORCE_DELETED, ErrorCode.SALESFORCE_REFERENCE);

  private final Customers customers;
  private final FindCustomer find;
  private final Mapping mapping;
  private final Salesforce salesforce;
  private final Locks locks;

  NewCustomer(
      Customers customers, FindCustomer find, Mapping mapping, Salesforce salesforce, Locks locks) {
    this.customers = customers;
    this.find = find;
    this.mapping = mapping;
    this.salesforce = salesforce;
    this.locks = locks;
  }

  /** Makes an opportunity, in the account the customer has by now or with a new one. */
  void oneAtATime(Deal deal, Runnable write) {
    var customer = "customer/" + mapping.customers(salesforce.org()).key(deal.partnerCenter());
    boolean isNew = deal.accountId().isEmpty();
    if (isNew) {
      locks.take(deal, customer);
      customers.accountOf(customer).ifPresent(deal::accountId);
      if (deal.accountId().isEmpty() && !customers.begin(customer)) {
        find.again(deal);
      }
    }
    try {
      write.run();
    } catch (RemoteRefusedException | ChangedMeanwhileException e) {
      followAccount(deal, customer, e.code());
      throw e;
    }
    if (isNew) {
      deal.accountId().ifPresent(account -> customers.remember(customer, account));
    }
    locks.release(deal, customer);
  }

  /** The account the customer became may have been merged into another one, or deleted, since. */
  private void followAccount(Deal deal, String customer, ErrorCode code) {
    var known =
        customers.accountOf(customer).filter(id -> deal.accountId().equals(Optional.of(id)));
    if (known.isEmpty() || !ACCOUNT_GONE.contains(code)) {
      return;
    }
    var account =
        salesforce.queryAll(
            "SELECT IsDeleted, MasterRecordId FROM Account WHERE Id = " + Soql.quote(known.get()));
    if (!account.isEmpty() && !account.get(0).path("IsDeleted").asBoolean()) {
      return;
    }
    var master = account.isEmpty() ? "" : account.get(0).path("MasterRecordId").asText("");
    if (master.isBlank()) {
      customers.forget(customer);
    } else {
      customers.remember(customer, master);
    }
    throw new ChangedMeanwhileException(
        ErrorCode.CHANGED_MEANWHILE,
        "account "
            + known.get()
            + " of this customer is gone"
            + (master.isBlank() ? "" : ", merged into " + master));
  }
}
