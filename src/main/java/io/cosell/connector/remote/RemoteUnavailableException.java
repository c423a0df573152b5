package io.cosell.connector.remote;

import java.io.Serial;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The other side is busy, away, or refuses the login for now; the same call may succeed later. */
public class RemoteUnavailableException extends CodedException {
  @Serial private static final long serialVersionUID = 1L;
  private final Duration retryAfter;

  /** A failure without advice when to come back. */
  public RemoteUnavailableException(ErrorCode code, String message, Throwable cause) {
    this(code, message, null, cause);
  }

  /** A failure whose answer said when to come back; {@code retryAfter} may be null. */
  public RemoteUnavailableException(
      ErrorCode code, String message, Duration retryAfter, Throwable cause) {
    super(List.of(new Finding(code, "", null, message)), "", cause);
    this.retryAfter = retryAfter;
  }

  /** How long the other side asked to be left alone, when it said so. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
