package io.cosell.sandbox.partnercenter;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What a sandbox is started with.
 *
 * @param apiPort port of both APIs, 0 for a free one
 * @param identityPort port of the OAuth authority and of the signing certificate, 0 for a free one
 * @param clock the time in Partner Center; webhook pauses run on real time
 * @param tenantId the partner's tenant
 * @param clientId the app registration
 * @param clientSecret its secret
 * @param refreshToken the refresh token an administrator got at consent
 * @param organisationId the partner's organisation in Partner Center
 * @param organisationName its name
 * @param webhookPause before the second attempt of a webhook call; it doubles each time
 * @param webhookTimeout of one attempt
 * @param ids of referrals and engagements
 */
public record PartnerCenterOptions(
    int apiPort,
    int identityPort,
    Clock clock,
    String tenantId,
    String clientId,
    String clientSecret,
    String refreshToken,
    String organisationId,
    String organisationName,
    Duration webhookPause,
    Duration webhookTimeout,
    Supplier<UUID> ids) {

  /** Free ports, the system's time, five seconds before the second webhook attempt. */
  public static PartnerCenterOptions defaults() {
    return new PartnerCenterOptions(
        0,
        0,
        Clock.systemUTC(),
        "6d3f1c52-91a0-4f5e-8d0b-2f1f6c1f7a10",
        "sandbox-client",
        "sandbox-secret",
        "sandbox-refresh-token",
        "3d2c7b1e-5a64-4a0f-9f38-c4a1d0f2e611",
        "Alder & Finch Ltd",
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        UUID::randomUUID);
  }

  /** The same on these ports. */
  public PartnerCenterOptions onPorts(int api, int identity) {
    return new PartnerCenterOptions(
        api,
        identity,
        clock,
        tenantId,
        clientId,
        clientSecret,
        refreshToken,
        organisationId,
        organisationName,
        webhookPause,
        webhookTimeout,
        ids);
  }

  /** The same with this clock. */
  public PartnerCenterOptions withClock(Clock other) {
    return new PartnerCenterOptions(
        apiPort,
        identityPort,
        other,
        tenantId,
        clientId,
        clientSecret,
        refreshToken,
        organisationId,
        organisationName,
        webhookPause,
        webhookTimeout,
        ids);
  }

  /** The same with this pause before the second webhook attempt, and this time-out of each. */
  public PartnerCenterOptions withWebhookTimes(Duration pause, Duration timeout) {
    return new PartnerCenterOptions(
        apiPort,
        identityPort,
        clock,
        tenantId,
        clientId,
        clientSecret,
        refreshToken,
        organisationId,
        organisationName,
        pause,
        timeout,
        ids);
  }

  /** The same with ids from here. */
  public PartnerCenterOptions withIds(Supplier<UUID> source) {
    return new PartnerCenterOptions(
        apiPort,
        identityPort,
        clock,
        tenantId,
        clientId,
        clientSecret,
        refreshToken,
        organisationId,
        organisationName,
        webhookPause,
        webhookTimeout,
        source);
  }
}
