package io.cosell.connector.flow;

import io.cosell.connector.inbox.InboxProperties;
import io.cosell.connector.remote.ChangedMeanwhileException;
import io.cosell.connector.remote.ErrorCode;
import io.cosell.connector.replica.Leases;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * Sees to it that one deal and one customer have one worker. Taken in this order, which rules out
 * deadlocks: opportunity, referral (while no opportunity is known), customer, account.
 */
@Component
class Locks {
  private final Leases leases;
  private final Duration patience;

  Locks(Leases leases, InboxProperties settings) {
    this.leases = leases;
    this.patience = settings.patience();
  }

  /**
   * Takes what is named unless the deal has it already; waits for another worker, but not for ever.
   */
  void take(Deal deal, String name) {
    if (deal.leases().contains(name)) {
      return;
    }
    if (!leases.take(name, patience)) {
      throw new ChangedMeanwhileException(
          ErrorCode.WORKED_ON_ELSEWHERE, name + " is being worked on elsewhere");
    }
    deal.leases().add(name);
  }

  /** The same for what is out of this order: gives up at once when another worker has it. */
  void takeAtOnce(Deal deal, String name) {
    if (deal.leases().contains(name)) {
      return;
    }
    if (!leases.tryTake(name)) {
      throw new ChangedMeanwhileException(
          ErrorCode.WORKED_ON_ELSEWHERE, name + " is being worked on elsewhere");
    }
    deal.leases().add(name);
  }

  /**
   * Called before anything is written: what somebody else works on by now, because this process
   * stood still for too long, is left to them.
   */
  void confirm(Deal deal) {
    if (!leases.confirm(deal.leases())) {
      throw new ChangedMeanwhileException(
          ErrorCode.WORKED_ON_ELSEWHERE, deal + " has been taken over by another worker");
    }
  }

  /**
   * Lets the work go on only while this process has all the deal took. It may have been frozen, or
   * cut off from the database, until another one took them over.
   */
  void requireHeld(Deal deal) {
    for (var name : deal.leases()) {
      if (!leases.holds(name)) {
        throw new ChangedMeanwhileException(
            ErrorCode.WORKED_ON_ELSEWHERE,
            name + " was not kept by this replica in time, another one may be working on it");
      }
    }
  }

  /** Gives one back before the work is over. */
  void release(Deal deal, String name) {
    if (deal.leases().remove(name)) {
      leases.release(name);
    }
  }

  /** Gives back all the deal has, as part of the transaction that stores its outcome. */
  void releaseWithOutcome(Deal deal) {
    leases.releaseAll(deal.leases());
  }

  /** Gives back all the deal has. */
  void releaseAll(Deal deal) {
    leases.releaseAll(deal.leases());
    deal.leases().clear();
  }
}
