package io.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cosell.sandbox.server.Faults;
import io.cosell.sandbox.server.SandboxServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Microsoft Partner Center on two loopback ports: the Referrals API, the webhook registration API
 * and the sandbox's own HTTP interface ({@code /sandbox/…}) over plain http, the OAuth authority
 * and the signing certificate over https.
 *
 * <pre>{@code
 * try (var partnerCenter = new PartnerCenterSandbox(PartnerCenterOptions.defaults()).start()) {
 *   var referral = partnerCenter.asPortalUser().creates(Deal.named("Cold chain"));
 *   …
 * }
 * }</pre>
 */
public class PartnerCenterSandbox implements AutoCloseable {
  private final PartnerCenterOptions options;
  private final Switches switches = new Switches();
  private final Certificates certificates = Certificates.ofThisProcess();
  private final ServiceAccount account = new ServiceAccount("referrals@alderfinch.example");
  private final Tokens tokens;
  private final SandboxServer api;
  private final SandboxServer identity;
  private final WebhookDispatcher webhooks;
  private final PartnerCenter center;
  private final PortalUser portalUser;
  private final MicrosoftSeller microsoftSeller;
  private final ChangeFeed feed;
  private final RateLimit rateLimit;
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);

  /** A sandbox that does not listen yet. */
  public PartnerCenterSandbox(PartnerCenterOptions options) {
    this.options = options;
    tokens = new Tokens(options, account, switches);
    api = SandboxServer.http(options.apiPort());
    identity = SandboxServer.https(options.identityPort(), certificates.server());
    webhooks =
        new WebhookDispatcher(
            new WebhookSigner(certificates.signingKey(), identity::url, options.webhookTimeout()),
            options.clock(),
            options.webhookPause(),
            options.webhookTimeout());
    center = new PartnerCenter(options, switches, webhooks::publish);
    portalUser = new PortalUser(center);
    microsoftSeller = new MicrosoftSeller(center);
    feed = new ChangeFeed(center.changes());
    rateLimit = new RateLimit(options.clock());
    var gate = new Gate(tokens, account, switches, options);
    api.context().getServletHandler().setDecodeAmbiguousURIs(true);
    api.watched(options.clock(), "/v1.0/*", "/webhooks/*")
        .serve(
            "/v1.0/engagements/referrals/*",
            new ReferralsServlet(center, gate, switches, api.faults(), rateLimit))
        .serve(
            "/webhooks/v1/registration/*",
            new RegistrationServlet(webhooks, gate, switches, options))
        .serve("/sandbox/changes", feed)
        .serve("/sandbox/*", new AdminServlet(this, center));
    identity
        .watched(options.clock(), "/*")
        .serve("/cert/*", new CertificateServlet(certificates, switches))
        .serve("/*", new IdentityServlet(options, tokens, this::audiences, identity::url));
  }

  private Set<String> audiences() {
    return Set.of(
        "https://api.partner.microsoft.com", "https://api.partnercenter.microsoft.com", apiUrl());
  }

  /** Listens from now on. */
  public PartnerCenterSandbox start() {
    api.start();
    identity.start();
    timer.scheduleWithFixedDelay(center::expireOverdue, 200, 200, TimeUnit.MILLISECONDS);
    return this;
  }

  @Override
  public void close() {
    timer.shutdownNow();
    feed.close();
    webhooks.close();
    api.close();
    identity.close();
  }

  /**
   * {@code http://127.0.0.1:<port>}; the Referrals API is at {@code /v1.0/engagements/referrals},
   * webhook registration at {@code /webhooks/v1/registration}.
   */
  public String apiUrl() {
    return api.url();
  }

  /** {@code https://localhost:<port>/<tenant>}. */
  public String authority() {
    return identity.url() + "/" + options.tenantId();
  }

  /** The host name that the signing certificate is fetched from, without port. */
  public String certificateHost() {
    return "localhost";
  }

  /** The roots of the sandbox as PEM, for its TLS and for its signing certificate. */
  public String trustCertificatesPem() {
    return certificates.trusted();
  }

  /** Writes {@link #trustCertificatesPem()} to a file. */
  public Path writeTrustCertificates(Path file) {
    try {
      return Files.writeString(file, trustCertificatesPem());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it was started with. */
  public PartnerCenterOptions options() {
    return options;
  }

  /** Positions on open points; they may be changed at any time. */
  public Switches switches() {
    return switches;
  }

  /**
   * The server of both APIs, for faults and the journal. Beside the faults of any server it knows
   * {@code precondition-failed}: a PATCH with the latest eTag in {@code If-Match} is refused with
   * 412.
   */
  public SandboxServer api() {
    return api;
  }

  /** The server of the OAuth authority and the signing certificate. */
  public SandboxServer identity() {
    return identity;
  }

  /** The account the connector signs in with. */
  public ServiceAccount account() {
    return account;
  }

  /** A person of the partner in the portal. */
  public PortalUser asPortalUser() {
    return portalUser;
  }

  /** A Microsoft seller. */
  public MicrosoftSeller asMicrosoftSeller() {
    return microsoftSeller;
  }

  /** Closes now what nobody answered within 14 days; happens by itself a moment later, too. */
  public void expireOverdue() {
    center.expireOverdue();
  }

  /** Closes this referral as if nobody had answered it within 14 days. */
  public void expire(String id) {
    center.expire(id);
  }

  /** Copies of all referrals, Microsoft's too, least recently changed first. */
  public List<ObjectNode> referrals() {
    return center.store().all().stream().map(ObjectNode::deepCopy).toList();
  }

  /** A copy of one referral. */
  public ObjectNode referral(String id) {
    return center.get(id).deepCopy();
  }

  /** Copies of all referrals of an engagement. */
  public List<ObjectNode> engagement(String engagementId) {
    return center.store().engagement(engagementId).stream().map(ObjectNode::deepCopy).toList();
  }

  /** Copy of Microsoft's referral in the engagement of this referral. */
  public ObjectNode microsoftsReferral(String id) {
    return center.microsoftsIn(center.get(id)).orElseThrow().deepCopy();
  }

  /** What was changed by whom, oldest first. */
  public List<Change> changes() {
    return center.changes().all();
  }

  /** Hears of every change from now on. */
  public void onChange(Consumer<Change> listener) {
    center.changes().listen(listener);
  }

  /** Does the work as one turn: all its webhook calls go out together afterwards. */
  public void atOnce(Runnable work) {
    center.atOnce(
        () -> {
          work.run();
          return null;
        });
  }

  /** What became of each webhook event, oldest first. */
  public List<Delivery> deliveries() {
    return new ArrayList<>(webhooks.deliveries());
  }

  /** Forgets the deliveries so far. */
  public void forgetDeliveries() {
    webhooks.forgetDeliveries();
  }

  /**
   * Faults of webhook calls: {@code lost}, {@code duplicate}, {@code delayed} (with {@code
   * millis}), {@code reordered}, and each {@link Forgery} in kebab case. A fault's method is
   * matched on the event's name and its path on the {@code ResourceUri}.
   */
  public Faults webhookFaults() {
    return webhooks.faults();
  }

  /** The registration in force, or null. */
  public WebhookRegistration registration() {
    return webhooks.registration();
  }

  /** Another tool of the tenant replaces the registration; null removes it. */
  public void overwriteRegistration(WebhookRegistration registration) {
    webhooks.register(registration);
  }

  /**
   * Sends one call to the registered address, well made or forged, and waits for the answer.
   *
   * @param event its name, such as {@code referral-updated}
   * @param referralId what it is about
   * @return the status of the answer
   */
  public int forgedEvent(Forgery forgery, String event, String referralId) {
    var at = options.clock().instant();
    return webhooks.sendNow(WebhookEvent.referral(event, referralId, at).body(), forgery);
  }

  /** Sends this body to the registered address, signed as it should be; answers the status. */
  public int signedCall(byte[] body) {
    return webhooks.sendNow(body, Forgery.NONE);
  }

  /** Sends an event once more, with the time of change it had then; answers the status. */
  public int replays(Delivery delivery) {
    var event = WebhookEvent.referral(delivery.event(), delivery.resourceId(), delivery.changed());
    return webhooks.sendNow(event.body(), Forgery.NONE);
  }

  /** The Referrals API answers 429 above this many requests per minute; 0 for no limit. */
  public void limitsRequestsPerMinute(int number) {
    rateLimit.allow(number);
  }

  /** Forgets all referrals, changes, deliveries, faults and calls; sign-ins and settings stay. */
  public void reset() {
    center.reset();
    webhooks.forgetDeliveries();
    webhookFaults().clear();
    api.faults().clear();
    api.journal().clear();
    identity.faults().clear();
    identity.journal().clear();
  }

  /** Every refresh token is refused from now on. */
  public void revokeRefreshTokens() {
    tokens.revokeRefreshTokens();
  }

  /** Every access token issued so far is refused from now on. */
  public void revokeAccessTokens() {
    tokens.revokeAccessTokens();
  }

  /** The bootstrap refresh token is good again, as after a new consent. */
  public void consentAnew() {
    tokens.consentAnew();
  }

  /** An access token as the token endpoint would give it to the signed-in user. */
  public String accessToken(String audience) {
    return tokens.newAccessToken(audience, true);
  }
}
