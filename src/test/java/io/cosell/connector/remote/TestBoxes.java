package io.cosell.connector.remote;

/** Opens the constructor of {@link SecretBox} to tests of other packages. */
public final class TestBoxes {
  private TestBoxes() {}

  /** A box with this key. */
  public static SecretBox with(EncryptionProperties settings) {
    return new SecretBox(settings);
  }
}
