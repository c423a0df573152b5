package io.cosell.connector.flow;

import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.mapping.UnmappableException;
import io.cosell.connector.merge.Phase;
import io.cosell.connector.remote.RemoteRefusedException;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What follows from a write Salesforce refuses because of how the org is set up. */
@Component
class OrgRefusal {
  private static final String PHASE = "phase";
  private static final String STAGE = "StageName";

  private final Mapping mapping;

  OrgRefusal(Mapping mapping) {
    this.mapping = mapping;
  }

  /** True when the deal can do without what is refused: the state of a new account. */
  boolean isBearable(Deal deal, RemoteRefusedException refusal) {
    if (deal.opportunity().isPresent() || deal.accountId().isPresent()) {
      return false;
    }
    var state =
        refusal.fields().stream()
            .filter(field -> field.matches("\\w*State(Code)?"))
            .flatMap(field -> mapping.ofAccount(field).stream())
            .filter(field -> !deal.leftOut().contains(field))
            .findFirst();
    state.ifPresent(
        field -> {
          deal.leftOut().add(field);
          deal.note("the account has no state: Salesforce refuses the one of Partner Center");
        });
    return state.isPresent();
  }

  /** A refused stage with what to do about it; other refusals as they are. */
  RuntimeException explained(Deal deal, RemoteRefusedException refusal) {
    var phase = Optional.ofNullable(deal.result().orElseThrow().toSalesforce().get(PHASE));
    if (phase.isEmpty() || !refusal.fields().contains(STAGE)) {
      return refusal;
    }
    var setting =
        switch (Phase.of(phase.get().toString())) {
          case OFFERED -> "on-hold-stage";
          case ACCEPTED -> "active-stage";
          case WON -> "won-stage";
          default -> "lost-stage";
        };
    return new UnmappableException(
        List.of(STAGE),
        "%s. Add the stage to the sales process of the opportunity's record type, or name one it has in cosell.opportunity.%s"
            .formatted(refusal.getMessage(), setting));
  }
}
