package io.cosell.connector.partnercenter;

import io.cosell.connector.partnercenter.SigningCertificates.Fetched;
import io.cosell.connector.partnercenter.SigningCertificates.HostUnavailableException;
import io.cosell.connector.partnercenter.SigningCertificates.NoCertificateException;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.security.auth.x500.X500Principal;
import org.springframework.stereotype.Component;

/**
 * Knows whether a webhook call comes from Microsoft (Partner Center webhooks, "Callback
 * authentication").
 *
 * <p>Beyond the documentation: the certificate is fetched over https and from allowed hosts only,
 * and nothing weaker than RSA with 2048 bits and SHA-256 is accepted. Only the body is signed, so
 * an accepted call may still be a repetition of an old one: treat it as a hint.
 */
@Component
public class WebhookSignature {
  private static final String SCHEME = "Signature";
  private static final String ISSUER = "Microsoft Corporation";
  private static final int SHORTEST_KEY = 2048;
  private static final Map<String, String> ALGORITHMS =
      Map.of("SHA256", "SHA256withRSA", "SHA384", "SHA384withRSA", "SHA512", "SHA512withRSA");

  private final SigningCertificates certificates;
  private final Clock clock;

  WebhookSignature(SigningCertificates certificates, Clock clock) {
    this.certificates = certificates;
    this.clock = clock;
  }

  /** What to answer a call. */
  public enum Outcome {
    /** It is Microsoft's. */
    ACCEPTED(200),
    /** The signature is missing, wrong, or made with a certificate that is not trusted. */
    UNAUTHORISED(401),
    /** The certificate or the algorithm is not named. */
    MALFORMED(400),
    /** The certificate cannot be fetched right now; Partner Center should call again. */
    CERTIFICATE_UNAVAILABLE(503);

    private final int status;

    Outcome(int status) {
      this.status = status;
    }

    /** The HTTP status to answer with. */
    public int status() {
      return status;
    }
  }

  /**
   * The judgement of one call.
   *
   * @param outcome what to answer
   * @param reason why, for the log; empty when accepted
   */
  public record Verdict(Outcome outcome, String reason) {
    /** True when the call is Microsoft's. */
    public boolean accepted() {
      return outcome == Outcome.ACCEPTED;
    }
  }

  /**
   * Judges a call.
   *
   * @param body the bytes as received, before any decoding
   * @param header gives the value of a header by its name, in whatever case, or null
   */
  public Verdict verify(byte[] body, UnaryOperator<String> header) {
    try {
      check(body, header);
      return new Verdict(Outcome.ACCEPTED, "");
    } catch (Refusal e) {
      return new Verdict(e.outcome, e.getMessage());
    } catch (HostUnavailableException e) {
      return new Verdict(Outcome.CERTIFICATE_UNAVAILABLE, e.getMessage());
    } catch (NoCertificateException e) {
      return new Verdict(Outcome.UNAUTHORISED, e.getMessage());
    }
  }

  private void check(byte[] body, UnaryOperator<String> header)
      throws Refusal, HostUnavailableException, NoCertificateException {
    var signature = signature(header);
    var address = required(header, "X-MS-Certificate-Url");
    var algorithm = algorithm(required(header, "X-MS-Signature-Algorithm"));

    var fetched = certificates.get(address);
    try {
      checkSigned(body, signature, algorithm, fetched);
    } catch (Refusal e) {
      // the address stays the same when Microsoft changes the certificate behind it
      var current = certificates.refresh(address, fetched);
      if (current == fetched) {
        throw e;
      }
      checkSigned(body, signature, algorithm, current);
    }
  }

  private void checkSigned(byte[] body, byte[] signature, String algorithm, Fetched fetched)
      throws Refusal {
    var signer = fetched.certificates().get(0);
    checkTrusted(signer, fetched.certificates());
    checkIssuer(signer);
    if (!(signer.getPublicKey() instanceof RSAPublicKey key)
        || key.getModulus().bitLength() < SHORTEST_KEY) {
      throw new Refusal("the certificate's key is not RSA with at least 2048 bits");
    }
    try {
      var check = Signature.getInstance(algorithm);
      check.initVerify(key);
      check.update(body);
      if (!check.verify(signature)) {
        throw new Refusal("the signature does not fit the body");
      }
    } catch (SignatureException e) {
      throw new Refusal("the signature does not fit the certificate's key");
    } catch (GeneralSecurityException e) {
      throw new Refusal("the signature cannot be checked: " + e.getMessage());
    }
  }

  private static byte[] signature(UnaryOperator<String> header) throws Refusal {
    var authorization = header.apply("Authorization");
    var text =
        authorization != null && !authorization.isBlank()
            ? authorization
            : header.apply("x-ms-signature");
    if (text == null || text.isBlank()) {
      throw new Refusal("the call carries no signature");
    }
    var parts = text.strip().split("\\s+", 2);
    if (!parts[0].equalsIgnoreCase(SCHEME) || parts.length < 2) {
      throw new Refusal("the authorization scheme is not Signature");
    }
    try {
      return Base64.getDecoder().decode(parts[1].strip());
    } catch (IllegalArgumentException e) {
      throw new Refusal("the signature is not base64");
    }
  }

  private static String required(UnaryOperator<String> header, String name) throws Refusal {
    var value = header.apply(name);
    if (value == null || value.isBlank()) {
      throw new Refusal(Outcome.MALFORMED, "the header " + name + " is missing");
    }
    return value;
  }

  private static String algorithm(String name) throws Refusal {
    var parts = name.strip().split("-", -1);
    if (parts.length != 2 || !parts[0].equalsIgnoreCase("rsa")) {
      throw new Refusal("the signature algorithm is not rsa-sha256 or better");
    }
    var algorithm = ALGORITHMS.get(parts[1].toUpperCase(Locale.ROOT));
    if (algorithm == null) {
      throw new Refusal("the signature algorithm is not rsa-sha256 or better");
    }
    return algorithm;
  }

  private void checkTrusted(X509Certificate signer, List<X509Certificate> sentAlong)
      throws Refusal {
    try {
      var anchors =
          certificates.roots().stream()
              .map(root -> new TrustAnchor(root, null))
              .collect(Collectors.toSet());
      var target = new X509CertSelector();
      target.setCertificate(signer);
      var parameters = new PKIXBuilderParameters(anchors, target);
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(sentAlong)));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(clock.instant()));
      CertPathBuilder.getInstance("PKIX").build(parameters);
    } catch (GeneralSecurityException e) {
      throw new Refusal(
          "the certificate is not valid now or does not lead to a trusted root: " + Reason.of(e));
    }
  }

  private static void checkIssuer(X509Certificate signer) throws Refusal {
    try {
      var name = signer.getIssuerX500Principal().getName(X500Principal.RFC2253);
      for (var part : new LdapName(name).getRdns()) {
        if (part.getType().equalsIgnoreCase("O") && ISSUER.equals(part.getValue())) {
          return;
        }
      }
    } catch (InvalidNameException e) {
      throw new Refusal("the certificate's issuer has no readable name");
    }
    throw new Refusal("the certificate was not issued by " + ISSUER);
  }

  /** A reason to turn the call away. */
  private static class Refusal extends Exception {
    @java.io.Serial private static final long serialVersionUID = 1L;
    private final Outcome outcome;

    Refusal(String reason) {
      this(Outcome.UNAUTHORISED, reason);
    }

    Refusal(Outcome outcome, String reason) {
      super(reason);
      this.outcome = outcome;
    }
  }
}
