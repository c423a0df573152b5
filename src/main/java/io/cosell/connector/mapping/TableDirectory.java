package io.cosell.connector.mapping;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The directory of the mapping table. Every look reads the files anew. */
final class TableDirectory {
  private final Path path;

  TableDirectory(String path) {
    this.path = Path.of(path);
  }

  /**
   * What the directory holds now.
   *
   * @param files text by file name
   * @param unreadable what could not be read
   */
  record Content(SortedMap<String, String> files, List<TableProblem> unreadable) {}

  Content read() {
    var files = new TreeMap<String, String>();
    var unreadable = new ArrayList<TableProblem>();
    try (var entries = Files.list(path)) {
      for (var file : entries.sorted().toList()) {
        var name = file.getFileName().toString();
        if (name.endsWith(".yaml") && !name.startsWith(".")) {
          read(name, file, files, unreadable);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      unreadable.add(
          new TableProblem(
              "",
              0,
              "the directory " + path.toAbsolutePath() + " cannot be read, or is not there"));
    }
    return new Content(files, unreadable);
  }

  private static void read(
      String name, Path file, SortedMap<String, String> files, List<TableProblem> unreadable) {
    try {
      files.put(name, Files.readString(file));
    } catch (CharacterCodingException e) {
      unreadable.add(new TableProblem(name, 0, "it is not UTF-8 text; save it as UTF-8"));
    } catch (IOException e) {
      unreadable.add(
          new TableProblem(name, 0, "it cannot be read; allow the connector's user to read it"));
    }
  }
}
