package io.cosell.connector.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.cosell.connector.database.DatabaseWatch;
import io.cosell.connector.inbox.Inbox;
import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.remote.ChangedMeanwhileException;
import io.cosell.connector.remote.ErrorCode;
import io.cosell.connector.remote.RemoteUnavailableException;
import java.util.List;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Makes every step callable from the route files. The ids a step finds are variables there: {@code
 * ${variable.referralId}}, {@code ${variable.opportunityId}}, {@code ${variable.leadId}}. The other
 * way round, a variable {@code opportunity.Region__c} of an administrator's own step is what he
 * wants in that field of the opportunity.
 *
 * <p>A deal is worked on with the mapping it began with, on whatever thread a step runs.
 */
@Component
class StepRoutes extends RouteBuilder {
  static final String OWN_FIELD = "opportunity.";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Step> steps;
  private final List<FailureStep> failureSteps;
  private final Mapping mapping;
  private final Locks locks;
  private final Inbox inbox;
  private final DatabaseWatch database;

  StepRoutes(
      List<Step> steps,
      List<FailureStep> failureSteps,
      Mapping mapping,
      Locks locks,
      Inbox inbox,
      DatabaseWatch database) {
    this.steps = steps;
    this.failureSteps = failureSteps;
    this.mapping = mapping;
    this.locks = locks;
    this.inbox = inbox;
    this.database = database;
  }

  @Override
  public void configure() {
    for (var step : steps) {
      from("direct:" + step.name())
          .routeId(step.name())
          .errorHandler(noErrorHandler())
          .process(exchange -> take(step, exchange));
    }
    for (var step : failureSteps) {
      from("direct:" + step.name())
          .routeId(step.name())
          .errorHandler(noErrorHandler())
          .process(exchange -> take(step, exchange));
    }
  }

  private void take(FailureStep step, Exchange exchange) throws Exception {
    var deal = exchange.getMessage().getMandatoryBody(Deal.class);
    try (var kept = mapping.keep(deal.mapping())) {
      step.on(deal, exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
    }
  }

  private void take(Step step, Exchange exchange) throws Exception {
    var deal = exchange.getMessage().getMandatoryBody(Deal.class);
    requireStillOurs(deal);
    takeOwnFields(exchange, deal);
    locks.requireHeld(deal);
    try (var kept = mapping.keep(deal.mapping())) {
      step.on(deal);
    } catch (DataAccessException | TransactionException e) {
      throw database.suspects(e) ? databaseAway(e) : e;
    }
    deal.referralId().ifPresent(id -> exchange.setVariable("referralId", id));
    deal.opportunityId().ifPresent(id -> exchange.setVariable("opportunityId", id));
    deal.leadId().ifPresent(id -> exchange.setVariable("leadId", id));
    if (deal.ending().isPresent()) {
      exchange.setRouteStop(true);
    }
  }

  private static RemoteUnavailableException databaseAway(RuntimeException failure) {
    return new RemoteUnavailableException(
        ErrorCode.DATABASE_AWAY, "the database refuses: " + failure.getMessage(), failure);
  }

  /** What was handed back when the connector stopped is somebody else's to go on with. */
  private void requireStillOurs(Deal deal) {
    if (!inbox.has(deal.entry())) {
      throw new ChangedMeanwhileException(
          ErrorCode.WORKED_ON_ELSEWHERE, "the connector stops and has handed the work back");
    }
  }

  /** Nothing is no opinion, it clears no field. */
  private static void takeOwnFields(Exchange exchange, Deal deal) {
    if (!exchange.hasVariables()) {
      return;
    }
    for (var name : List.copyOf(exchange.getVariables().keySet())) {
      if (name.startsWith(OWN_FIELD)) {
        var value = ownValue(exchange, name);
        if (!value.asText().isEmpty()) {
          deal.extra().put(name.substring(OWN_FIELD.length()), value);
        }
      }
    }
  }

  /**
   * Numbers and truth values as they are, all else as text; what was a stream can be read again.
   */
  private static JsonNode ownValue(Exchange exchange, String name) {
    var value = exchange.getVariable(name);
    if (value instanceof Number || value instanceof Boolean) {
      return JSON.valueToTree(value);
    }
    var text = Objects.requireNonNullElse(exchange.getVariable(name, String.class), "").strip();
    exchange.setVariable(name, text);
    return TextNode.valueOf(text);
  }
}
