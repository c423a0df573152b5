package io.cosell.connector.flow;

import io.cosell.connector.inbox.Inbox;
import io.cosell.connector.partnercenter.WebhookSelfTest;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds out whether Partner Center's events arrive, when the entry asks for that. */
@Component
class TestWebhook implements Step {
  private final WebhookSelfTest selfTest;
  private final Inbox inbox;

  TestWebhook(WebhookSelfTest selfTest, Inbox inbox) {
    this.selfTest = selfTest;
    this.inbox = inbox;
  }

  @Override
  public String name() {
    return "test-webhook";
  }

  @Override
  public void on(Deal deal) {
    switch (deal.entry().subject()) {
      case Subjects.SELF_TEST -> lookLater(selfTest.begin());
      case Subjects.SELF_TEST_RESULT -> lookLater(selfTest.conclude());
      default -> {}
    }
  }

  private void lookLater(Optional<Duration> pause) {
    if (pause.isEmpty()) {
      return;
    }
    inbox.acceptLater(Subjects.selfTestResult("is the test event late?"), pause.get());
    if (!selfTest.isUnderWay()) {
      // it came meanwhile and its look is over already; so that no other is waited for
      inbox.accept(Subjects.selfTestResult("the test event arrived"));
    }
  }
}
