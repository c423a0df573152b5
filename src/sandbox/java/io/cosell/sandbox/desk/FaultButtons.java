package io.cosell.sandbox.desk;

import io.cosell.sandbox.partnercenter.Forgery;
import io.cosell.sandbox.partnercenter.PartnerCenterSandbox;
import io.cosell.sandbox.salesforce.SalesforceSandbox;
import io.cosell.sandbox.server.Fault;
import io.cosell.sandbox.server.Faults;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The misbehaviours a visitor of the desk can order, by name. */
final class FaultButtons {
  static final int MOST_LATENCY = 5_000;
  private static final String LATENCY = "latency";

  /**
   * One of them.
   *
   * @param name as in the address of the API
   * @param side {@code salesforce} or {@code partner-center}
   * @param label what the button says
   * @param meaning what happens then
   */
  record Button(String name, String side, String label, String meaning) {}

  /** What pressing a button does; answers what has happened. */
  private interface Press {
    String go();
  }

  private final SalesforceSandbox salesforce;
  private final PartnerCenterSandbox partnerCenter;
  private final List<Button> buttons = new ArrayList<>();
  private final Map<String, Press> presses = new LinkedHashMap<>();

  FaultButtons(SalesforceSandbox salesforce, PartnerCenterSandbox partnerCenter) {
    this.salesforce = salesforce;
    this.partnerCenter = partnerCenter;
    salesforceButtons();
    partnerCenterButtons();
  }

  private void salesforceButtons() {
    var rest = salesforce.faults();
    var stream = salesforce.streamingFaults();
    offer(
        new Button(
            "salesforce-unavailable", "salesforce", "503 × 3", "The next three calls get 503."),
        rest,
        Fault.named("server-unavailable").times(3));
    offer(
        new Button(
            "salesforce-lost-answer",
            "salesforce",
            "Lost answer",
            "The next POST is done, but its answer never arrives."),
        rest,
        Fault.named("lost-answer").on("POST", "/services/data"));
    offer(
        new Button(
            "salesforce-locked", "salesforce", "Row lock × 2", "The next two writes find a lock."),
        rest,
        Fault.named("lock-error").times(2));
    offer(
        new Button(
            "salesforce-silent",
            "salesforce",
            "Lost change events × 3",
            "The next three change events are never delivered."),
        stream,
        Fault.named("silent").times(3));
    offer(
        new Button(
            "salesforce-dead-stream",
            "salesforce",
            "Dead stream",
            "The Streaming API forgets its clients without a word; they notice when their held"
                + " connect ends, within two minutes."),
        () -> salesforce.streaming().forgetClients());
    offer(
        new Button(
            "salesforce-stream-ends",
            "salesforce",
            "Stream ends",
            "The Streaming API tells its clients to leave."),
        () -> salesforce.streaming().disconnectClients());
    offer(
        new Button(
            "salesforce-session", "salesforce", "Sessions end", "All tokens are refused with 401."),
        salesforce::revokeTokens);
  }

  private void partnerCenterButtons() {
    var api = partnerCenter.api().faults();
    var webhook = partnerCenter.webhookFaults();
    offer(
        new Button(
            "partner-center-unavailable",
            "partner-center",
            "503 × 3",
            "The next three calls get 503 with Retry-After: 2."),
        api,
        Fault.named("status").with("status", 503).with("retryAfter", 2).times(3));
    offer(
        new Button(
            "partner-center-lost-create",
            "partner-center",
            "Lost answer",
            "The next referral is created, but the answer never arrives."),
        api,
        Fault.named("lost-answer").on("POST", "/referrals"));
    offer(
        new Button(
            "partner-center-changed",
            "partner-center",
            "412",
            "The next update finds the referral changed meanwhile."),
        api,
        Fault.named("precondition-failed"));
    offer(
        new Button(
            "webhook-lost",
            "partner-center",
            "Lost webhook",
            "The next webhook call is never sent."),
        webhook,
        Fault.named("lost"));
    offer(
        new Button(
            "webhook-duplicate",
            "partner-center",
            "Webhook twice",
            "The next webhook call is sent twice."),
        webhook,
        Fault.named("duplicate"));
    offer(
        new Button(
            "webhook-reordered",
            "partner-center",
            "Webhooks reordered",
            "The next webhook call comes after the one behind it."),
        webhook,
        Fault.named("reordered"));
    offer(
        new Button(
            "webhook-forged",
            "partner-center",
            "Forged webhook",
            "A call with a wrong signature is sent now."),
        this::forges);
    offer(
        new Button(
            "partner-center-session",
            "partner-center",
            "Tokens end",
            "All access tokens are refused with 401."),
        partnerCenter::revokeAccessTokens);
  }

  private void offer(Button button, Faults faults, Fault fault) {
    offer(button, () -> faults.inject(fault));
  }

  private void offer(Button button, Runnable work) {
    offer(
        button,
        () -> {
          work.run();
          return button.meaning();
        });
  }

  private void offer(Button button, Press press) {
    buttons.add(button);
    presses.put(button.name(), press);
  }

  private String forges() {
    var referral = partnerCenter.referrals().get(0).get("id").asText();
    int status = partnerCenter.forgedEvent(Forgery.WRONG_SIGNATURE, "referral-updated", referral);
    return "The forged call was answered with " + status + ".";
  }

  List<Button> all() {
    return List.copyOf(buttons);
  }

  /** Presses a button and says what happens now. */
  String press(String name) {
    var press = presses.get(name);
    if (press == null) {
      throw new IllegalArgumentException("The desk has no fault '" + name + "'.");
    }
    return press.go();
  }

  /** Lets every call of one cloud take this long, 0 for as fast as it can. */
  void latency(String side, int millis) {
    if (millis < 0 || millis > MOST_LATENCY) {
      throw new IllegalArgumentException("Latency lies between 0 and " + MOST_LATENCY + " ms.");
    }
    var faults = faultsOf(side);
    faults.clear(LATENCY);
    if (millis > 0) {
      faults.inject(Fault.named(LATENCY).always().with("millis", millis));
    }
  }

  int latency(String side) {
    return faultsOf(side).waiting().stream()
        .filter(it -> it.name().equals(LATENCY))
        .mapToInt(it -> it.number("millis", 0))
        .findFirst()
        .orElse(0);
  }

  /** How many ordered faults have not struck yet. */
  long waiting() {
    return everyFaults()
        .flatMap(it -> it.waiting().stream())
        .filter(it -> !it.name().equals(LATENCY))
        .count();
  }

  /** Everything behaves again; latency stays as it is. */
  void clear() {
    everyFaults()
        .forEach(
            faults ->
                faults.waiting().stream()
                    .map(Fault::name)
                    .filter(name -> !name.equals(LATENCY))
                    .forEach(faults::clear));
  }

  private Stream<Faults> everyFaults() {
    return Stream.of(
        salesforce.faults(),
        salesforce.streamingFaults(),
        partnerCenter.api().faults(),
        partnerCenter.identity().faults(),
        partnerCenter.webhookFaults());
  }

  private Faults faultsOf(String side) {
    return switch (side) {
      case "salesforce" -> salesforce.faults();
      case "partner-center" -> partnerCenter.api().faults();
      default -> throw new IllegalArgumentException("There is no side '" + side + "'.");
    };
  }
}
