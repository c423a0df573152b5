package io.cosell.sandbox.partnercenter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The sandbox's own certificate authority, made anew in each process, since keys take long to make
 * and many tests start a sandbox. Its root carries the organisation {@code Microsoft Corporation},
 * since receivers of webhook calls look for that in the issuer's name.
 */
class Certificates {
  private static final Duration VALIDITY = Duration.ofDays(3650);
  private static final String SIGNER =
      "CN=pcnotifications-dispatch.microsoft.com, O=Microsoft Corporation, C=US";

  private final SecureRandom random = new SecureRandom();
  private final KeyPair rootKey = newKey("EC", 256);
  private final X500Name rootName =
      new X500Name("CN=Sandbox Root CA, O=Microsoft Corporation, L=Redmond, C=US");
  private final X509Certificate root =
      issue(rootName, rootKey, rootName, rootKey, Instant.now().plus(VALIDITY), true);
  private final X500Name otherName =
      new X500Name("CN=Sandbox Other Root CA, O=Somebody Else Inc., C=US");
  private final X509Certificate otherRoot =
      issue(otherName, rootKey, otherName, rootKey, Instant.now().plus(VALIDITY), true);
  private final KeyPair tlsKey = newKey("EC", 256);
  private final X509Certificate tls =
      issue(
          new X500Name("CN=localhost, O=Sandbox"),
          tlsKey,
          rootName,
          rootKey,
          Instant.now().plus(VALIDITY),
          false);
  private final KeyPair signingKey = newKey("RSA", 2048);

  private Certificates() {}

  private static class Holder {
    private static final Certificates MADE = new Certificates();
  }

  static Certificates ofThisProcess() {
    return Holder.MADE;
  }

  /** The roots to trust, as PEM: Microsoft's, and one of another organisation. */
  String trusted() {
    return pem(root) + pem(otherRoot);
  }

  KeyPair signingKey() {
    return signingKey;
  }

  /** The certificate whose key signs the webhook calls. */
  X509Certificate signing() {
    return leaf(rootName, rootKey, Instant.now().plus(VALIDITY));
  }

  /** The same, but its time is over. */
  X509Certificate expired() {
    return leaf(rootName, rootKey, Instant.now().minus(Duration.ofDays(1)));
  }

  /** The same from an authority of the same name that nobody trusts. */
  X509Certificate untrusted() {
    return leaf(rootName, newKey("EC", 256), Instant.now().plus(VALIDITY));
  }

  /** Trusted, but issued by an authority of another organisation. */
  X509Certificate ofAnotherOrganisation() {
    return leaf(otherName, rootKey, Instant.now().plus(VALIDITY));
  }

  /** For a server that answers as {@code localhost} and {@code 127.0.0.1}. */
  SSLContext server() {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "server", tlsKey.getPrivate(), new char[0], new X509Certificate[] {tls, root});
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, new char[0]);
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("No TLS for the sandbox", e);
    }
  }

  static String pem(X509Certificate certificate) {
    try {
      var base64 = Base64.getMimeEncoder(64, new byte[] {'\n'});
      return "-----BEGIN CERTIFICATE-----\n"
          + base64.encodeToString(certificate.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private X509Certificate leaf(X500Name issuer, KeyPair issuerKey, Instant until) {
    return issue(new X500Name(SIGNER), signingKey, issuer, issuerKey, until, false);
  }

  private X509Certificate issue(
      X500Name subject,
      KeyPair key,
      X500Name issuer,
      KeyPair issuerKey,
      Instant until,
      boolean authority) {
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              issuer,
              new BigInteger(64, random),
              Date.from(until.minus(VALIDITY).minus(Duration.ofDays(2))),
              Date.from(until),
              subject,
              key.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      if (authority) {
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
      } else {
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(
                new GeneralName[] {
                  new GeneralName(GeneralName.dNSName, "localhost"),
                  new GeneralName(GeneralName.iPAddress, "127.0.0.1")
                }));
      }
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKey.getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("No certificate for " + subject, e);
    }
  }

  private static KeyPair newKey(String algorithm, int size) {
    try {
      var generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(size);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("No key for the sandbox", e);
    }
  }
}
