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
      case OFFERED -> meant(onHold, org);
      case ACCEPTED -> meant(active, org);
      case WON -> won.isBlank() ? first(org, true) : meant(won, org);
      default -> lost.isBlank() ? first(org, false) : meant(lost, org);
    };
  }

  /** The API name of the stage a setting means by its name or its label. */
  static String meant(String setting, Org org) {
    return org.stageMeant(setting).map(Org.Stage::name).orElse(setting);
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
