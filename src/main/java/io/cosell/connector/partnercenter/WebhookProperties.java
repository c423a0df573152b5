package io.cosell.connector.partnercenter;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How Partner Center's events reach the connector and how it knows they are Microsoft's.
 *
 * @param publicUrl the full https address Partner Center calls; empty: nothing is registered, the
 *     connector only polls
 * @param overwriteRegistration replace a registration that points elsewhere
 * @param events the events to register for
 * @param checkInterval how often the registration is looked at
 * @param selfTestInterval how often, beside every start, Partner Center is asked for a test event
 *     that shows whether events arrive; 0: at starts only
 * @param selfTestTimeout how long a test event may take to arrive
 * @param certificateHosts host names (no port) from which a signing certificate may be fetched,
 *     https only
 * @param issuerHosts host names from which a missing certificate between the signing certificate
 *     and its root may be fetched
 * @param trustCertificates PEM file with root certificates for the signing certificate beside those
 *     of the Java runtime
 * @param certificateCache how long a fetched signing certificate is used before it is fetched again
 * @param maxCertificateSize the largest certificate file that is read
 * @param maxBodySize the largest event that is accepted
 */
@ConfigurationProperties("cosell.webhook")
public record WebhookProperties(
    @DefaultValue("") String publicUrl,
    @DefaultValue("false") boolean overwriteRegistration,
    @DefaultValue({
          "referral-created",
          "referral-updated",
          "related-referral-created",
          "related-referral-updated"
        })
        List<String> events,
    @DefaultValue("PT15M") Duration checkInterval,
    @DefaultValue("PT6H") Duration selfTestInterval,
    @DefaultValue("60s") Duration selfTestTimeout,
    @DefaultValue("3psostorageacct.blob.core.windows.net") List<String> certificateHosts,
    @DefaultValue({"www.microsoft.com", "caissuers.microsoft.com", "cacerts.digicert.com"})
        List<String> issuerHosts,
    @DefaultValue("") String trustCertificates,
    @DefaultValue("1h") Duration certificateCache,
    @DefaultValue("64KB") DataSize maxCertificateSize,
    @DefaultValue("64KB") DataSize maxBodySize) {}
