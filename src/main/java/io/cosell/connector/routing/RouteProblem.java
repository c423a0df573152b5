package io.cosell.connector.routing;

/**
 * Why a route file cannot be used.
 *
 * @param file name of the file, without folder
 * @param line line in the file, 0 if not known
 * @param route id of the route, empty if not known
 * @param what what is wrong, one sentence
 * @param remedy what the administrator can do about it, one sentence
 */
public record RouteProblem(String file, int line, String route, String what, String remedy) {

  RouteProblem onRoute(String id) {
    return new RouteProblem(file, line, id, what, remedy);
  }

  /** The same problem as the fault of another file, which is needed as it was. */
  RouteProblem causedBy(String otherFile) {
    var victim = file.isEmpty() ? "the routes" : file;
    return new RouteProblem(
        otherFile, 0, route, "With this change " + victim + " cannot run: " + what, remedy);
  }

  /** Place, cause and remedy in one line, as log and health show it. */
  @Override
  public String toString() {
    var place = line > 0 ? file + ", line " + line : file;
    var named = route.isEmpty() ? place : place + ", route " + route;
    return named + ": " + what + " " + remedy;
  }
}
