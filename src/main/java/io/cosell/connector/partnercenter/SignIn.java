package io.cosell.connector.partnercenter;

import io.cosell.connector.remote.ErrorCode;
import io.cosell.connector.remote.Problem;
import io.cosell.connector.remote.RemoteUnavailableException;
import io.cosell.connector.replica.Leases;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Access tokens for both APIs.
 *
 * <p>A token that is still good costs neither network nor database. Otherwise one caller at a time
 * renews it from the stored token cache, and the others, in whatever replica, wait for that and
 * take what it stored: a refresh token may work only once. The bootstrap refresh token is used when
 * nothing is stored, when it is another than the last time (or authority or client are), and as a
 * last resort when the stored sign-in is refused.
 *
 * <p>A refused sign-in is logged once, repeated after a pause and reported as recovered by itself.
 */
@Component
class SignIn {
  private static final Logger log = LoggerFactory.getLogger(SignIn.class);
  private static final Duration MARGIN = Duration.ofMinutes(2);
  private static final Duration PAUSE_AFTER_OUTAGE = Duration.ofSeconds(5);
  private static final String LEASE = "partner-center-sign-in";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final PartnerCenterProperties settings;
  private final Authority authority;
  private final TokenStore store;
  private final Leases leases;
  private final Clock clock;
  private final ReentrantLock oneLogin = new ReentrantLock();
  private final Map<Audience, AccessToken> tokens = new ConcurrentHashMap<>();
  private final Map<Audience, Failure> failures = new EnumMap<>(Audience.class);
  private final Map<Audience, String> refused = new EnumMap<>(Audience.class);
  private final Map<Audience, Instant> noRenewalBefore = new ConcurrentHashMap<>();
  private String alarm;

  SignIn(
      PartnerCenterProperties settings,
      Authority authority,
      TokenStore store,
      Leases leases,
      Clock clock) {
    this.settings = settings;
    this.authority = authority;
    this.store = store;
    this.leases = leases;
    this.clock = clock;
  }

  private record AccessToken(String value, Instant renewAt, Instant endsAt) {}

  private record Failure(RemoteUnavailableException cause, Instant notBefore) {}

  /**
   * A token for this API.
   *
   * @throws RemoteUnavailableException when the authority is away, or refuses until a human helps
   */
  String token(Audience audience) {
    var known = tokens.get(audience);
    if (known != null && clock.instant().isBefore(known.renewAt())) {
      return known.value();
    }
    oneLogin.lock();
    try {
      known = tokens.get(audience);
      if (known != null && clock.instant().isBefore(known.renewAt())) {
        return known.value();
      }
      return renewed(audience, known);
    } finally {
      oneLogin.unlock();
    }
  }

  /**
   * Gets another token because the API refused this one. False when that was already tried in vain
   * within the pause.
   */
  boolean replace(Audience audience, String token) {
    oneLogin.lock();
    try {
      var known = tokens.get(audience);
      if (known != null && !known.value().equals(token)) {
        return true;
      }
      var notBefore = noRenewalBefore.get(audience);
      if (notBefore != null && clock.instant().isBefore(notBefore)) {
        return false;
      }
      tokens.remove(audience);
      refused.put(audience, token);
      renewed(audience, null);
      return true;
    } finally {
      oneLogin.unlock();
    }
  }

  /** Remembers that the API refuses even a fresh token, so that not every call asks for one. */
  void renewalWasInVain(Audience audience) {
    noRenewalBefore.put(audience, clock.instant().plus(settings.signInPause()));
  }

  private String renewed(Audience audience, AccessToken known) {
    var failure = failures.get(audience);
    if (failure != null && clock.instant().isBefore(failure.notBefore())) {
      return stillGood(known, failure.cause());
    }
    try {
      var token = login(audience, Optional.ofNullable(refused.get(audience)));
      tokens.put(audience, token);
      refused.remove(audience);
      failures.remove(audience);
      if (alarm != null && failures.isEmpty()) {
        alarm = null;
        log.info("Signed in to Partner Center again");
      }
      return token.value();
    } catch (SignInRefusedException e) {
      raise(e.problem());
      failures.put(audience, new Failure(e, clock.instant().plus(settings.signInPause())));
      return stillGood(known, e);
    } catch (RemoteUnavailableException e) {
      var pause = e.retryAfter().orElse(PAUSE_AFTER_OUTAGE);
      failures.put(audience, new Failure(e, clock.instant().plus(pause)));
      return stillGood(known, e);
    }
  }

  private String stillGood(AccessToken known, RemoteUnavailableException otherwise) {
    if (known != null && clock.instant().isBefore(known.endsAt())) {
      return known.value();
    }
    throw otherwise;
  }

  private AccessToken login(Audience audience, Optional<String> refusedToken) {
    if (!leases.take(LEASE, PATIENCE)) {
      throw new RemoteUnavailableException(
          ErrorCode.PARTNER_CENTER_AWAY,
          "another replica has not finished signing in to Partner Center for " + PATIENCE,
          null);
    }
    try {
      return loginAlone(audience, refusedToken);
    } finally {
      giveBack();
    }
  }

  private void giveBack() {
    try {
      leases.release(LEASE);
    } catch (DataAccessException e) {
      log.debug("The lease on the sign-in could not be given back and ends by itself", e);
    }
  }

  private AccessToken loginAlone(Audience audience, Optional<String> refusedToken) {
    var scope = audience == Audience.REFERRALS ? settings.scope() : settings.webhookScope();
    var bootstrapHash = bootstrapHash();
    SignInRefusedException refusal = null;
    var stored = usable(bootstrapHash);
    try {
      var token = fromStored(scope, stored, refusedToken);
      if (token.isPresent()) {
        return token.get();
      }
    } catch (SignInRefusedException e) {
      refusal = e;
      var newer = usable(bootstrapHash);
      if (!newer.equals(stored)) {
        // another replica was quicker and holds the newest refresh token
        return fromStored(scope, newer, Optional.empty()).orElseThrow(() -> e);
      }
    }
    if (settings.refreshToken().isBlank()) {
      throw refusal != null ? refusal : new SignInRefusedException(Setup.noRefreshToken(), null);
    }
    var grant = authority.redeem(scope, settings.refreshToken().strip());
    store.save(new TokenStore.Stored(grant.cache(), bootstrapHash));
    log.info("Signed in to Partner Center with the bootstrap refresh token");
    return accessToken(grant);
  }

  private Optional<TokenStore.Stored> usable(String bootstrapHash) {
    return store
        .load()
        .filter(
            it -> settings.refreshToken().isBlank() || it.bootstrapHash().equals(bootstrapHash));
  }

  private Optional<AccessToken> fromStored(
      String scope, Optional<TokenStore.Stored> stored, Optional<String> refusedToken) {
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    var grant = renew(scope, stored.get().cache(), refusedToken);
    grant
        .filter(it -> !it.cache().equals(stored.get().cache()))
        .ifPresent(
            it -> store.save(new TokenStore.Stored(it.cache(), stored.get().bootstrapHash())));
    return grant.map(this::accessToken);
  }

  private Optional<Authority.Grant> renew(
      String scope, String cache, Optional<String> refusedToken) {
    var grant = authority.renew(scope, cache, false);
    if (grant.filter(it -> isOfUse(it, refusedToken)).isPresent() || grant.isEmpty()) {
      return grant;
    }
    return authority.renew(scope, grant.get().cache(), true);
  }

  private static boolean isOfUse(Authority.Grant grant, Optional<String> refusedToken) {
    return lifetime(grant).compareTo(MARGIN) > 0
        && refusedToken.filter(grant.token().accessToken()::equals).isEmpty();
  }

  private AccessToken accessToken(Authority.Grant grant) {
    var end = clock.instant().plus(lifetime(grant));
    return new AccessToken(grant.token().accessToken(), end.minus(MARGIN), end);
  }

  /** By the wall clock, which is also what msal4j goes by. */
  private static Duration lifetime(Authority.Grant grant) {
    return Duration.between(Instant.now(), grant.token().expiresOnDate().toInstant());
  }

  private void raise(Problem problem) {
    if (!problem.setting().equals(alarm)) {
      alarm = problem.setting();
      log.error("{} (nothing is exchanged with Partner Center until then)", problem);
    }
  }

  /** Changes with whatever makes a stored sign-in somebody else's. */
  private String bootstrapHash() {
    var text =
        String.join(
            "|",
            settings.authority().strip(),
            settings.clientId().strip(),
            settings.refreshToken().strip());
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("The Java runtime has no SHA-256", e);
    }
  }
}
