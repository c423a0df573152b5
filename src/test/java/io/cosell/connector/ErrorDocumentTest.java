package io.cosell.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.connector.remote.ErrorCode;
import io.cosell.connector.remote.ErrorCode.Group;
import io.cosell.connector.remote.ErrorCode.Next;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/errors.md} and the README against the error catalogue. */
class ErrorDocumentTest {
  private static final Path DOCUMENT = Path.of("docs/errors.md");
  private static final String HOW =
      "write it anew with: mvn test -Dtest=ErrorDocumentTest -Ddocs.update=true";
  private static final Pattern SETTING = Pattern.compile("`(cosell\\.[a-z0-9.-]+)`");

  @Test
  void theCatalogueIsDocumentedAsItIs() throws IOException {
    var wanted = document();
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(DOCUMENT, wanted);
    }

    assertThat(Files.readString(DOCUMENT))
        .as("%s differs from the code; %s", DOCUMENT, HOW)
        .isEqualTo(wanted);
  }

  @Test
  void noCodeIsGivenTwice() {
    assertThat(ErrorCode.values()).extracting(ErrorCode::id).doesNotHaveDuplicates();
  }

  @Test
  void everyCodeStandsInItsGroupInOrder() {
    assertThat(ErrorCode.values()).extracting(ErrorCode::id).isSorted();
    assertThat(ErrorCode.values()).extracting(ErrorCode::group).isSorted();
  }

  @Test
  void everyCodeSaysEverything() {
    assertThat(ErrorCode.values())
        .allSatisfy(
            code -> {
              assertThat(code.title()).matches("[a-zA-Z].*[^.]");
              assertThat(code.meaning()).isNotBlank();
              assertThat(code.remedy(List.of("Amount"))).endsWith(".").doesNotContain("{", "}");
            });
  }

  @Test
  void everyCodeIsUsed() throws IOException {
    var code = new StringBuilder();
    try (var files = Files.walk(Path.of("src/main/java"))) {
      for (var file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
        if (!file.endsWith("ErrorCode.java")) {
          code.append(Files.readString(file));
        }
      }
    }

    assertThat(ErrorCode.values())
        .allSatisfy(
            it -> assertThat(code).containsPattern("ErrorCode\\s*\\.\\s*" + it.name() + "\\b"));
  }

  @Test
  void namesOnlySettingsThatExist() throws IOException {
    var settings = Setting.all().stream().map(Setting::name).toList();
    var named = SETTING.matcher(document()).results().map(it -> it.group(1)).toList();

    assertThat(settings).containsAll(named);
  }

  @Test
  void theReadmeLeadsThere() throws IOException {
    var chapter = Files.readString(Path.of("README.md")).split("## When things go wrong", 2)[1];

    assertThat(chapter.split("\n## ", 2)[0]).contains("(docs/errors.md)");
  }

  private static String document() {
    var text =
        new StringBuilder(
            """
            # Errors

            <!-- Made from the code by ErrorDocumentTest; do not edit.
                 mvn test -Dtest=ErrorDocumentTest -Ddocs.update=true -->

            What keeps a deal from being brought over has a code, which stays the same over versions. The seller reads it in the
            Audit field of the opportunity:

            ```
            %s
            ```

            The administrator finds it, with the call and its request id, as `code`, `cause` and `remedy` in
            `GET /api/inbox?state=dead` and `?state=waiting`, as `code`, `fields` and `remedy` in the detail of `GET /api/audit?…`, and
            in the log. A deal with several mistakes has all of them in one message, each with its code. Values are shown up to
            80 characters, secrets never.

            | The connector | |
            |---|---|
            """
                .formatted(example()));
    for (var next : Next.values()) {
      text.append("| %s | %s |\n".formatted(next.title(), next.sentence()));
    }
    for (var group : Group.values()) {
      text.append("\n## ").append(group.title()).append("\n\n");
      text.append("| Code | What is wrong | More | The connector | You | Who |\n");
      text.append("|---|---|---|---|---|---|\n");
      codesOf(group).forEach(code -> text.append(row(code)));
    }
    return text.toString();
  }

  private static String example() {
    var field = "Account.BillingCountry";
    return "2026-11-22 16:01 - CRM to Partner Center Referral sync failed: %s. %s"
        .formatted(
            ErrorCode.COUNTRY_WRONG.of(field, "Germany"),
            ErrorCode.COUNTRY_WRONG.remedy(List.of(field)));
  }

  private static List<ErrorCode> codesOf(Group group) {
    var codes = new ArrayList<ErrorCode>();
    Arrays.stream(ErrorCode.values()).filter(code -> code.group() == group).forEach(codes::add);
    return codes;
  }

  private static String row(ErrorCode code) {
    return "| `%s` | %s | %s | %s | %s | %s |\n"
        .formatted(
            code.id(),
            capitalised(code.title()),
            code.meaning(),
            code.next().title(),
            code.remedy(List.of()),
            code.reader().name().toLowerCase(Locale.ROOT));
  }

  private static String capitalised(String clause) {
    return clause.substring(0, 1).toUpperCase(Locale.ROOT) + clause.substring(1) + ".";
  }
}
