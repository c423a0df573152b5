package io.cosell.connector.flow;

import io.cosell.connector.database.DatabaseWatch;
import io.cosell.connector.inbox.Entry;
import io.cosell.connector.inbox.Inbox;
import io.cosell.connector.inbox.Trouble;
import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.remote.CallRecorder;
import io.cosell.connector.remote.ErrorCode;
import io.cosell.connector.remote.RemoteUnavailableException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sends one entry through its route and tells the inbox how it ended, unless a step of the route
 * has done so.
 */
@Component
class Worker {
  private static final Logger log = LoggerFactory.getLogger(Worker.class);

  private final CamelContext camel;
  private final ProducerTemplate template;
  private final Inbox inbox;
  private final Locks locks;
  private final WriteAhead writeAhead;
  private final CallRecorder calls;
  private final History history;
  private final Mapping mapping;
  private final TransactionTemplate transaction;
  private final DatabaseWatch database;

  Worker(
      CamelContext camel,
      ProducerTemplate template,
      Inbox inbox,
      Locks locks,
      WriteAhead writeAhead,
      CallRecorder calls,
      History history,
      Mapping mapping,
      TransactionTemplate transaction,
      DatabaseWatch database) {
    this.camel = camel;
    this.template = template;
    this.inbox = inbox;
    this.locks = locks;
    this.writeAhead = writeAhead;
    this.calls = calls;
    this.history = history;
    this.mapping = mapping;
    this.transaction = transaction;
    this.database = database;
  }

  /** Works on the entry; never throws. */
  void work(Entry entry) {
    var deal = new Deal(entry, mapping.version());
    MDC.put("subject", entry.subject());
    calls.drain();
    try {
      var exchange = camel.getEndpoint("direct:" + entry.event().route()).createExchange();
      exchange.getMessage().setBody(deal);
      template.send("direct:" + entry.event().route(), exchange);
      if (deal.isSettled()) {
        writeAhead.noteWritten(deal);
      } else if (inbox.has(entry)) {
        settle(deal, exchange);
      }
    } catch (RuntimeException e) {
      report(deal, e);
    } finally {
      inbox.abandon(entry);
      release(deal);
      MDC.remove("subject");
    }
  }

  private void report(Deal deal, Exception failure) {
    if (!inbox.has(deal.entry())) {
      log.debug("{} was given back and ended after all", deal, failure);
    } else if (database.suspects(failure)) {
      log.warn(
          "{}: the database refuses, so the outcome is not stored; both sides are looked at again"
              + " when it works",
          deal);
    } else {
      log.error(
          "{}: the outcome could not be stored; the entry is offered again in a moment",
          deal,
          failure);
    }
  }

  private void settle(Deal deal, Exchange exchange) {
    var failure = exchange.getException();
    if (failure == null) {
      deal.ending().ifPresent(why -> tell(deal, why));
      transaction.executeWithoutResult(
          status -> {
            deal.heldBack()
                .ifPresentOrElse(
                    why -> inbox.holdBack(deal.outcome(), heldBack(why)),
                    () -> inbox.done(deal.outcome()));
            locks.releaseWithOutcome(deal);
          });
      deal.leases().clear();
    } else if (failure instanceof DirectConsumerNotAvailableException) {
      inbox.returnForRetry(deal.entry(), trouble(routeNotRunning(deal)), Optional.empty());
    } else if (database.suspects(failure)) {
      report(deal, failure);
    } else {
      log.error("{} failed unexpectedly", deal, failure);
      inbox.returnUnlessSpent(deal.outcome(), trouble(failure));
    }
  }

  private static RemoteUnavailableException routeNotRunning(Deal deal) {
    return new RemoteUnavailableException(
        ErrorCode.ROUTE_NOT_RUNNING,
        "route " + deal.entry().event().route() + " is not running",
        null);
  }

  private static Trouble heldBack(String why) {
    return Diagnosis.of(ErrorCode.HELD_BACK, why).trouble();
  }

  private static Trouble trouble(Exception failure) {
    return Diagnosis.of(failure, UnaryOperator.identity()).trouble();
  }

  private void tell(Deal deal, String why) {
    log.debug("{}: {}", deal, why);
    if (deal.isEndingNoted()) {
      log.info("{}: {}", deal, why);
      history.note(deal, "note", why);
    }
  }

  private void release(Deal deal) {
    try {
      locks.releaseAll(deal);
    } catch (RuntimeException e) {
      database.suspects(e);
      log.debug("{}: leases could not be given back yet", deal, e);
    }
  }
}
