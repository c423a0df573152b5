package io.cosell.connector.remote;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The key for what the connector keeps secret in its database.
 *
 * @param encryptionKey any text, best 32 random bytes in base64; the same for all replicas. Empty:
 *     a key is made once and kept in the key file
 * @param encryptionKeyFile where that key is kept, readable by its owner only
 */
@ConfigurationProperties("cosell")
public record EncryptionProperties(
    @DefaultValue("") String encryptionKey,
    @DefaultValue("./data/encryption.key") String encryptionKeyFile) {

  @Override
  public String toString() {
    return "EncryptionProperties[encryptionKeyFile=" + encryptionKeyFile + "]";
  }
}
