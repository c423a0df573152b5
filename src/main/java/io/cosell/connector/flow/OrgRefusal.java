package io.cosell.connector.flow;

import io.cosell.connector.mapping.UnmappableException;
import io.cosell.connector.remote.ErrorCode;
import io.cosell.connector.remote.RemoteRefusedException;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Refusals that come of how the org is set up. */
final class OrgRefusal {
  private static final String STAGE = "StageName";
  private static final Predicate<String> OF_LISTS =
      Pattern.compile("(Account\\.)?\\w*(Country|State)(Code)?|CurrencyIsoCode").asMatchPredicate();

  private OrgRefusal() {}

  /** True for a value the org may have taken out of its lists since it was described. */
  static boolean isOfLists(RemoteRefusedException refusal) {
    return refusal.fields().stream().anyMatch(OF_LISTS);
  }

  /** The stage of an ending may be missing in a sales process; other refusals are as they are. */
  static RuntimeException explained(RemoteRefusedException refusal) {
    var stage =
        refusal.findings().stream()
            .filter(it -> it.code() == ErrorCode.SALESFORCE_PICKLIST && it.field().equals(STAGE))
            .map(it -> ErrorCode.STAGE_NOT_IN_PROCESS.of(STAGE, it.value(), it.reason()))
            .toList();
    return stage.isEmpty() ? refusal : new UnmappableException(stage);
  }
}
