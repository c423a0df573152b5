package io.cosell.connector.routing;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the routes of the running connector as the route files say, as far as the files are good.
 *
 * <p>Every edit is checked and tried out in a scratch context first. Only then do the new routes
 * take over, each after the work in flight of the old one. A file that is refused leaves its last
 * good routes running; what is wrong with it is logged once and stays visible in {@link #status()}.
 * Edits of several files count as one: what is good together takes over together.
 */
public class RouteFiles implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RouteFiles.class);

  private final CamelContext camel;
  private final RoutesProperties settings;
  private final Clock clock;
  private final RouteDirectory directory;
  private final RouteText texts = new RouteText();
  private final DryRun dryRun;
  private final LiveRoutes live;
  private final RouteWatch watch;
  private final Map<String, RouteFileStatus> files = new TreeMap<>();
  private volatile List<RouteFileStatus> status = List.of();
  private volatile Map<String, String> textsInForce = Map.of();
  private volatile Optional<RouteProblem> folderProblem = Optional.empty();
  private volatile Instant retryAt = Instant.MAX;

  /**
   * @param camel the live context; its Java routes must be there before {@link #start()}
   * @param settings where the files are and how edits are taken up
   * @param clock tells when a file was applied or refused
   */
  public RouteFiles(CamelContext camel, RoutesProperties settings, Clock clock) {
    this.camel = camel;
    this.settings = settings;
    this.clock = clock;
    this.directory = new RouteDirectory(Path.of(settings.directory()));
    this.dryRun = new DryRun(camel);
    this.live = new LiveRoutes(camel, settings.drainTimeout());
    this.watch = new RouteWatch(directory, settings, this::retryIsDue, this::take);
  }

  /**
   * Loads all good files and, if so set, watches them from now on. Never throws because of a file.
   */
  public void start() {
    var begun = System.nanoTime();
    var content = directory.read();
    take(content, true);
    log.info(
        "{} of {} route files are in force after {} ms",
        live.files().size(),
        content.files().size() + content.unreadable().size(),
        (System.nanoTime() - begun) / 1_000_000);
    if (settings.reload()) {
      watch.start(content);
    }
  }

  /** Stops watching; the routes stay. */
  @Override
  public void close() {
    watch.close();
  }

  /** How each file stands, by name: those on disk and those whose routes still run. */
  public List<RouteFileStatus> status() {
    return status;
  }

  /**
   * The last good text of a file, which is in force; empty if there is none.
   *
   * @param file name of the file, without folder
   */
  public Optional<String> textInForce(String file) {
    return Optional.ofNullable(textsInForce.get(file));
  }

  /** Why the folder cannot be read, if so; the routes it held last keep running. */
  public Optional<RouteProblem> folderProblem() {
    return folderProblem;
  }

  /** The required routes that no file has brought. */
  public List<String> missingRoutes() {
    return settings.required().stream().filter(id -> camel.getRoute(id) == null).toList();
  }

  private boolean retryIsDue() {
    return !clock.instant().isBefore(retryAt);
  }

  private void take(RouteDirectory.Content content) {
    take(content, false);
  }

  private synchronized void take(RouteDirectory.Content content, boolean atStart) {
    if (!camel.isStarted()) {
      return;
    }
    retryAt = Instant.MAX;
    var folder = content.problemOf(directory);
    if (folder.isPresent()) {
      reportFolder(folder.get());
      return;
    }
    folderProblem = Optional.empty();
    var edit = new Edit(content);
    if (atStart) {
      edit.checkShapes();
    } else {
      edit.checkTexts();
    }
    edit.applyWhatIsGood();
    report(edit, atStart);
  }

  private void reportFolder(RouteProblem problem) {
    if (!folderProblem.equals(Optional.of(problem))) {
      log.error("{} The routes read last keep running.", problem);
    }
    folderProblem = Optional.of(problem);
  }

  /** One look at the folder: which files differ from what is in force, and what comes of them. */
  private final class Edit {
    private final Map<String, RouteFile> inForce = live.files();
    private final Map<String, Set<String>> inputsBefore = live.consumers();
    private final JavaRoutes java = live.others();
    private final Map<String, Optional<RouteFile>> changes = new TreeMap<>();
    private final Map<String, List<RouteProblem>> refused = new TreeMap<>();
    private final Set<String> shared = new TreeSet<>();
    private final Set<String> present = new TreeSet<>();

    Edit(RouteDirectory.Content content) {
      present.addAll(content.files().keySet());
      for (var problem : content.unreadable()) {
        present.add(problem.file());
        refused.put(problem.file(), List.of(problem));
      }
      for (var file : content.files().values()) {
        if (!file.equals(inForce.get(file.name()))) {
          changes.put(file.name(), Optional.of(file));
        }
      }
      for (var name : inForce.keySet()) {
        if (!present.contains(name)) {
          changes.put(name, Optional.empty());
        }
      }
    }

    /** At start Camel alone reads the texts; a tree and the schema would take half a second. */
    void checkShapes() {
      for (var file : List.copyOf(changes.values())) {
        file.flatMap(RouteText::unusableShape).ifPresent(problem -> refuse(List.of(problem)));
      }
    }

    void checkTexts() {
      for (var name : List.copyOf(changes.keySet())) {
        var old = Optional.ofNullable(inForce.get(name)).map(texts::parse);
        if (old.isPresent() && RouteText.isShared(old.get().tree())) {
          shared.add(name);
        }
        changes.get(name).ifPresent(this::checkText);
      }
    }

    private void checkText(RouteFile file) {
      var parsed = texts.parse(file);
      var problem = parsed.problem();
      if (problem.isEmpty() && settings.schemaCheck()) {
        problem = texts.deviation(file, parsed.tree());
      }
      if (problem.isPresent()) {
        refuse(List.of(problem.get()));
      } else if (RouteText.isShared(parsed.tree())) {
        shared.add(file.name());
      }
    }

    void applyWhatIsGood() {
      while (!changes.isEmpty()) {
        var problems = tryAll();
        if (problems.isEmpty()) {
          return;
        }
        refuse(problems);
      }
    }

    private List<RouteProblem> tryAll() {
      var wanted = new TreeMap<>(inForce);
      changes.forEach(
          (name, file) -> {
            wanted.remove(name);
            file.ifPresent(it -> wanted.put(name, it));
          });
      var result = dryRun.of(wanted.values(), java);
      if (!result.problems().isEmpty()) {
        return result.problems();
      }
      var wiring = new Wiring(result.consumers(), result.calls(), java);
      var unheard = wiring.callsToNobody(changes.keySet(), inputsBefore);
      return unheard.isEmpty() ? swap(wanted, result) : unheard;
    }

    private List<RouteProblem> swap(Map<String, RouteFile> wanted, DryRun.Result result) {
      var names = new TreeSet<>(changes.keySet());
      if (changes.keySet().stream().anyMatch(shared::contains)) {
        names.addAll(wanted.keySet());
      }
      var order = new CallOrder(inputsBefore, live.calls()).callersFirst(names);
      var replacements = new LinkedHashMap<String, Optional<RouteFile>>();
      order.forEach(name -> replacements.put(name, Optional.ofNullable(wanted.get(name))));
      try {
        live.replace(replacements, result.consumers());
        return List.of();
      } catch (LiveRoutes.SwapFailed e) {
        if (e.busy() || !inForce.containsKey(e.problem().file())) {
          retryAt = clock.instant().plus(settings.retryInterval());
        }
        log.debug("The new routes could not take over", e);
        return List.of(e.problem());
      }
    }

    /** Gives each problem to the changed file that caused it; that file stays as it was. */
    private void refuse(List<RouteProblem> problems) {
      var open = Map.copyOf(changes);
      for (var problem : problems) {
        for (var name : culprits(problem.file(), open)) {
          refused
              .computeIfAbsent(name, it -> new ArrayList<>())
              .add(name.equals(problem.file()) ? problem : problem.causedBy(name));
          changes.remove(name);
        }
      }
    }

    private Set<String> culprits(String file, Map<String, Optional<RouteFile>> open) {
      if (open.containsKey(file)) {
        return Set.of(file);
      }
      var farReaching = new TreeSet<>(open.keySet());
      farReaching.removeIf(name -> !shared.contains(name) && open.get(name).isPresent());
      return farReaching.isEmpty() ? open.keySet() : farReaching;
    }
  }

  private void report(Edit edit, boolean atStart) {
    var now = clock.instant();
    var running = live.files();
    var names = new TreeSet<>(edit.present);
    names.addAll(running.keySet());
    names.addAll(edit.refused.keySet());
    files.keySet().retainAll(names);
    for (var file : edit.changes.keySet()) {
      if (!running.containsKey(file)) {
        log.info("{} was deleted; its routes are stopped and removed", file);
      }
    }
    for (var name : names) {
      var before = files.get(name);
      var problems = edit.refused.getOrDefault(name, List.of());
      var applied = edit.changes.containsKey(name);
      var routes = new TreeSet<>(live.routeIdsOf(name));
      var appliedAt =
          applied
              ? Optional.of(now)
              : Optional.ofNullable(before).flatMap(RouteFileStatus::appliedAt);
      var refusedSince =
          problems.isEmpty()
              ? Optional.<Instant>empty()
              : Optional.of(
                  Optional.ofNullable(before).flatMap(RouteFileStatus::refusedSince).orElse(now));
      files.put(name, new RouteFileStatus(name, routes, appliedAt, refusedSince, problems));
      if (applied && !atStart) {
        log.info("{} is in force: routes {}", name, routes);
      }
      if (!problems.isEmpty() && (before == null || !problems.equals(before.problems()))) {
        logRefusal(appliedAt, problems);
      }
      if (problems.isEmpty() && !applied && before != null && before.refused()) {
        log.info("{} is again as the version in force since {}", name, appliedAt.orElse(now));
      }
    }
    status = List.copyOf(files.values());
    textsInForce =
        running.values().stream().collect(Collectors.toMap(RouteFile::name, RouteFile::text));
  }

  private static void logRefusal(Optional<Instant> appliedAt, List<RouteProblem> problems) {
    var consequence =
        appliedAt
            .map(since -> "Its last good version, in force since " + since + ", keeps running.")
            .orElse("None of its routes runs until this is corrected.");
    for (var problem : problems) {
      log.error("Refused: {} {}", problem, consequence);
    }
  }
}
