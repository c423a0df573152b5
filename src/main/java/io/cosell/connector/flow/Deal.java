package io.cosell.connector.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.inbox.Entry;
import io.cosell.connector.link.LeadLink;
import io.cosell.connector.link.Link;
import io.cosell.connector.mapping.LeadMapping;
import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.merge.DealState;
import io.cosell.connector.merge.FieldValue;
import io.cosell.connector.merge.MergeResult;
import io.cosell.connector.merge.Pending;
import io.cosell.connector.merge.Side;
import io.cosell.connector.merge.Snapshot;
import io.cosell.connector.partnercenter.Referral;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One deal being worked on: what the steps of a route have found out so far. It is the body of the
 * exchange; only one worker has it.
 */
public final class Deal {
  /** Fields of which one value does not make up for another. */
  static final Set<String> STEPS = Set.of(CompareFields.PHASE);

  private final Entry entry;
  private final Mapping.Version mapping;
  private final List<String> leases = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private Link link;
  private String referralId;
  private Referral referral;
  private Referral microsoftReferral;
  private String opportunityId;
  private JsonNode opportunity;
  private boolean opportunityRead;
  private LeadLink leadLink;
  private String leadId;
  private JsonNode lead;
  private boolean unacceptedLead;
  private Found found = Found.NOTHING;
  private final Map<String, JsonNode> standIns = new TreeMap<>();
  private String accountId;
  private DealState partnerCenter = DealState.EMPTY;
  private DealState salesforce = DealState.EMPTY;
  private Snapshot base = Snapshot.EMPTY;
  private MergeResult result;
  private final Map<String, JsonNode> extra = new TreeMap<>();
  private int written;
  private String ending;
  private boolean settled;
  private boolean noted;
  private boolean sellerIsTold;
  private String heldBack;
  private boolean writesNoted;
  private final Set<Side> sentTo = EnumSet.noneOf(Side.class);

  /**
   * What a search in Salesforce brought up for a deal that came in.
   *
   * @param accounts candidates for the customer
   * @param contacts candidates for its people
   * @param userIds active users by e-mail in lower case
   */
  record Found(List<JsonNode> accounts, List<JsonNode> contacts, Map<String, String> userIds) {
    static final Found NOTHING = new Found(List.of(), List.of(), Map.of());
  }

  /**
   * Work that begins.
   *
   * @param mapping the mapping it is done with from start to end
   */
  Deal(Entry entry, Mapping.Version mapping) {
    this.entry = entry;
    this.mapping = mapping;
  }

  Mapping.Version mapping() {
    return mapping;
  }

  /** What brought the deal here. */
  public Entry entry() {
    return entry;
  }

  /**
   * The same; about the opportunity once a part of it, such as a solution, has led there. So its
   * outcome is the opportunity's: what is in step later settles it.
   */
  Entry outcome() {
    boolean whole =
        isAbout(Subjects.OPPORTUNITY) || isAbout(Subjects.REFERRAL) || isAbout(Subjects.LEAD);
    return whole || opportunityId == null
        ? entry
        : entry.about(Subjects.OPPORTUNITY + "/" + opportunityId);
  }

  /** The id in the entry's subject. */
  String subjectId() {
    return entry.subject().substring(entry.subject().indexOf('/') + 1);
  }

  boolean isAbout(String kind) {
    return entry.subject().startsWith(kind + "/");
  }

  /** True when the opportunity has no referral yet. */
  public boolean isWithoutReferral() {
    return referralId == null;
  }

  /** The partner's own referral, once known. */
  public Optional<String> referralId() {
    return Optional.ofNullable(referralId);
  }

  /** The opportunity, once known. */
  public Optional<String> opportunityId() {
    return Optional.ofNullable(opportunityId);
  }

  Optional<Link> link() {
    return Optional.ofNullable(link);
  }

  void link(Link link) {
    this.link = link;
    this.referralId = link.referralId();
    this.opportunityId = link.opportunityId();
    this.accountId = link.accountId();
    this.base = Snapshot.fromJson(link.snapshot());
  }

  void referralId(String id) {
    this.referralId = id;
  }

  /** The partner's own referral as it was read, if it was. */
  public Optional<Referral> referral() {
    return Optional.ofNullable(referral);
  }

  void referral(Referral read) {
    this.referral = read;
    this.referralId = read.id();
  }

  Optional<Referral> microsoftReferral() {
    return Optional.ofNullable(microsoftReferral);
  }

  /** Whether Microsoft is known to have a referral of the engagement. */
  boolean isMicrosoftIn() {
    return microsoftReferral != null || link().flatMap(Link::microsoftReferral).isPresent();
  }

  void microsoftReferral(Referral read) {
    this.microsoftReferral = read;
  }

  void opportunityId(String id) {
    this.opportunityId = id;
  }

  /** The opportunity as it was read; empty when there is none. */
  public Optional<JsonNode> opportunity() {
    return Optional.ofNullable(opportunity);
  }

  void opportunity(JsonNode read) {
    this.opportunity = read;
    this.opportunityRead = true;
    if (read != null) {
      this.opportunityId = read.path("Id").asText();
      this.accountId = read.path("AccountId").asText(null);
    }
  }

  /** True while nobody has accepted the lead: it stays a lead, and that is what is worked on. */
  public boolean isUnacceptedLead() {
    return unacceptedLead;
  }

  /** True when the lead was read and the seller has converted it. */
  public boolean isConvertedLead() {
    return lead != null && LeadMapping.isConverted(lead);
  }

  /** The lead, once known. */
  public Optional<String> leadId() {
    return Optional.ofNullable(leadId);
  }

  void leadId(String id) {
    this.leadId = id;
  }

  Optional<LeadLink> leadLink() {
    return Optional.ofNullable(leadLink);
  }

  void leadLink(LeadLink link) {
    this.leadLink = link;
    this.leadId = link.leadId();
    this.referralId = link.referralId();
  }

  /** The lead as it was read, if it was and there is one. */
  public Optional<JsonNode> leadRecord() {
    return Optional.ofNullable(lead);
  }

  void leadRecord(JsonNode read) {
    this.lead = read;
    if (read != null) {
      this.leadId = read.path("Id").asText();
    }
  }

  /** From here on the deal's states are those of the lead. */
  void workOnLead() {
    this.unacceptedLead = true;
    this.base = leadBase();
  }

  /** Referral and lead after the last look. */
  Snapshot leadBase() {
    return leadLink().map(link -> Snapshot.fromJson(link.snapshot())).orElse(Snapshot.EMPTY);
  }

  boolean opportunityWasRead() {
    return opportunityRead;
  }

  Found found() {
    return found;
  }

  void found(Found found) {
    this.found = found;
  }

  /** Contacts that stand for people of the referral, by their key in the referral. */
  Map<String, JsonNode> standIns() {
    return standIns;
  }

  Optional<String> accountId() {
    return Optional.ofNullable(accountId);
  }

  void accountId(String id) {
    this.accountId = id;
  }

  DealState partnerCenter() {
    return partnerCenter;
  }

  void partnerCenter(DealState state) {
    this.partnerCenter = state;
  }

  DealState salesforce() {
    return salesforce;
  }

  void salesforce(DealState state) {
    this.salesforce = state;
  }

  /** True when an earlier write was broken off, so that nobody knows what has arrived. */
  boolean isUnsettled() {
    return link != null && link.pending() != null;
  }

  /**
   * Takes what has arrived of an earlier write into the last look; needs both sides as they are.
   */
  void settle(Pending pending) {
    base = pending.over(base, new Snapshot(partnerCenter, salesforce), STEPS);
  }

  /** Both sides after the last look. */
  Snapshot base() {
    return base;
  }

  void base(Snapshot base) {
    this.base = base;
  }

  Optional<MergeResult> result() {
    return Optional.ofNullable(result);
  }

  /** Both sides as they are after what was written so far; help is asked for by inviting. */
  Snapshot asWritten() {
    var next = result.next();
    var there = isSentTo(Side.PARTNER_CENTER) ? next.partnerCenter() : partnerCenter;
    return new Snapshot(
        isMicrosoftIn() ? there : there.with(Set.of(CompareFields.HELP), partnerCenter),
        isSentTo(Side.SALESFORCE) ? next.salesforce() : salesforce);
  }

  /** What Partner Center has once the decisions are written. */
  DealState referralToBe() {
    return partnerCenter.overlaid(result.toPartnerCenter());
  }

  void result(MergeResult result) {
    this.result = result;
  }

  /** Partner Center has these values now, whatever was sent. */
  void keepInPartnerCenter(Map<String, FieldValue> values) {
    var next = result.next();
    result =
        new MergeResult(
            result.toPartnerCenter(),
            result.toSalesforce(),
            result.decisions(),
            new Snapshot(next.partnerCenter().overlaid(values), next.salesforce()));
  }

  /** Salesforce has these values now, whatever was meant. */
  void keepInSalesforce(Map<String, FieldValue> values) {
    var next = result.next();
    result =
        new MergeResult(
            result.toPartnerCenter(),
            result.toSalesforce(),
            result.decisions(),
            new Snapshot(next.partnerCenter(), next.salesforce().overlaid(values)));
  }

  /** Fields an administrator's own step wants written to the opportunity, by API name. */
  public Map<String, JsonNode> extra() {
    return extra;
  }

  List<String> leases() {
    return leases;
  }

  List<String> notes() {
    return notes;
  }

  /** Adds a sentence for the audit. */
  void note(String sentence) {
    if (!notes.contains(sentence)) {
      notes.add(sentence);
    }
  }

  /** Adds a sentence the seller has to read, even if nothing else is written. */
  void tellSeller(String sentence) {
    note(sentence);
    sellerIsTold = true;
  }

  boolean isSellerTold() {
    return sellerIsTold;
  }

  /** All that was to go to this side has been sent. */
  void sentTo(Side side) {
    sentTo.add(side);
  }

  boolean isSentTo(Side side) {
    return sentTo.contains(side);
  }

  /** What is to be written is stored, see {@link WriteAhead}. */
  void writesAreNoted() {
    this.writesNoted = true;
  }

  boolean areWritesNoted() {
    return writesNoted;
  }

  void wrote() {
    written++;
  }

  boolean hasWritten() {
    return written > 0;
  }

  /** Ends the work: the routes' remaining steps are not taken. */
  void end(String why) {
    this.ending = why;
  }

  /** Ends the work for a reason that belongs into the audit. */
  void endNoted(String why) {
    end(why);
    this.noted = true;
  }

  void end(Admission.Refusal refusal) {
    end(refusal.reason());
    this.noted = refusal.noted();
  }

  boolean isEndingNoted() {
    return noted;
  }

  Optional<String> ending() {
    return Optional.ofNullable(ending);
  }

  /** The settings do not let everything be written now. */
  void holdBack(String why) {
    this.heldBack = why;
  }

  Optional<String> heldBack() {
    return Optional.ofNullable(heldBack);
  }

  /** The inbox has been told how the work ended. */
  void settle() {
    this.settled = true;
  }

  boolean isSettled() {
    return settled;
  }

  @Override
  public String toString() {
    return entry.subject();
  }
}
