package io.cosell.connector.merge;

/**
 * Where a value should go and why.
 *
 * @param to null when it cannot travel
 * @param value null to remove an element
 * @param reason which rule decided
 * @param againstSeller true when what the seller did is undone or comes to nothing
 */
record Ruling<T>(Side to, T value, String reason, boolean againstSeller) {

  /** A ruling that does what whoever made the change meant. */
  Ruling(Side to, T value, String reason) {
    this(to, value, reason, false);
  }
}
