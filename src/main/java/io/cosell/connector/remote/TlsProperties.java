package io.cosell.connector.remote;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whom the connector trusts when it calls out.
 *
 * @param trustCertificates PEM file with root certificates trusted for outgoing HTTPS beside those
 *     of the Java runtime; needed behind a proxy that opens TLS, and for the sandbox
 */
@ConfigurationProperties("cosell.tls")
public record TlsProperties(@DefaultValue("") String trustCertificates) {}
