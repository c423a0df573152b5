package io.cosell.connector.mapping;

import io.cosell.connector.merge.Phase;
import java.util.Optional;

/** Phase and status with substatus (Referrals API, status machine). */
final class Phases {
  static final String CLOSED = "Closed";

  private Phases() {}

  /** The phase of a referral; empty for a status that is not documented. */
  static Optional<Phase> of(String status, String substatus) {
    return switch (status) {
      case "New" -> Optional.of(Phase.OFFERED);
      case "Active" -> Optional.of(Phase.ACCEPTED);
      case CLOSED -> Optional.of(ending(substatus));
      default -> Optional.empty();
    };
  }

  private static Phase ending(String substatus) {
    return switch (substatus) {
      case "Won" -> Phase.WON;
      case "Declined" -> Phase.DECLINED;
      case "Expired" -> Phase.EXPIRED;
      case "Error" -> Phase.ERROR;
      default -> Phase.LOST;
    };
  }

  static String status(Phase phase) {
    return switch (phase) {
      case OFFERED -> "New";
      case ACCEPTED -> "Active";
      default -> CLOSED;
    };
  }

  static String substatus(Phase phase) {
    return switch (phase) {
      case OFFERED -> "Pending";
      case ACCEPTED -> "Accepted";
      case WON -> "Won";
      case DECLINED -> "Declined";
      case EXPIRED -> "Expired";
      case ERROR -> "Error";
      case LOST -> "Lost";
    };
  }
}
