package io.cosell.connector.inbox;

/**
 * A hint that one record may have changed.
 *
 * @param subject the record to look at, kind and id, such as {@code referral/6f0e2b1c-…} or {@code
 *     opportunity/006…}
 * @param route the id of the route that looks
 * @param detail where the hint came from, for people; at most 500 characters, longer ones are cut
 */
public record Event(String subject, String route, String detail) {
  private static final int LONGEST_DETAIL = 500;

  /** Checks that the subject is there and cuts the detail. */
  public Event {
    if (subject.isBlank() || route.isBlank()) {
      throw new IllegalArgumentException("an event needs a subject and a route");
    }
    if (detail.length() > LONGEST_DETAIL) {
      boolean inPair = Character.isHighSurrogate(detail.charAt(LONGEST_DETAIL - 1));
      detail = detail.substring(0, inPair ? LONGEST_DETAIL - 1 : LONGEST_DETAIL);
    }
  }
}
