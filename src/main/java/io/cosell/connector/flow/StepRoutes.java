package io.cosell.connector.flow;

import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/**
 * Makes every step callable from the route files. The ids a step finds are variables there: {@code
 * ${variable.referralId}}, {@code ${variable.opportunityId}}, {@code ${variable.leadId}}.
 */
@Component
class StepRoutes extends RouteBuilder {
  private final List<Step> steps;
  private final List<FailureStep> failureSteps;

  StepRoutes(List<Step> steps, List<FailureStep> failureSteps) {
    this.steps = steps;
    this.failureSteps = failureSteps;
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
          .process(
              exchange ->
                  step.on(
                      exchange.getMessage().getMandatoryBody(Deal.class),
                      exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)));
    }
  }

  private static void take(Step step, Exchange exchange) throws Exception {
    var deal = exchange.getMessage().getMandatoryBody(Deal.class);
    step.on(deal);
    deal.referralId().ifPresent(id -> exchange.setVariable("referralId", id));
    deal.opportunityId().ifPresent(id -> exchange.setVariable("opportunityId", id));
    deal.leadId().ifPresent(id -> exchange.setVariable("leadId", id));
    if (deal.ending().isPresent()) {
      exchange.setRouteStop(true);
    }
  }
}
