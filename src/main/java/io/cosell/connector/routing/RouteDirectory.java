package io.cosell.connector.routing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The folder of the route files. Every look reads the files anew; nothing is remembered. */
final class RouteDirectory {
  private final Path path;

  RouteDirectory(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  /**
   * Everything the folder holds now.
   *
   * @param files the readable route files by name
   * @param unreadable what is wrong with the others; a problem with the folder itself names the
   *     folder
   */
  record Content(Map<String, RouteFile> files, List<RouteProblem> unreadable) {
    /** What is wrong with the folder as a whole. */
    Optional<RouteProblem> problemOf(RouteDirectory directory) {
      return unreadable.stream()
          .filter(problem -> problem.file().equals(directory.path.toString()))
          .findFirst();
    }
  }

  Content read() {
    var files = new TreeMap<String, RouteFile>();
    var unreadable = new ArrayList<RouteProblem>();
    try (var entries = Files.list(path)) {
      entries
          .filter(entry -> entry.getFileName().toString().endsWith(RouteFile.SUFFIX))
          .filter(entry -> !entry.getFileName().toString().startsWith("."))
          .sorted()
          .forEach(entry -> read(entry, files, unreadable));
    } catch (IOException | UncheckedIOException e) {
      unreadable.add(
          new RouteProblem(
              path.toString(),
              0,
              "",
              "The folder of the route files cannot be read (" + reason(e) + ").",
              "Create it or mount it, or set cosell.routes.directory."));
    }
    return new Content(files, unreadable);
  }

  private static void read(
      Path entry, Map<String, RouteFile> files, List<RouteProblem> unreadable) {
    var name = entry.getFileName().toString();
    try {
      files.put(name, new RouteFile(name, Files.readString(entry)));
    } catch (CharacterCodingException e) {
      unreadable.add(
          new RouteProblem(name, 0, "", "The file is not UTF-8 text.", "Save it as UTF-8."));
    } catch (IOException e) {
      if (Files.exists(entry)) {
        unreadable.add(
            new RouteProblem(
                name,
                0,
                "",
                "The file cannot be read (" + reason(e) + ").",
                "Allow the connector's user to read it."));
      }
    }
  }

  private static String reason(Exception e) {
    var message = e.getMessage() == null ? "" : ": " + e.getMessage();
    return e.getClass().getSimpleName() + message;
  }
}
