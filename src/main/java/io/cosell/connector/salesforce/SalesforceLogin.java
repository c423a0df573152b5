package io.cosell.connector.salesforce;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.CamelContext;
import org.apache.camel.component.salesforce.SalesforceHttpClient;
import org.apache.camel.component.salesforce.SalesforceLoginConfig;
import org.apache.camel.component.salesforce.api.SalesforceException;
import org.apache.camel.component.salesforce.internal.SalesforceSession;

/**
 * The one sign-in of this process, used for REST and for streaming: one login at a time, however
 * many calls find their token expired, and a growing pause after a refused one.
 *
 * <p>Never revokes a token: Salesforce may have given the same session to another process of this
 * user, and the revoke call would carry the token in its address. An unused session ends by itself.
 */
class SalesforceLogin extends SalesforceSession {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

  private final Clock clock;
  private final ReentrantLock oneAtATime = new ReentrantLock();
  private Duration pause = FIRST_PAUSE;
  private Instant notBefore = Instant.EPOCH;
  private volatile SalesforceException failure;

  SalesforceLogin(
      CamelContext camelContext,
      SalesforceHttpClient client,
      Duration timeout,
      SalesforceLoginConfig config,
      Clock clock) {
    super(camelContext, client, timeout.toMillis(), config);
    this.clock = clock;
  }

  /**
   * The token to use: a new one if there is none or the given one is the current one. Fails at once
   * during the pause after a failed attempt.
   */
  @Override
  public String login(String expired) throws SalesforceException {
    oneAtATime.lock();
    try {
      var current = getAccessToken();
      if (current != null && !current.equals(expired)) {
        return current;
      }
      var before = failure;
      if (before != null && clock.instant().isBefore(notBefore)) {
        throw before;
      }
      return attempt(expired);
    } finally {
      oneAtATime.unlock();
    }
  }

  private String attempt(String expired) throws SalesforceException {
    try {
      var token = super.login(expired);
      failure = null;
      pause = FIRST_PAUSE;
      return token;
    } catch (SalesforceException e) {
      failure = e;
    } catch (RuntimeException e) {
      failure = new SalesforceException("The login could not be prepared", e);
    }
    notBefore = clock.instant().plus(pause);
    pause =
        pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
    throw failure;
  }

  /** Why the last attempt to sign in failed; empty after one that succeeded. */
  Optional<SalesforceException> failure() {
    return Optional.ofNullable(failure);
  }

  /** Lets the next attempt go ahead without a pause. */
  void forgetPause() {
    oneAtATime.lock();
    try {
      notBefore = Instant.EPOCH;
    } finally {
      oneAtATime.unlock();
    }
  }

  /** Left to {@link Subscription}, which signs in before it opens the next stream. */
  @Override
  public void attemptLoginUntilSuccessful(long backoffIncrement, long maxBackoff) {
    // Camel's loop would not end before the process does
  }

  @Override
  public void logout() {
    // see the class comment
  }
}
