package io.cosell.connector.flow;

import io.cosell.connector.inbox.Leases;
import io.cosell.connector.remote.ChangedMeanwhileException;
import io.cosell.connector.remote.ErrorCode;
import org.springframework.stereotype.Component;

/**
 * Sees to it that one deal and one customer have one worker. Taken in this order, which rules out
 * deadlocks: opportunity, referral (while no opportunity is known), customer, account.
 */
@Component
class Locks {
  private final Leases leases;

  Locks(Leases leases) {
    this.leases = leases;
  }

  /**
   * Takes what is named unless the deal has it already; waits for another worker, but not for ever.
   */
  void take(Deal deal, String name) {
    if (deal.leases().contains(name)) {
      return;
    }
    if (!leases.take(name)) {
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
