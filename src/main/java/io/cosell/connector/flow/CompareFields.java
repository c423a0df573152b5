package io.cosell.connector.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.merge.DealState;
import io.cosell.connector.merge.FieldDecision;
import io.cosell.connector.merge.FieldRule;
import io.cosell.connector.merge.FieldValue;
import io.cosell.connector.merge.Gate;
import io.cosell.connector.merge.Merge;
import io.cosell.connector.merge.MergeInput;
import io.cosell.connector.merge.MergeResult;
import io.cosell.connector.merge.Pending;
import io.cosell.connector.merge.Phase;
import io.cosell.connector.merge.Snapshot;
import io.cosell.connector.merge.Verdict;
import io.cosell.connector.remote.ErrorCode;
import io.cosell.connector.salesforce.Salesforce;
import io.cosell.connector.salesforce.SalesforceTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Decides field by field what has to be written where. */
@Component
class CompareFields implements Step {
  static final String HELP = "help";
  static final String VISIBILITY = "visibility";
  private static final String TEAM = "team";
  static final String PHASE = "phase";

  private final Mapping mapping;
  private final Salesforce salesforce;
  private final SyncProperties settings;
  private final MicrosoftsHalf microsofts;
  private final SellerNotes sellerNotes;
  private final History history;

  CompareFields(
      Mapping mapping,
      Salesforce salesforce,
      SyncProperties settings,
      MicrosoftsHalf microsofts,
      SellerNotes sellerNotes,
      History history) {
    this.mapping = mapping;
    this.salesforce = salesforce;
    this.settings = settings;
    this.microsofts = microsofts;
    this.sellerNotes = sellerNotes;
    this.history = history;
  }

  @Override
  public String name() {
    return "compare-fields";
  }

  @Override
  public void on(Deal deal) {
    if (deal.isUnacceptedLead()) {
      compareLead(deal);
      return;
    }
    if (deal.isUnsettled() && deal.referral().isPresent() && deal.opportunity().isPresent()) {
      deal.settle(Pending.fromJson(deal.link().orElseThrow().pending()));
    }
    var closed = closedFields(deal);
    var input = input(deal, closed, gateToPartnerCenter(deal), gateToSalesforce());
    deal.result(decided(deal, input));
    boolean asksForHelp = deal.result().get().toPartnerCenter().containsKey(HELP);
    var phase = phaseOf(deal.referralToBe());
    boolean closes = phase != null && phase.closed();
    if (deal.link().isPresent()
        && asksForHelp
        && !closes
        && deal.referral().isPresent()
        && !microsofts.isThere(deal)) {
      mapping.referrals().requireComplete(deal.referralToBe(), true);
    }
    sellerNotes.add(deal, closed);
    respectMode(deal, input, naturalGateToPartnerCenter(deal));
  }

  /** What there would be to do for both sides as they are, whatever the mode. Changes nothing. */
  MergeResult outlook(Deal deal) {
    return decided(
        deal, input(deal, closedFields(deal), naturalGateToPartnerCenter(deal), Gate.OPEN));
  }

  private MergeResult decided(Deal deal, MergeInput input) {
    return helpMakesVisible(deal, currencyGoesAlong(deal, Merge.merge(input)));
  }

  private MergeInput input(
      Deal deal, Map<String, String> closed, Gate toPartnerCenter, Gate toSalesforce) {
    return new MergeInput(
        rules(closed),
        deal.base(),
        deal.partnerCenter(),
        deal.salesforce(),
        deal.isWithoutReferral(),
        deal.opportunity().isEmpty(),
        salesforceIsNewer(deal, deal.opportunity()),
        toPartnerCenter,
        toSalesforce,
        Map.of(TEAM, peopleWithoutUser(deal)));
  }

  private void compareLead(Deal deal) {
    var input =
        new MergeInput(
            mapping.leads().rules(deal.referral().orElseThrow()),
            deal.base(),
            deal.partnerCenter(),
            deal.salesforce(),
            false,
            deal.leadRecord().isEmpty(),
            salesforceIsNewer(deal, deal.leadRecord()),
            unlessHeld(openUnlessClosed(deal)),
            gateToSalesforce(),
            Map.of());
    deal.result(Merge.merge(input));
    sellerNotes.add(deal, Map.of());
    respectMode(deal, input, openUnlessClosed(deal));
  }

  private Map<String, String> closedFields(Deal deal) {
    return mapping
        .dealValue()
        .closedFields(deal.opportunity().orElse(null), salesforce.org(), deal.partnerCenter());
  }

  private List<FieldRule> rules(Map<String, String> closed) {
    return mapping.rules(salesforce.org()).stream()
        .map(rule -> closed.containsKey(rule.name()) ? rule.closedToSalesforce() : rule)
        .toList();
  }

  /** What a deal is worth here is not to be read in the currency it has there. */
  private MergeResult currencyGoesAlong(Deal deal, MergeResult result) {
    if (deal.opportunity().isEmpty()) {
      return result;
    }
    var currency =
        mapping
            .dealValue()
            .currencyBeside(
                result, deal.opportunity().get(), salesforce.org(), deal.partnerCenter());
    if (currency.isEmpty()) {
      return result;
    }
    var there = new TreeMap<>(result.toPartnerCenter());
    there.putAll(currency);
    var decisions = new ArrayList<>(result.decisions());
    currency.forEach((field, ours) -> decisions.add(goesAlong(deal, field, ours)));
    var next =
        new Snapshot(result.next().partnerCenter().overlaid(currency), result.next().salesforce());
    return new MergeResult(there, result.toSalesforce(), decisions, next);
  }

  private static FieldDecision goesAlong(Deal deal, String field, FieldValue ours) {
    return new FieldDecision(
        field,
        Verdict.TO_PARTNER_CENTER,
        deal.partnerCenter().text(field).orElse(""),
        ours.toString(),
        "goes with the value",
        false);
  }

  /**
   * What the mode keeps from being written waits in the inbox; planned, it is recorded as well.
   * Nothing is created behind a closed gate.
   */
  private void respectMode(Deal deal, MergeInput input, Gate naturalGateToPartnerCenter) {
    var modes = new TreeSet<SyncProperties.Mode>();
    if (isHeld(deal, Verdict.HELD_FROM_SALESFORCE) && !settings.mayWriteSalesforce()) {
      modes.add(settings.modeToSalesforce());
    }
    if (isHeld(deal, Verdict.HELD_FROM_PARTNER_CENTER)
        && naturalGateToPartnerCenter == Gate.OPEN
        && !settings.mayWritePartnerCenter()) {
      modes.add(settings.modeToPartnerCenter());
    }
    if (modes.isEmpty()) {
      return;
    }
    if (modes.contains(SyncProperties.Mode.PLAN)) {
      history.note(deal, "plan", "planned, not written");
    }
    deal.holdBack("held back by cosell.sync, whose mode is " + modes);
    boolean creates =
        (input.creatingSalesforce() && input.gateToSalesforce() != Gate.OPEN)
            || (input.creatingPartnerCenter() && input.gateToPartnerCenter() != Gate.OPEN);
    if (creates) {
      deal.end("held back, not created");
    }
  }

  private static boolean isHeld(Deal deal, Verdict verdict) {
    return deal.result().orElseThrow().decisions().stream()
        .anyMatch(decision -> decision.verdict() == verdict);
  }

  /** Asking Microsoft for help shows the deal to its sellers. */
  private MergeResult helpMakesVisible(Deal deal, MergeResult result) {
    if (!result.toPartnerCenter().containsKey(HELP)) {
      return result;
    }
    var visible = FieldValue.text("true");
    var there = new TreeMap<>(result.toPartnerCenter());
    var here = new TreeMap<>(result.toSalesforce());
    if (!deal.partnerCenter().get(VISIBILITY).map(visible::equals).orElse(false)) {
      there.put(VISIBILITY, visible);
    }
    var nextHere = result.next().salesforce();
    if (settings.mayWriteSalesforce()) {
      nextHere = nextHere.with(VISIBILITY, visible);
      if (!deal.salesforce().get(VISIBILITY).map(visible::equals).orElse(false)) {
        here.put(VISIBILITY, visible);
      }
    }
    var next = new Snapshot(result.next().partnerCenter().with(VISIBILITY, visible), nextHere);
    return new MergeResult(there, here, result.decisions(), next);
  }

  private Gate gateToPartnerCenter(Deal deal) {
    return unlessHeld(naturalGateToPartnerCenter(deal));
  }

  private Gate unlessHeld(Gate gate) {
    return gate == Gate.OPEN && !settings.mayWritePartnerCenter()
        ? Gate.held("the mode to Partner Center is " + settings.modeToPartnerCenter())
        : gate;
  }

  /** Whatever the mode. */
  private Gate naturalGateToPartnerCenter(Deal deal) {
    boolean wanted = deal.opportunity().map(mapping.opportunities()::wantsSync).orElse(true);
    if (!wanted) {
      return Gate.held("the opportunity is not marked for synchronisation");
    }
    return phaseOf(deal.salesforce()) == Phase.OFFERED
        ? Gate.held("the deal is on hold")
        : openUnlessClosed(deal);
  }

  private static Gate openUnlessClosed(Deal deal) {
    return isClosed(deal.partnerCenter())
        ? Gate.closed(ErrorCode.REFERRAL_IS_CLOSED.says(ErrorCode.REFERRAL_IS_CLOSED.title()))
        : Gate.OPEN;
  }

  private Gate gateToSalesforce() {
    return settings.mayWriteSalesforce()
        ? Gate.OPEN
        : Gate.held("the mode to Salesforce is " + settings.modeToSalesforce());
  }

  /** True when nothing of the deal can be changed on this side any more. */
  static boolean isClosed(DealState side) {
    var phase = phaseOf(side);
    return phase != null && phase.closed();
  }

  private static Phase phaseOf(DealState state) {
    return state.text(PHASE).map(Phase::of).orElse(null);
  }

  private static Set<String> peopleWithoutUser(Deal deal) {
    return deal.partnerCenter().items(TEAM).keySet().stream()
        .filter(key -> !deal.found().userIds().containsKey(key))
        .filter(key -> !deal.salesforce().items(TEAM).containsKey(key))
        .collect(Collectors.toSet());
  }

  private static boolean salesforceIsNewer(Deal deal, Optional<JsonNode> inSalesforce) {
    var here =
        inSalesforce
            .map(found -> found.path("SystemModstamp").asText(""))
            .filter(text -> !text.isEmpty())
            .map(SalesforceTime::parse)
            .orElse(Instant.MIN);
    var there = deal.referral().flatMap(referral -> referral.updatedAt()).orElse(Instant.MIN);
    return here.isAfter(there);
  }
}
