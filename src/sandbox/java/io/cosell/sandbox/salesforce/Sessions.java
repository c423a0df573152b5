package io.cosell.sandbox.salesforce;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Access and refresh tokens. A session lives while it is used, at most two hours idle. */
final class Sessions {
  private static final Duration IDLE = Duration.ofHours(2);

  /** Who is signed in. */
  private record Session(String userId, Instant lastUsed) {}

  private final Map<String, Session> sessions = new ConcurrentHashMap<>();
  private final Map<String, String> refreshTokens = new ConcurrentHashMap<>();
  private final Map<String, String> refreshedBy = new ConcurrentHashMap<>();
  private final Clock clock;
  private final boolean shared;

  Sessions(Clock clock, boolean shared) {
    this.clock = clock;
    this.shared = shared;
  }

  /** A new access token, or the one the user has if sessions are shared. */
  String open(String organization, String userId) {
    if (shared) {
      var known =
          sessions.entrySet().stream()
              .filter(entry -> entry.getValue().userId().equals(userId))
              .findFirst();
      if (known.isPresent()) {
        return known.get().getKey();
      }
    }
    var token = Ids.fifteen(organization) + "!AQ" + UUID.randomUUID().toString().replace("-", ".");
    sessions.put(token, new Session(userId, clock.instant()));
    return token;
  }

  String refreshToken(String userId) {
    var token = "5Aep" + UUID.randomUUID().toString().replace("-", "");
    refreshTokens.put(token, userId);
    return token;
  }

  Optional<String> userOfRefreshToken(String token) {
    return Optional.ofNullable(token == null ? null : refreshTokens.get(token));
  }

  void opened(String accessToken, String refreshToken) {
    refreshedBy.put(accessToken, refreshToken);
  }

  /** The user of a living session; asking keeps it alive. */
  Optional<String> user(String token) {
    if (token == null) {
      return Optional.empty();
    }
    var session = sessions.get(token);
    var now = clock.instant();
    if (session == null) {
      return Optional.empty();
    }
    if (session.lastUsed().plus(IDLE).isBefore(now)) {
      sessions.remove(token);
      return Optional.empty();
    }
    sessions.replace(token, new Session(session.userId(), now));
    return Optional.of(session.userId());
  }

  /** Of {@code Bearer t} or {@code OAuth t}. */
  static String token(String authorization) {
    if (authorization == null) {
      return null;
    }
    var parts = authorization.strip().split("\\s+", 2);
    boolean known = parts[0].equalsIgnoreCase("Bearer") || parts[0].equalsIgnoreCase("OAuth");
    return known && parts.length == 2 ? parts[1].strip() : null;
  }

  /** True if there was such a token. A refresh token takes its access tokens with it. */
  boolean revoke(String token) {
    boolean known = sessions.remove(token) != null;
    if (refreshTokens.remove(token) != null) {
      known = true;
      refreshedBy.forEach(
          (access, refresh) -> {
            if (refresh.equals(token)) {
              sessions.remove(access);
            }
          });
    }
    return known;
  }

  /** Ends every session; refresh tokens stay good. */
  void expireAll() {
    sessions.clear();
  }

  /** Ends every session and every refresh token. */
  void revokeAll() {
    sessions.clear();
    refreshTokens.clear();
  }
}
