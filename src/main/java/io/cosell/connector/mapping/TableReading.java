package io.cosell.connector.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cosell.connector.merge.When;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * All files of the mapping directory read as one table, and everything that is wrong with them as
 * far as it shows without asking the org.
 *
 * <p>A row belongs to one file. Of any other value that two files give, the later file by name
 * wins.
 */
final class TableReading {
  private static final JsonMapper JSON = new JsonMapper();
  private static final TableSchema SCHEMA = new TableSchema();

  static final String FIELDS = "fields";
  static final String LEAD_FIELDS = "lead-fields";

  /** Rows without which no flow can work. */
  private static final List<String> NEEDED = List.of("name", "customerName", "phase");

  /** Kinds of which there is one row, whose name the flows know. */
  private static final List<Kind> NAMED =
      List.of(Kind.PHASE, Kind.CONTACTS, Kind.TEAM, Kind.SOLUTIONS);

  private final TableDirectory.Content content;
  private final List<TableProblem> problems = new ArrayList<>();
  private final List<TableFile> files = new ArrayList<>();
  private final Map<FieldRow, Place> placeOfRow = new IdentityHashMap<>();
  private final Map<String, Place> firstOfName = new HashMap<>();
  private FieldTable table = FieldTable.EMPTY;

  /** A place in a list, which is patched as a whole. */
  private static final Pattern ELEMENT = Pattern.compile("/\\d+(/.*)?$");

  /** Where a row is written. */
  private record Place(TableFile file, String section, String index) {
    List<String> path(String... steps) {
      var path = new ArrayList<>(List.of(section, index));
      path.addAll(List.of(steps));
      return path;
    }
  }

  /**
   * Reads them.
   *
   * @param settings the value of each {@code {{setting}}}, null for an unknown one
   */
  TableReading(TableDirectory.Content content, UnaryOperator<String> settings) {
    this.content = content;
    problems.addAll(content.unreadable());
    content
        .files()
        .forEach(
            (name, text) ->
                TableFile.of(name, text, problems::add).ifPresent(file -> add(file, settings)));
    table.rows().forEach(this::check);
    table.leadRows().forEach(this::checkLead);
    if (problems.isEmpty()) {
      checkWhatFlowsNeed();
    }
  }

  TableDirectory.Content content() {
    return content;
  }

  /** The table, as far as it could be read. */
  FieldTable table() {
    return table;
  }

  /** What is wrong with it; it can be used when nothing is. */
  List<TableProblem> problems() {
    return List.copyOf(problems);
  }

  /**
   * The problem of a row.
   *
   * @param steps the key in the row it is about
   */
  TableProblem problem(FieldRow row, String what, String... steps) {
    var place = placeOfRow.get(row);
    return place.file().problem(place.path(steps), what);
  }

  /** The problem of a value outside the rows, such as one in {@code on-create-account}. */
  TableProblem problem(String section, String key, String what) {
    var path = List.of(section, key);
    return files.stream()
        .filter(file -> file.tree().path(section).has(key))
        .reduce((earlier, later) -> later)
        .map(file -> file.problem(path, section + ", " + key + ": " + what))
        .orElseThrow();
  }

  private void add(TableFile file, UnaryOperator<String> settings) {
    files.add(file);
    var deviations = SCHEMA.problems(file);
    problems.addAll(deviations);
    var tree = file.resolved(settings, problems::add);
    if (deviations.isEmpty()) {
      var part = read(tree);
      place(file, FIELDS, part.rows());
      place(file, LEAD_FIELDS, part.leadRows());
      table = table.and(part);
    }
  }

  private static FieldTable read(JsonNode tree) {
    try {
      return JSON.treeToValue(tree, FieldTable.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the schema lets pass what is no table", e);
    }
  }

  private void place(TableFile file, String section, List<FieldRow> rows) {
    for (int i = 0; i < rows.size(); i++) {
      var row = rows.get(i);
      var place = new Place(file, section, String.valueOf(i));
      placeOfRow.put(row, place);
      var earlier = firstOfName.putIfAbsent(section + "/" + row.name(), place);
      if (earlier != null) {
        var there = earlier.file().name() + ", line " + earlier.file().line(earlier.path("name"));
        problems.add(
            file.problem(place.path("name"), "there is a row of this name already, in " + there));
      }
    }
  }

  private void checkWhatFlowsNeed() {
    for (var name : NEEDED) {
      if (table.rows().stream().noneMatch(row -> row.name().equals(name))) {
        problems.add(
            new TableProblem(
                "", 0, "there is no row " + name + ", which the flows need; is a file missing?"));
      }
    }
  }

  private void check(FieldRow row) {
    for (var kind : NAMED) {
      if ((row.kind() == kind) != row.name().equals(kind.key())) {
        problems.add(
            problem(
                row,
                "kind " + kind.key() + " and the name " + kind.key() + " belong together",
                "kind"));
      }
    }
    checkDefault(row);
    checkPath(row);
  }

  private void checkLead(FieldRow row) {
    if (row.kind().isList() || row.ofAccount()) {
      problems.add(problem(row, "a lead has neither lists nor an account", "kind"));
      return;
    }
    checkDefault(row);
    checkPath(row);
  }

  private void checkDefault(FieldRow row) {
    if (row.defaultText() == null) {
      return;
    }
    if (row.kind().isList() || row.kind() == Kind.PHASE) {
      problems.add(problem(row, "kind " + row.kind().key() + " takes no default", "default"));
      return;
    }
    try {
      boolean neither = row.kind() == Kind.BOOLEAN && !row.defaultText().matches("true|false");
      if (neither || row.defaultValue(LocalDate.EPOCH).isEmpty()) {
        problems.add(
            problem(row, "\"" + row.defaultText() + "\" is none of its values", "default"));
      }
    } catch (UnmappableException e) {
      problems.add(problem(row, e.getMessage(), "default"));
    }
  }

  /** Nothing is checked as long as the table does not say what can be patched. */
  private void checkPath(FieldRow row) {
    boolean patched =
        row.rule().toPartnerCenter() == When.ALWAYS && !row.isOff() && !row.ofInvitation();
    var target = ELEMENT.matcher(row.path().target()).replaceFirst("");
    if (patched && !table.patchable().isEmpty() && !table.patchable().getOrDefault(target, false)) {
      problems.add(
          problem(
              row,
              "Partner Center takes no change of "
                  + target
                  + " after creation; write to-partner-center: create, or if yours does, write"
                  + " \""
                  + target
                  + ": true\" under patchable",
              "partner-center"));
    }
  }
}
