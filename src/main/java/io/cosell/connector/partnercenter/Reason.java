package io.cosell.connector.partnercenter;

import io.cosell.connector.remote.Masking;

/** Says in a few words why a connection failed. */
final class Reason {
  private Reason() {}

  /** The kind of failure with the first message that has one, without secrets. */
  static String of(Throwable failure) {
    var name = failure.getClass().getSimpleName();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
        return Masking.mask(name + ", " + cause.getMessage());
      }
    }
    return name;
  }
}
