package io.cosell.sandbox.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table of figures. */
final class Report {
  private record Row(String figure, String value, String beside) {
    boolean isFigure() {
      return value != null;
    }
  }

  private final List<Row> rows = new ArrayList<>();

  /** A line over the figures that follow, with the load of the machine. */
  void section(String title) {
    rows.add(new Row("", "", ""));
    rows.add(
        new Row(
            title.toUpperCase(Locale.ROOT) + "   (load of the machine " + load() + ")",
            null,
            null));
  }

  /** One figure, and its floor or target. */
  void add(String figure, String value, String beside) {
    rows.add(new Row(figure, value, beside));
    System.err.println(
        "  " + figure + ": " + value + (beside.isEmpty() ? "" : "  [" + beside + "]"));
  }

  static void progress(String text) {
    System.err.println(text);
  }

  /** The load averages of 1, 5 and 15 minutes, if the system tells. */
  static String load() {
    try {
      var parts = Files.readString(Path.of("/proc/loadavg")).split(" ");
      return String.join(" ", parts[0], parts[1], parts[2]);
    } catch (IOException e) {
      return "unknown";
    }
  }

  @Override
  public String toString() {
    var figures = rows.stream().filter(Row::isFigure).toList();
    int first = figures.stream().mapToInt(it -> it.figure().length()).max().orElse(1);
    int second =
        figures.stream()
            .mapToInt(it -> it.beside().isEmpty() ? 0 : it.value().length())
            .max()
            .orElse(1);
    var text = new StringBuilder();
    for (var row : rows) {
      if (!row.isFigure()) {
        text.append(row.figure()).append('\n');
        continue;
      }
      var line =
          String.format(
              "%-" + first + "s  %-" + second + "s  %s", row.figure(), row.value(), row.beside());
      text.append(line.stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
