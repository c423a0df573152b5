package io.cosell.connector.inbox;

/**
 * Why an entry is not done.
 *
 * @param code what kind of trouble it is, by the catalogue of whoever worked on it; empty for none
 * @param cause what happened
 * @param remedy what a person can do about it, empty if nothing
 */
public record Trouble(String code, String cause, String remedy) {
  static final Trouble NONE = new Trouble("", "", "");
}
