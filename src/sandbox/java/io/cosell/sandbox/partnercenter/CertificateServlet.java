package io.cosell.sandbox.partnercenter;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Map;

/** Serves the signing certificate under {@code /cert/}, and the bad ones that forgeries name. */
class CertificateServlet extends HttpServlet {
  @Serial private static final long serialVersionUID = 1L;
  static final String GOOD = "pcnotifications-dispatch.microsoft.com.cer";
  static final String EXPIRED = "expired.cer";
  static final String UNTRUSTED = "untrusted.cer";
  static final String FOREIGN_ISSUER = "foreign-issuer.cer";

  private final transient Map<String, X509Certificate> files;
  private final transient Switches switches;

  CertificateServlet(Certificates certificates, Switches switches) {
    this.switches = switches;
    files =
        Map.of(
            GOOD, certificates.signing(),
            EXPIRED, certificates.expired(),
            UNTRUSTED, certificates.untrusted(),
            FOREIGN_ISSUER, certificates.ofAnotherOrganisation());
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var certificate = files.get(request.getPathInfo().substring(1));
    if (certificate == null) {
      response.setStatus(404);
      return;
    }
    response.setContentType("application/x-x509-ca-cert");
    response.getOutputStream().write(encoded(certificate));
  }

  private byte[] encoded(X509Certificate certificate) {
    try {
      return switches.isOn(Switch.CERTIFICATE_AS_PEM)
          ? Certificates.pem(certificate).getBytes(StandardCharsets.US_ASCII)
          : certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
