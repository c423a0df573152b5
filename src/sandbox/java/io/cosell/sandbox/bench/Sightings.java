package io.cosell.sandbox.bench;

import io.cosell.sandbox.partnercenter.Change;
import io.cosell.sandbox.salesforce.RecordChange;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** When what was first visible in which cloud, by {@link System#nanoTime()}. */
final class Sightings {
  private final Map<String, Long> seen = new ConcurrentHashMap<>();
  private final Map<String, String> owners = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();

  /** An opportunity of this referral is in Salesforce. */
  static String opportunityOf(String referralId) {
    return "opportunity of " + referralId;
  }

  /** The opportunity carries its referral's id. */
  static String identifierIn(String opportunityId) {
    return "identifier in " + opportunityId;
  }

  /** The opportunity is worth this much. */
  static String amountOf(String opportunityId, int amount) {
    return "amount of " + opportunityId + " is " + amount;
  }

  /** A referral of this opportunity is in Partner Center. */
  static String referralOf(String opportunityId) {
    return "referral of " + opportunityId;
  }

  /** Microsoft has been invited to the deal of this opportunity. */
  static String invitationOf(String opportunityId) {
    return "invitation of " + opportunityId;
  }

  /** The referral is worth this much. */
  static String valueOf(String referralId, int value) {
    return "value of " + referralId + " is " + value;
  }

  /** The referral carries its opportunity's id. */
  static String crmIdIn(String referralId) {
    return "CRM id in " + referralId;
  }

  /** A change in Salesforce. */
  void note(RecordChange change) {
    if (!change.object().equals("Opportunity")) {
      return;
    }
    var referral = change.record().get("Referral_Identifier__c");
    if (referral != null) {
      see(opportunityOf(referral.toString()));
      see(identifierIn(change.id()));
    }
    var amount = change.record().get("Amount");
    if (amount != null) {
      see(amountOf(change.id(), new BigDecimal(amount.toString()).intValue()));
    }
  }

  /** A change in Partner Center. */
  void note(Change change) {
    var microsofts = false;
    String crmId = null;
    for (var field : change.fields()) {
      switch (field.path()) {
        case "/externalReferenceId" -> crmId = field.value().asText("");
        case "/organizationId" -> microsofts = field.value().asText().equals("msft");
        case "/details/dealValue" -> see(valueOf(change.referralId(), field.value().asInt()));
        default -> {
          // says nothing about the changes of the benchmark
        }
      }
    }
    if (microsofts) {
      var opportunity = owners.get(change.engagementId());
      if (opportunity != null) {
        see(invitationOf(opportunity));
      }
    } else if (crmId != null && !crmId.isEmpty() && !crmId.equals("null")) {
      owners.put(change.engagementId(), crmId);
      see(crmIdIn(change.referralId()));
      see(referralOf(crmId));
    }
  }

  private void see(String what) {
    if (seen.putIfAbsent(what, System.nanoTime()) != null) {
      return;
    }
    lock.lock();
    try {
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** When this was first seen, if it was. */
  OptionalLong of(String what) {
    var at = seen.get(what);
    return at == null ? OptionalLong.empty() : OptionalLong.of(at);
  }

  /** How many of these were seen. */
  int count(Collection<String> many) {
    return (int) many.stream().filter(seen::containsKey).count();
  }

  /**
   * Waits until at least so many of these were seen, as long as there is progress.
   *
   * @param patience seconds without progress
   * @return how many were seen
   */
  int await(Collection<String> many, int enough, int patience) {
    int before = -1;
    long deadline = 0;
    lock.lock();
    try {
      while (true) {
        int now = count(many);
        if (now != before) {
          before = now;
          deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(patience);
        }
        long left = deadline - System.nanoTime();
        if (now >= enough || left <= 0) {
          return now;
        }
        news.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      lock.unlock();
    }
  }
}
