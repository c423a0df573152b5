package io.cosell.connector.partnercenter;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate with its key, made on the spot.
 *
 * @param certificate the certificate
 * @param key its key pair, RSA
 */
record TestCertificates(X509Certificate certificate, KeyPair key) {

  static TestCertificates root(String name) {
    return issued(name, null, true, 2048, null);
  }

  TestCertificates authority(String name) {
    return issued(name, this, true, 2048, null);
  }

  /** Signed by this one; names the address of this one's certificate unless null. */
  TestCertificates signs(String name, int keySize, String issuerAddress) {
    return issued(name, this, false, keySize, issuerAddress);
  }

  String pem() {
    var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der());
    return "-----BEGIN CERTIFICATE-----\n" + lines + "\n-----END CERTIFICATE-----\n";
  }

  byte[] der() {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  Path pkcs12(Path file, String password) {
    try (var out = Files.newOutputStream(file)) {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      var chain = new X509Certificate[] {certificate};
      store.setKeyEntry("client", key.getPrivate(), password.toCharArray(), chain);
      store.store(out, password.toCharArray());
      return file;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TestCertificates issued(
      String name, TestCertificates issuer, boolean authority, int size, String issuerAddress) {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(size);
      var key = generator.generateKeyPair();
      var subject = new X500Name(name);
      var builder =
          new JcaX509v3CertificateBuilder(
              issuer == null
                  ? subject
                  : X500Name.getInstance(issuer.certificate.getSubjectX500Principal().getEncoded()),
              new BigInteger(64, new SecureRandom()),
              Date.from(Instant.now().minus(Duration.ofDays(1))),
              Date.from(Instant.now().plus(Duration.ofDays(1))),
              subject,
              key.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      if (issuerAddress != null) {
        var address = new GeneralName(GeneralName.uniformResourceIdentifier, issuerAddress);
        builder.addExtension(
            Extension.authorityInfoAccess,
            false,
            new AuthorityInformationAccess(AccessDescription.id_ad_caIssuers, address));
      }
      var signingKey = issuer == null ? key.getPrivate() : issuer.key.getPrivate();
      var signer = new JcaContentSignerBuilder("SHA256withRSA").build(signingKey);
      return new TestCertificates(
          new JcaX509CertificateConverter().getCertificate(builder.build(signer)), key);
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
