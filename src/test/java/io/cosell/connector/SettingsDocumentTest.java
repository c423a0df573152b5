package io.cosell.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Holds {@code docs/settings.md}, {@code docs/customise.md}, the README's table and the sample
 * {@code application.properties} against the code.
 */
class SettingsDocumentTest {
  private static final Path DOCUMENT = Path.of("docs/settings.md");
  private static final String HOW =
      "write it anew with: mvn test -Dtest=SettingsDocumentTest -Ddocs.update=true";
  private static final Pattern README_ROW =
      Pattern.compile("^\\| `(cosell\\.[a-z0-9.-]+)` \\| (.*?) \\|.*", Pattern.MULTILINE);
  private static final Pattern SAMPLE_LINE =
      Pattern.compile("^#?(cosell\\.[a-z0-9.-]+)=", Pattern.MULTILINE);

  @Test
  void everySettingSaysWhatItDoes() throws IOException {
    var silent = Setting.all().stream().filter(it -> it.description().isEmpty());

    assertThat(silent)
        .extracting(Setting::name)
        .as("settings without a description; add a @param to their record")
        .isEmpty();
  }

  @Test
  void theReferenceListsEverySettingAsItIs() throws IOException {
    var wanted = document(Setting.all());
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(DOCUMENT, wanted);
    }

    assertThat(differences(Files.readString(DOCUMENT), wanted))
        .as("%s differs from the code; %s", DOCUMENT, HOW)
        .isEmpty();
  }

  @Test
  void theReadmeNamesSettingsThatExistWithTheirDefaults() throws IOException {
    var known = byName();
    var wrong = new ArrayList<String>();
    var rows = README_ROW.matcher(Files.readString(Path.of("README.md")));
    int seen = 0;
    while (rows.find()) {
      seen++;
      var setting = known.get(rows.group(1));
      if (setting == null) {
        wrong.add(rows.group(1) + " does not exist");
      } else if (!rows.group(2).equals(shown(setting))) {
        wrong.add(
            "%s has the default %s, not %s"
                .formatted(setting.name(), shown(setting), rows.group(2)));
      }
    }

    assertThat(wrong).as("rows of the settings table in README.md").isEmpty();
    assertThat(seen).as("rows of the settings table in README.md").isPositive();
  }

  @Test
  void theSampleNamesSettingsThatExistAndSetsNone() throws IOException {
    var text = Files.readString(Path.of("application.properties"));
    var names = SAMPLE_LINE.matcher(text).results().map(line -> line.group(1)).toList();

    assertThat(byName().keySet()).as("settings named in application.properties").containsAll(names);
    assertThat(text.lines().filter(line -> !line.isBlank()))
        .as("lines of the sample; it is read by every start in this directory, so all are comments")
        .allMatch(line -> line.startsWith("#"));
  }

  @Test
  void theGuideNamesSettingsThatExist() throws IOException {
    var text = Files.readString(Path.of("docs/customise.md"));
    var names =
        Pattern.compile("(?:`|^)(cosell\\.[a-z0-9.-]+)[`=]", Pattern.MULTILINE)
            .matcher(text)
            .results()
            .map(name -> name.group(1))
            .toList();

    assertThat(byName().keySet()).as("settings named in docs/customise.md").containsAll(names);
    assertThat(names).isNotEmpty();
  }

  private static Map<String, Setting> byName() throws IOException {
    return Setting.all().stream().collect(Collectors.toMap(Setting::name, it -> it));
  }

  /** One sentence per setting that is missing, wrong or not there any more. */
  private static List<String> differences(String present, String wanted) {
    var here = present.lines().toList();
    var there = wanted.lines().toList();
    var found = new ArrayList<String>();
    there.stream().filter(line -> !here.contains(line)).forEach(it -> found.add("missing: " + it));
    here.stream().filter(line -> !there.contains(line)).forEach(it -> found.add("outdated: " + it));
    if (found.isEmpty() && !here.equals(there)) {
      found.add("the order of lines");
    }
    return found;
  }

  private static String document(List<Setting> settings) {
    var groups = new TreeMap<String, List<Setting>>();
    settings.forEach(it -> groups.computeIfAbsent(it.group(), name -> new ArrayList<>()).add(it));
    var text =
        new StringBuilder(
            """
            # Settings

            <!-- Made from the code by SettingsDocumentTest; do not edit.
                 mvn test -Dtest=SettingsDocumentTest -Ddocs.update=true -->

            Every setting may stand in `application.properties` in the directory the connector is started in, come
            from the environment (`cosell.salesforce.client-id` is `COSELL_SALESFORCE_CLIENTID`) or from the
            command line (`--cosell.salesforce.client-id=…`). A duration is written like `30s`, `5m`, `7d` or
            `PT5M`, a size like `64KB`, a list with commas. A change needs a restart.
            """);
    groups.forEach(
        (group, members) -> {
          text.append("\n## `").append(group).append("`\n\n");
          text.append("| Setting | Type | Default | Meaning |\n|---|---|---|---|\n");
          members.forEach(it -> text.append(row(it)));
        });
    return text.toString();
  }

  private static String row(Setting it) {
    return "| `%s` | %s | %s | %s |\n"
        .formatted(it.name(), it.type(), shown(it), it.description().replace("|", "\\|"));
  }

  private static String shown(Setting it) {
    return it.defaultValue().isEmpty() ? "–" : "`" + it.defaultValue() + "`";
  }
}
