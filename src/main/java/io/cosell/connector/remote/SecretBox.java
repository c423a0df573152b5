package io.cosell.connector.remote;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.crypto.encrypt.Encryptors;
import org.springframework.security.crypto.keygen.KeyGenerators;
import org.springframework.stereotype.Component;

/**
 * Seals texts, such as the token cache, before they go to the database (AES-256-GCM, a new salt and
 * nonce for each).
 *
 * <p>The key is {@code cosell.encryption-key}; without it one is made at first use and kept in a
 * file beside the database that only its owner can read.
 */
@Component
public class SecretBox {
  private static final Logger log = LoggerFactory.getLogger(SecretBox.class);
  private static final int SALT_CHARACTERS = 16;

  private final EncryptionProperties settings;
  private String key;

  SecretBox(EncryptionProperties settings) {
    this.settings = settings;
  }

  /** The text, unreadable without the key; plain ASCII. */
  public String seal(String text) {
    var salt = KeyGenerators.string().generateKey();
    var bytes = Encryptors.stronger(key(), salt).encrypt(text.getBytes(StandardCharsets.UTF_8));
    return salt + Base64.getEncoder().encodeToString(bytes);
  }

  /** What was sealed, or empty when it was sealed with another key or is damaged. */
  public Optional<String> open(String sealed) {
    try {
      var salt = sealed.substring(0, SALT_CHARACTERS);
      var bytes = Base64.getDecoder().decode(sealed.substring(SALT_CHARACTERS));
      return Optional.of(
          new String(Encryptors.stronger(key(), salt).decrypt(bytes), StandardCharsets.UTF_8));
    } catch (IllegalStateException | IllegalArgumentException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  /** Why nothing can be sealed, if nothing can: the key file cannot be made or read. */
  public Optional<Problem> check() {
    try {
      key();
      return Optional.empty();
    } catch (UncheckedIOException e) {
      return Optional.of(
          new Problem(
              "cosell.encryption-key-file",
              settings.encryptionKeyFile(),
              "cannot be made or read; make its directory writable or set"
                  + " cosell.encryption-key"));
    }
  }

  private synchronized String key() {
    if (key == null) {
      key = settings.encryptionKey().isBlank() ? keyFromFile() : settings.encryptionKey();
    }
    return key;
  }

  private String keyFromFile() {
    var file = Path.of(settings.encryptionKeyFile()).toAbsolutePath().normalize();
    try {
      if (!Files.exists(file)) {
        create(file);
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The encryption key cannot be kept in "
              + settings.encryptionKeyFile()
              + "; make its directory writable or set cosell.encryption-key",
          e);
    }
  }

  private void create(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    var random = Base64.getEncoder().encodeToString(KeyGenerators.secureRandom(32).generateKey());
    // temporary files are readable by their owner only, and the move makes the key appear whole
    var draft = Files.createTempFile(file.getParent(), "encryption", ".tmp");
    try {
      Files.writeString(draft, random);
      Files.move(draft, file);
      log.info("Made a new encryption key in {}; keep it with the database", file.getFileName());
    } catch (FileAlreadyExistsException e) {
      log.debug("Another process made the encryption key first");
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
