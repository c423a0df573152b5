package io.cosell.connector.partnercenter;

import io.cosell.connector.remote.Problem;
import io.cosell.connector.remote.TrustedRoots;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Fetches the certificates events are signed with, from allowed hosts over https only, and keeps
 * them for a while. One fetch at a time, which does not hold up callers whose certificate is known;
 * the cache is bounded.
 */
@Component
class SigningCertificates {
  private static final Logger log = LoggerFactory.getLogger(SigningCertificates.class);
  private static final int KEPT = 16;
  private static final int LONGEST_PATH = 3;
  private static final Duration NOT_AGAIN_WITHIN = Duration.ofSeconds(30);

  private final WebhookProperties settings;
  private final PartnerCenterProperties timeouts;
  private final TrustedRoots roots;
  private final HttpClient http;
  private final Clock clock;
  private final Object oneFetch = new Object();
  private final Map<String, Fetched> cache = Collections.synchronizedMap(new Newest());

  SigningCertificates(
      WebhookProperties settings,
      PartnerCenterProperties timeouts,
      HttpClient outgoingHttp,
      Clock clock) {
    this.settings = settings;
    this.timeouts = timeouts;
    this.roots =
        new TrustedRoots("cosell.webhook.trust-certificates", settings.trustCertificates());
    this.http = outgoingHttp;
    this.clock = clock;
  }

  /**
   * A file of certificates as it was fetched.
   *
   * @param certificates the signing certificate first, then others that belong to its path
   * @param at when
   */
  record Fetched(List<X509Certificate> certificates, Instant at) {}

  /** Forgets the oldest of more than a few. */
  private static class Newest extends LinkedHashMap<String, Fetched> {
    @java.io.Serial private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Fetched> eldest) {
      return size() > KEPT;
    }
  }

  /** The host does not answer, or not usefully for now; the sender should try again. */
  static class HostUnavailableException extends Exception {
    @java.io.Serial private static final long serialVersionUID = 1L;

    HostUnavailableException(String message) {
      super(message);
    }
  }

  /** This address will not give a certificate. */
  static class NoCertificateException extends Exception {
    @java.io.Serial private static final long serialVersionUID = 1L;

    NoCertificateException(String message) {
      super(message);
    }
  }

  /** Why the PEM file with more roots cannot be used, if it cannot. */
  Optional<Problem> check() {
    return roots.check();
  }

  /** The roots a signing certificate may lead to. */
  List<X509Certificate> roots() {
    return roots.roots();
  }

  /** The certificates at this address, from the cache while it is fresh. */
  Fetched get(String address) throws HostUnavailableException, NoCertificateException {
    var uri = allowed(address);
    var known = fresh(uri);
    if (known.isPresent()) {
      return known.get();
    }
    synchronized (oneFetch) {
      known = fresh(uri);
      return known.isPresent() ? known.get() : fetchOrOld(uri);
    }
  }

  /**
   * The certificates at this address as they are now, because the known ones do not fit the
   * signature any more; the known ones when they were fetched only just.
   */
  Fetched refresh(String address, Fetched known)
      throws HostUnavailableException, NoCertificateException {
    var uri = allowed(address);
    synchronized (oneFetch) {
      var cached = cache.get(uri.toString());
      if (cached != null && cached != known) {
        return cached;
      }
      if (clock.instant().isBefore(known.at().plus(NOT_AGAIN_WITHIN))) {
        return known;
      }
      return fetch(uri);
    }
  }

  private Optional<Fetched> fresh(URI uri) {
    return Optional.ofNullable(cache.get(uri.toString()))
        .filter(it -> clock.instant().isBefore(it.at().plus(settings.certificateCache())));
  }

  private Fetched fetchOrOld(URI uri) throws HostUnavailableException, NoCertificateException {
    try {
      return fetch(uri);
    } catch (HostUnavailableException e) {
      var old = cache.get(uri.toString());
      if (old == null) {
        throw e;
      }
      log.warn("{}; still using the certificate of {}", e.getMessage(), old.at());
      return old;
    }
  }

  private URI allowed(String address) throws NoCertificateException {
    URI uri;
    try {
      uri = URI.create(address.strip());
    } catch (IllegalArgumentException e) {
      throw new NoCertificateException("the certificate address is not an address");
    }
    if (!"https".equalsIgnoreCase(uri.getScheme()) || uri.getRawUserInfo() != null) {
      throw new NoCertificateException("the certificate address is not https");
    }
    if (uri.getHost() == null || !isAllowed(uri.getHost())) {
      throw new NoCertificateException(
          "certificates from host " + shortened(uri.getHost()) + " are not allowed");
    }
    return uri;
  }

  private boolean isAllowed(String host) {
    return settings.certificateHosts().stream()
        .map(String::strip)
        .anyMatch(allowed -> allowed.equalsIgnoreCase(host));
  }

  private Fetched fetch(URI uri) throws HostUnavailableException, NoCertificateException {
    var certificates = new ArrayList<>(certificates(uri));
    addMissingIssuers(certificates);
    var fetched = new Fetched(List.copyOf(certificates), clock.instant());
    cache.put(uri.toString(), fetched);
    log.info(
        "Fetched the signing certificate of {}, valid until {}",
        fetched.certificates().get(0).getSubjectX500Principal(),
        fetched.certificates().get(0).getNotAfter().toInstant());
    return fetched;
  }

  private List<X509Certificate> certificates(URI uri)
      throws HostUnavailableException, NoCertificateException {
    var bytes = download(uri);
    try {
      var certificates = new ArrayList<X509Certificate>();
      for (var certificate :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes))) {
        certificates.add((X509Certificate) certificate);
      }
      if (certificates.isEmpty()) {
        throw new CertificateException("the file is empty");
      }
      return certificates;
    } catch (CertificateException e) {
      throw new NoCertificateException("what the certificate host sent is not a certificate");
    }
  }

  /**
   * Fetches what is missing between the signing certificate and a root. Plain http is usual there
   * and does no harm: the path is checked up to a trusted root afterwards.
   */
  private void addMissingIssuers(List<X509Certificate> chain) throws HostUnavailableException {
    var last = chain.get(0);
    for (int step = 0; step < LONGEST_PATH && !knowsIssuerOf(last, chain); step++) {
      var address = IssuerAddress.of(last).filter(this::isIssuerHost);
      if (address.isEmpty()) {
        return;
      }
      try {
        last = certificates(address.get()).get(0);
        chain.add(last);
      } catch (NoCertificateException e) {
        log.warn("No issuer of a signing certificate at {}: {}", address.get(), e.getMessage());
        return;
      }
    }
  }

  private boolean knowsIssuerOf(X509Certificate certificate, List<X509Certificate> chain) {
    var issuer = certificate.getIssuerX500Principal();
    return Stream.concat(roots().stream(), chain.stream().filter(it -> it != certificate))
        .anyMatch(known -> known.getSubjectX500Principal().equals(issuer));
  }

  private boolean isIssuerHost(URI uri) {
    return uri.getHost() != null
        && settings.issuerHosts().stream()
            .anyMatch(allowed -> allowed.strip().equalsIgnoreCase(uri.getHost()));
  }

  private byte[] download(URI uri) throws HostUnavailableException, NoCertificateException {
    var request = HttpRequest.newBuilder(uri).timeout(timeouts.connectTimeout()).build();
    try {
      var answer = http.send(request, BodyHandlers.ofInputStream());
      try (var body = answer.body()) {
        int status = answer.statusCode();
        if (status == 429 || status >= 500) {
          throw new HostUnavailableException("the certificate host answered " + status);
        }
        if (status != 200) {
          throw new NoCertificateException("the certificate host answered " + status);
        }
        int limit = Math.toIntExact(settings.maxCertificateSize().toBytes());
        var bytes = body.readNBytes(limit + 1);
        if (bytes.length > limit) {
          throw new NoCertificateException(
              "the certificate file is larger than " + limit + " bytes");
        }
        return bytes;
      }
    } catch (IOException e) {
      throw new HostUnavailableException(
          "the certificate host " + uri.getHost() + " cannot be reached: " + Reason.of(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HostUnavailableException("interrupted while fetching the certificate");
    }
  }

  private static String shortened(String host) {
    var text = String.valueOf(host).toLowerCase(Locale.ROOT);
    return text.length() > 100 ? text.substring(0, 100) + "…" : text;
  }
}
