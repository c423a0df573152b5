package io.cosell.connector.partnercenter;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How the connector reaches Partner Center and signs in there.
 *
 * @param baseUrl host of the Referrals API; {@code /v1.0/engagements/referrals} is appended
 * @param scope scope of the token for the Referrals API
 * @param webhookBaseUrl host of the webhook registration API; {@code /webhooks/v1/registration} is
 *     appended
 * @param webhookScope scope of the token for the webhook registration API
 * @param authority OAuth authority including the tenant, always https
 * @param instanceDiscovery ask Microsoft's discovery host about the authority; off for an authority
 *     that is not Microsoft's
 * @param clientId application (client) id of the app registration
 * @param clientSecret secret of the app registration; use this or the certificate
 * @param clientCertificate PKCS#12 file with the key and certificate of the app registration
 * @param clientCertificatePassword password of that file
 * @param refreshToken bootstrap refresh token of the user the connector works as; used once, then
 *     the stored token cache takes over. A new value replaces the stored sign-in
 * @param connectTimeout how long to wait for a connection
 * @param responseTimeout how long to wait for an answer, and between its parts
 * @param maxConnections how many calls may run at the same time
 * @param maxResponseSize the largest answer that is read
 * @param maxPages how many pages of one list are followed
 * @param probeInterval how often the connector looks whether Partner Center can be reached
 * @param signInPause how long a refused sign-in is not tried again
 * @param patchWithoutEtag after two refusals of an eTag although the referral did not change, write
 *     without it
 * @param quotedDates put dates in list filters into quotes
 * @param referralLink address of a referral's page for people; {@code {referralId}} stands for its
 *     id
 */
@ConfigurationProperties("cosell.partner-center")
public record PartnerCenterProperties(
    @DefaultValue("https://api.partner.microsoft.com") String baseUrl,
    @DefaultValue("https://api.partner.microsoft.com/.default") String scope,
    @DefaultValue("https://api.partnercenter.microsoft.com") String webhookBaseUrl,
    @DefaultValue("https://api.partnercenter.microsoft.com/.default") String webhookScope,
    @DefaultValue("https://login.microsoftonline.com/common") String authority,
    @DefaultValue("true") boolean instanceDiscovery,
    @DefaultValue("") String clientId,
    @DefaultValue("") String clientSecret,
    @DefaultValue("") String clientCertificate,
    @DefaultValue("") String clientCertificatePassword,
    @DefaultValue("") String refreshToken,
    @DefaultValue("5s") Duration connectTimeout,
    @DefaultValue("30s") Duration responseTimeout,
    @DefaultValue("64") int maxConnections,
    @DefaultValue("10MB") DataSize maxResponseSize,
    @DefaultValue("1000") int maxPages,
    @DefaultValue("10s") Duration probeInterval,
    @DefaultValue("15s") Duration signInPause,
    @DefaultValue("true") boolean patchWithoutEtag,
    @DefaultValue("false") boolean quotedDates,
    @DefaultValue("https://partner.microsoft.com/referrals/v2/inbox?id={referralId}")
        String referralLink) {

  /** The settings without anything secret. */
  @Override
  public String toString() {
    return "PartnerCenterProperties[baseUrl="
        + baseUrl
        + ", webhookBaseUrl="
        + webhookBaseUrl
        + ", authority="
        + authority
        + ", clientId="
        + clientId
        + "]";
  }
}
