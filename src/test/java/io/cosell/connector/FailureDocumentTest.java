package io.cosell.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.connector.remote.ErrorCode;
import io.cosell.connector.remote.ErrorCode.Next;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/failures.md} against the error catalogue and the settings. */
class FailureDocumentTest {
  private static final Path DOCUMENT = Path.of("docs/failures.md");
  private static final Pattern CODE = Pattern.compile("`(E\\d{3})`");
  private static final Pattern SETTING =
      Pattern.compile("`(cosell\\.[a-z0-9.-]+)`(?: \\(`([^`]+)`\\))?");

  @Test
  void theTableHasARowForAllThatMayComeNext() throws IOException {
    assertThat(rows().keySet())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Next.values()).map(Next::title).toList());
  }

  @Test
  void everyCodeStandsInTheRowOfWhatComesNext() throws IOException {
    var next =
        Arrays.stream(ErrorCode.values())
            .collect(Collectors.toMap(ErrorCode::id, code -> code.next().title()));

    rows()
        .forEach(
            (title, row) ->
                assertThat(CODE.matcher(row).results().map(it -> it.group(1)).toList())
                    .as("codes in the row \"%s\"", title)
                    .isNotEmpty()
                    .allSatisfy(code -> assertThat(next).containsEntry(code, title)));
  }

  @Test
  void everySettingExistsWithTheDefaultThatIsNamed() throws IOException {
    var defaults =
        Setting.all().stream().collect(Collectors.toMap(Setting::name, Setting::defaultValue));
    var named = SETTING.matcher(Files.readString(DOCUMENT)).results().toList();

    assertThat(named)
        .isNotEmpty()
        .allSatisfy(
            it -> {
              assertThat(defaults).containsKey(it.group(1));
              if (it.group(2) != null) {
                assertThat(it.group(2)).as(it.group(1)).isEqualTo(defaults.get(it.group(1)));
              }
            });
  }

  /** The rows of the first table by their first column. */
  private static Map<String, String> rows() throws IOException {
    var table = Files.readString(DOCUMENT).split("\\| The connector \\|", 2)[1].split("\n\n", 2)[0];
    var rows = new TreeMap<String, String>();
    table
        .lines()
        .skip(2)
        .forEach(row -> rows.put(row.split("\\|", 3)[1].strip(), row.split("\\|", 4)[2]));
    return rows;
  }
}
