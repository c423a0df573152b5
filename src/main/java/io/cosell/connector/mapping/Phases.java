package io.cosell.connector.mapping;

import io.cosell.connector.merge.Phase;

/** Phase and status with substatus (Referrals API, status machine). */
final class Phases {
  private Phases() {}

  /** The phase of a referral. */
  static Phase of(String status, String substatus) {
    return switch (status) {
      case "Active" -> Phase.ACCEPTED;
      case "Closed" ->
          switch (substatus) {
            case "Won" -> Phase.WON;
            case "Declined" -> Phase.DECLINED;
            case "Expired" -> Phase.EXPIRED;
            case "Error" -> Phase.ERROR;
            default -> Phase.LOST;
          };
      default -> Phase.OFFERED;
    };
  }

  static String status(Phase phase) {
    return switch (phase) {
      case OFFERED -> "New";
      case ACCEPTED -> "Active";
      default -> "Closed";
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
