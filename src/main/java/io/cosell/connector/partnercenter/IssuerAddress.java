package io.cosell.connector.partnercenter;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;

/** Finds where a certificate says its issuer's certificate is (RFC 5280, 4.2.2.1, caIssuers). */
final class IssuerAddress {
  private static final String AUTHORITY_INFORMATION_ACCESS = "1.3.6.1.5.5.7.1.1";

  /** DER of the object identifier 1.3.6.1.5.5.7.48.2 (caIssuers), then the tag of an address. */
  private static final byte[] CA_ISSUERS = {
    0x06, 0x08, 0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x02, (byte) 0x86
  };

  private IssuerAddress() {}

  /** The first http or https address, if the certificate names one of less than 128 bytes. */
  static Optional<URI> of(X509Certificate certificate) {
    var extension = certificate.getExtensionValue(AUTHORITY_INFORMATION_ACCESS);
    if (extension == null) {
      return Optional.empty();
    }
    int length = CA_ISSUERS.length;
    for (int at = 0; at + length < extension.length; at++) {
      if (Arrays.equals(extension, at, at + length, CA_ISSUERS, 0, length)) {
        int size = extension[at + length];
        int start = at + length + 1;
        if (size > 0 && start + size <= extension.length) {
          return address(new String(extension, start, size, StandardCharsets.US_ASCII));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<URI> address(String text) {
    try {
      var address = URI.create(text);
      var scheme = String.valueOf(address.getScheme());
      return scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https")
          ? Optional.of(address)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
