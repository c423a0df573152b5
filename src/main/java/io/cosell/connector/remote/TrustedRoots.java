package io.cosell.connector.remote;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The root certificates of the Java runtime together with those of a PEM file.
 *
 * <p>The bean of this type holds {@code cosell.tls.trust-certificates}, the trust in the servers
 * the connector calls.
 *
 * <p>The file is looked at again when it changes, also when it was missing or broken before, so
 * neither a new root nor a corrected file needs a restart.
 */
public class TrustedRoots {
  private static final Logger log = LoggerFactory.getLogger(TrustedRoots.class);

  private final String setting;
  private final String file;
  private final SSLContext context;
  private FileTime readAt;
  private String trouble;
  private List<X509Certificate> added = List.of();
  private X509ExtendedTrustManager current;

  /**
   * Trust in the runtime's roots and a PEM file.
   *
   * @param setting the property the file name comes from, for messages
   * @param file the PEM file, empty for none
   */
  public TrustedRoots(String setting, String file) {
    this.setting = setting;
    this.file = file;
    this.current = trusting(List.of());
    this.context = contextOf(new Reloading());
  }

  /** For every outgoing TLS connection; stays valid when the file changes. */
  public SSLContext sslContext() {
    return context;
  }

  /** The roots in use now, the runtime's and the file's. */
  public List<X509Certificate> roots() {
    return List.of(manager().getAcceptedIssuers());
  }

  /** The certificates of the file, empty when there is none. */
  public synchronized List<X509Certificate> added() {
    manager();
    return added;
  }

  /** Why the file cannot be used, if it cannot. */
  public synchronized Optional<Problem> check() {
    manager();
    return Optional.ofNullable(trouble).map(why -> new Problem(setting, file, why));
  }

  private synchronized X509ExtendedTrustManager manager() {
    if (file.isBlank()) {
      return current;
    }
    var path = Path.of(file);
    try {
      var modified = Files.getLastModifiedTime(path);
      if (!modified.equals(readAt)) {
        added = read(path);
        current = trusting(added);
        readAt = modified;
        trouble = null;
        log.info("Trusting {} more certificates from {}={}", added.size(), setting, file);
      }
    } catch (IOException | CertificateException | IllegalStateException e) {
      readAt = null;
      var why = "is not a readable PEM file with certificates; correct the file or the property";
      if (!why.equals(trouble)) {
        log.error("{}={}: {}", setting, file, why, e);
      }
      trouble = why;
    }
    return current;
  }

  private static List<X509Certificate> read(Path path) throws IOException, CertificateException {
    try (InputStream in = Files.newInputStream(path)) {
      var certificates = new ArrayList<X509Certificate>();
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        certificates.add((X509Certificate) certificate);
      }
      if (certificates.isEmpty()) {
        throw new CertificateException("no certificate found");
      }
      return List.copyOf(certificates);
    }
  }

  private static X509ExtendedTrustManager trusting(List<X509Certificate> more) {
    try {
      var runtime = managerOf(null);
      if (more.isEmpty()) {
        return runtime;
      }
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (var root : runtime.getAcceptedIssuers()) {
        store.setCertificateEntry("runtime-" + number++, root);
      }
      for (var root : more) {
        store.setCertificateEntry("added-" + number++, root);
      }
      return managerOf(store);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("The certificates cannot be used as roots", e);
    }
  }

  private static X509ExtendedTrustManager managerOf(KeyStore store)
      throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (var manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager extended) {
        return extended;
      }
    }
    throw new GeneralSecurityException("the Java runtime has no X.509 trust manager");
  }

  private static SSLContext contextOf(X509TrustManager manager) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {manager}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The Java runtime has no TLS", e);
    }
  }

  /** Asks the trust manager of the moment, so the context outlives a change of the file. */
  private class Reloading extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      manager().checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      manager().checkServerTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      manager().checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      manager().checkServerTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      manager().checkClientTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      manager().checkServerTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return manager().getAcceptedIssuers();
    }
  }
}
