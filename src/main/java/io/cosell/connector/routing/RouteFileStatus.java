package io.cosell.connector.routing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How one route file stands.
 *
 * @param file name of the file, without folder
 * @param routes ids of the routes of this file that are in force, in their last good version
 * @param appliedAt since when this version is in force; empty if none ever was
 * @param refusedSince since when the file differs from what is in force; empty if it does not
 * @param problems why the present text was refused; empty if it is in force
 */
public record RouteFileStatus(
    String file,
    Set<String> routes,
    Optional<Instant> appliedAt,
    Optional<Instant> refusedSince,
    List<RouteProblem> problems) {

  /** Whether some version of the file is in force. */
  public boolean inForce() {
    return appliedAt.isPresent();
  }

  /** Whether what is on disk is not what is in force. */
  public boolean refused() {
    return refusedSince.isPresent();
  }
}
