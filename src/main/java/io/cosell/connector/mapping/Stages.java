package io.cosell.connector.mapping;

import io.cosell.connector.merge.Phase;
import io.cosell.connector.remote.ErrorCode;
import io.cosell.connector.salesforce.Org;

/**
 * Which stage stands for which phase.
 *
 * @param active for an accepted deal
 * @param onHold for an offered one
 * @param won for a won one; empty for the org's first stage that is closed and won
 * @param lost for all other closed ones; empty for the org's first stage that is closed and not won
 */
record Stages(String active, String onHold, String won, String lost) {

  String nameOf(Phase phase, Org org) {
    return switch (phase) {
      case OFFERED -> onHold;
      case ACCEPTED -> active;
      case WON -> won.isBlank() ? first(org, true) : won;
      default -> lost.isBlank() ? first(org, false) : lost;
    };
  }

  private static String first(Org org, boolean won) {
    return org.stages().stream()
        .filter(stage -> stage.closed() && stage.won() == won)
        .map(Org.Stage::name)
        .findFirst()
        .orElseThrow(
            () ->
                new UnmappableException(
                    ErrorCode.STAGE_MISSING.of("StageName", won ? "won" : "lost")));
  }
}
