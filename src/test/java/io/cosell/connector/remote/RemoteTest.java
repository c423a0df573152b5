package io.cosell.connector.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-10-21T07:28:00Z"), ZoneOffset.UTC);

  @ParameterizedTest
  @CsvSource({
    "57, PT57S",
    "' 0 ', PT0S",
    "-5, PT0S",
    "999999999, PT24H",
    "'Wed, 21 Oct 2026 07:29:30 GMT', PT1M30S",
    "'Wed, 21 Oct 2026 07:00:00 GMT', PT0S",
  })
  void readsRetryAfterInSecondsAndAsADate(String value, Duration expected) {
    assertThat(RetryAfter.parse(value, CLOCK)).hasValue(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "1.5"})
  void ignoresARetryAfterItCannotRead(String value) {
    assertThat(RetryAfter.parse(value, CLOCK)).isEmpty();
    assertThat(RetryAfter.parse(null, CLOCK)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.partner.microsoft.com",
        "https://gateway.example/partner/",
        "http://127.0.0.1:8080",
        "http://localhost:8080",
        "http://[::1]:8080",
      })
  void acceptsHttpsAndPlainLoopback(String address) {
    assertThat(RemoteAddress.check("a.setting", address)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "http://api.partner.example, plain http",
    "http://127.0.0.1.evil.example, plain http",
    "http://localhost.evil.example, plain http",
    "https:///path, not an https address",
    "https://host#x, no user",
    "api.partner.example, not an https address",
  })
  void refusesOtherAddressesWithTheReason(String address, String reason) {
    assertThat(RemoteAddress.check("a.setting", address))
        .hasValueSatisfying(problem -> assertThat(problem.remedy()).contains(reason));
  }

  @Test
  void hidesAPasswordInAnAddress() {
    assertThat(RemoteAddress.check("a.setting", "https://user:hunter2@host"))
        .hasValueSatisfying(problem -> assertThat(problem.toString()).doesNotContain("hunter2"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Authorization: Bearer abcdefgh12345678              | Authorization: Bearer ***",
        "{\"refresh_token\":\"0.AXabc\",\"n\":1}             | {\"refresh_token\":\"***\",\"n\":1}",
        "grant_type=x&client_secret=s3cr3t&scope=a           | grant_type=x&client_secret=***&scope=a",
        "token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOjF9.c2ln ended  | token *** ended",
        "session 00D000000000001!AQcAQH0dMHZfz972Szmpkb58    | session ***",
        "Customer chose another vendor                       | Customer chose another vendor",
      })
  void masksWhatLooksLikeASecret(String text, String shown) {
    assertThat(Masking.mask(text)).isEqualTo(shown);
  }

  @Test
  void keepsForeignTextsOnOneBoundedLine() {
    assertThat(Masking.mask("one\r\n2026 ERROR forged")).isEqualTo("one 2026 ERROR forged");
    assertThat(Masking.mask("x".repeat(5000))).hasSize(1025);
    assertThat(Masking.mask(null)).isEmpty();
  }

  @Test
  void opensWhatItSealedAndNothingElse() {
    var box = new SecretBox(new EncryptionProperties("a key", "unused"));
    var other = new SecretBox(new EncryptionProperties("another key", "unused"));

    var sealed = box.seal("the token cache");

    assertThat(sealed).doesNotContain("token").isNotEqualTo(box.seal("the token cache"));
    assertThat(box.open(sealed)).hasValue("the token cache");
    assertThat(other.open(sealed)).isEmpty();
    assertThat(box.open("damaged")).isEmpty();
    assertThat(box.open(sealed.substring(0, sealed.length() - 4))).isEmpty();
  }

  @Test
  void makesAKeyOnceThatOnlyItsOwnerCanRead(@TempDir Path folder) throws IOException {
    var file = folder.resolve("data/encryption.key");
    var settings = new EncryptionProperties("", file.toString());

    var sealed = new SecretBox(settings).seal("text");

    assertThat(new SecretBox(settings).open(sealed)).hasValue("text");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(folder.resolve("data")).isDirectoryContaining(path -> path.equals(file));
    assertThat(Files.list(folder.resolve("data"))).hasSize(1);
  }

  @Test
  void forgetsTheOldestCallsOfAThreadThatNeverAsks() {
    var recorder = new CallRecorder();
    for (int i = 0; i < 1_500; i++) {
      recorder.record(new CallRecord("partner-center", "GET /" + i, 200, "", 1));
    }

    var calls = recorder.drain();

    assertThat(calls).hasSize(1_000).last().extracting(CallRecord::what).isEqualTo("GET /1499");
    assertThat(recorder.drain()).isEmpty();
  }
}
