package io.cosell.connector.remote;

/**
 * Something an administrator has to put right before the connector may work.
 *
 * @param setting the property or the thing in the cloud it is about, such as {@code
 *     cosell.opportunity.on-hold-stage}
 * @param value what it is now; never a secret
 * @param remedy one sentence: what is wrong and what to do
 */
public record Problem(String setting, String value, String remedy) {

  @Override
  public String toString() {
    return setting + "=" + value + ": " + remedy;
  }
}
