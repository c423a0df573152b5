package io.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What happens to referrals, whoever causes it: creation, changes, Microsoft's side of an
 * engagement, expiry. Changes run one at a time; reading needs no turn.
 */
class PartnerCenter {
  /** The organisation id and target id that stand for Microsoft. */
  static final String MICROSOFT = "msft";

  private static final Duration TIME_TO_ANSWER = Duration.ofDays(14);

  private final ReferralStore store = new ReferralStore();
  private final ChangeLog changes = new ChangeLog();
  private final List<WebhookEvent> unpublished = new ArrayList<>();
  private final PartnerCenterOptions options;
  private final Switches switches;
  private final CreateRules createRules;
  private final PatchRules patchRules;
  private final Drafts drafts;
  private final Stamps stamps;
  private final Consumer<List<WebhookEvent>> publisher;
  private int depth;
  private int versions;

  PartnerCenter(
      PartnerCenterOptions options, Switches switches, Consumer<List<WebhookEvent>> publisher) {
    this.options = options;
    this.switches = switches;
    this.publisher = publisher;
    var fields = new Fields(options.clock(), switches);
    createRules = new CreateRules(fields, switches);
    patchRules = new PatchRules(fields, new Registrations(options.clock()), switches);
    drafts = new Drafts(options);
    stamps = new Stamps(options.clock());
  }

  /** Forgets all referrals and changes. */
  synchronized void reset() {
    store.clear();
    changes.clear();
    unpublished.clear();
    stamps.reset();
  }

  ReferralStore store() {
    expireOverdue();
    return store;
  }

  ChangeLog changes() {
    return changes;
  }

  Clock clock() {
    return options.clock();
  }

  boolean isMicrosofts(JsonNode referral) {
    return MICROSOFT.equals(referral.path("organizationId").asText());
  }

  ObjectNode get(String id) {
    return store().find(id).orElseThrow(() -> Refusal.notFound(id));
  }

  /** Microsoft's referral in the engagement of this referral. */
  Optional<ObjectNode> microsoftsIn(JsonNode referral) {
    return store.engagement(referral.get("engagementId").asText()).stream()
        .filter(this::isMicrosofts)
        .findFirst();
  }

  /** The partner's own referral in the engagement of this referral. */
  Optional<ObjectNode> ownIn(JsonNode referral) {
    return store.engagement(referral.get("engagementId").asText()).stream()
        .filter(it -> !isMicrosofts(it))
        .findFirst();
  }

  /** Does the work as one turn; all its webhook calls go out together at the end. */
  synchronized <T> T atOnce(Supplier<T> work) {
    depth++;
    try {
      return work.get();
    } finally {
      depth--;
      if (depth == 0 && !unpublished.isEmpty()) {
        publisher.accept(List.copyOf(unpublished));
        unpublished.clear();
      }
    }
  }

  /** Creates the partner's own referral, or Microsoft's when the target is {@code msft}. */
  ObjectNode create(ObjectNode body, Actor who) {
    return atOnce(() -> CreateRules.isInvitation(body) ? invite(body, who) : createOwn(body, who));
  }

  private ObjectNode createOwn(ObjectNode body, Actor who) {
    if (body.hasNonNull("engagementId")) {
      throw Refusal.against(
          "Only a referral with target msft can join an engagement.", "engagementId");
    }
    var referral = drafts.own(options.ids().get().toString(), body);
    createRules.checkOwn(referral);
    referral.put("direction", "Outgoing").put("status", "Active").put("substatus", "Accepted");
    return commit(null, referral, who);
  }

  private ObjectNode invite(ObjectNode body, Actor who) {
    var engagement = store().engagement(body.path("engagementId").asText());
    if (engagement.isEmpty()) {
      throw Refusal.against(
          "An invitation of Microsoft needs the id of an existing engagement.", "engagementId");
    }
    var own = engagement.stream().filter(it -> !isMicrosofts(it)).findFirst().orElseThrow();
    if (engagement.stream().anyMatch(this::isMicrosofts)) {
      throw new Refusal(
          409,
          "invalidRequest",
          "Microsoft has been invited to this engagement already.",
          "engagementId",
          "90409");
    }
    if (Lifecycle.isTerminal(own)) {
      throw Refusal.against("The deal is closed.", "engagementId");
    }
    if (switches.isOn(Switch.INVITATION_NEEDS_SHARED_TYPE)
        && !"Shared".equals(own.path("type").asText())) {
      throw Refusal.against("The engagement's referral is not of type Shared.", "type");
    }
    createRules.checkInvitation(body);
    var referral = drafts.microsofts(body.get("engagementId").asText(), body);
    referral.put("direction", "Incoming").put("status", "New").put("substatus", "Pending");
    referral.put("expirationDateTime", expiry()).putArray("team");
    var consented = own.deepCopy();
    Drafts.makeVisible(consented);
    if (!consented.equals(own)) {
      commit(own, consented, Actor.SERVER);
    }
    return commit(null, referral, who);
  }

  /** A deal that Microsoft shares: its own accepted referral, and the partner's pending one. */
  ObjectNode shareFromMicrosoft(ObjectNode deal, JsonNode sellers, String crmId) {
    return atOnce(
        () -> {
          var engagement = options.ids().get().toString();
          var content = deal.deepCopy();
          Drafts.makeVisible(content);
          var microsofts = drafts.microsofts(engagement, content);
          microsofts.put("type", "Shared").put("direction", "Outgoing");
          microsofts.put("status", "Active").put("substatus", "Accepted");
          microsofts.set("team", sellers);
          Drafts.invitedBy(microsofts, MICROSOFT, "Microsoft");
          microsofts.putObject("trackingInfo").put("microsoftMsxId", crmId);

          var own = drafts.own(engagement, content);
          own.put("type", "Shared").put("direction", "Incoming");
          own.put("status", "New").put("substatus", "Pending");
          own.put("expirationDateTime", expiry());
          own.set("team", Json.array());
          own.putNull("externalReferenceId");
          Drafts.invitedBy(own, MICROSOFT, "Microsoft");
          if (!switches.isOn(Switch.CRM_ID_ON_MICROSOFTS_REFERRAL_ONLY)) {
            own.putObject("trackingInfo").put("microsoftMsxId", crmId);
          }
          commit(null, microsofts, Actor.MICROSOFT);
          return commit(null, own, Actor.MICROSOFT);
        });
  }

  /** A lead that Microsoft passes on: one pending referral, and none of Microsoft's beside it. */
  ObjectNode leadFromMicrosoft(ObjectNode lead) {
    return atOnce(
        () -> {
          var referral = drafts.own(options.ids().get().toString(), lead);
          referral.put("type", "Independent").put("direction", "Incoming");
          referral.put("status", "New").put("substatus", "Pending");
          referral.put("expirationDateTime", expiry());
          referral.set("team", Json.array());
          referral.putNull("externalReferenceId");
          Drafts.invitedBy(referral, MICROSOFT, "Microsoft");
          return commit(null, referral, Actor.MICROSOFT);
        });
  }

  /** Applies a JSON Patch to the partner's own referral. */
  ObjectNode patch(String id, JsonNode operations, String ifMatch, Actor who) {
    return atOnce(
        () -> {
          var before = changeable(id, ifMatch);
          boolean shared = microsoftsIn(before).isPresent();
          return commit(before, patchRules.apply(before, operations, who, shared), who);
        });
  }

  /** The deprecated way: takes over what may be changed and ignores the rest. */
  ObjectNode replace(String id, ObjectNode body, String ifMatch) {
    if (body.has("links")) {
      throw Refusal.malformed("links must be removed before PUT.", "links");
    }
    return atOnce(
        () -> {
          var before = changeable(id, ifMatch);
          var operations = patchRules.operations(before, body);
          if (operations.isEmpty()) {
            return before;
          }
          boolean shared = microsoftsIn(before).isPresent();
          return commit(
              before,
              patchRules.apply(before, operations, Actor.CONNECTOR, shared),
              Actor.CONNECTOR);
        });
  }

  private ObjectNode changeable(String id, String ifMatch) {
    var before = get(id);
    if (isMicrosofts(before)) {
      throw Refusal.denied("The referral belongs to Microsoft.");
    }
    if (ifMatch != null && !"*".equals(ifMatch) && !ifMatch.equals(before.get("eTag").asText())) {
      throw Refusal.changedMeanwhile();
    }
    return before;
  }

  /** A change that only the life cycle limits, such as one of Microsoft's own referral. */
  ObjectNode change(String id, Actor who, Consumer<ObjectNode> edit) {
    return atOnce(
        () -> {
          var before = get(id);
          var after = before.deepCopy();
          edit.accept(after);
          if (Lifecycle.isTerminal(before)) {
            throw Refusal.against("A closed referral cannot be changed.", "status");
          }
          Lifecycle.checkMove(before, after);
          var committed = commit(before, after, who);
          if (isMicrosofts(committed)) {
            carryOver(committed);
          }
          return committed;
        });
  }

  private void carryOver(ObjectNode microsofts) {
    var own = ownIn(microsofts).orElseThrow();
    var seen = own.deepCopy();
    if (!switches.isOn(Switch.CRM_ID_ON_MICROSOFTS_REFERRAL_ONLY)) {
      seen.set("trackingInfo", microsofts.path("trackingInfo").deepCopy());
    }
    if (switches.isOn(Switch.SIBLING_CHANGE_TOUCHES_OWN_REFERRAL)) {
      commit(own, seen, Actor.SERVER);
    } else {
      store.put(seen);
    }
  }

  /** Closes what nobody answered within 14 days. */
  void expireOverdue() {
    if (!store.hasOverdue(options.clock().instant())) {
      return;
    }
    atOnce(
        () -> {
          for (var id : store.takeOverdue(options.clock().instant())) {
            if (Lifecycle.isPending(store.find(id).orElseThrow())) {
              expire(id);
            }
          }
          return null;
        });
  }

  /** Closes what nobody answered; a lead loses its contact data ("Learn about leads"). */
  ObjectNode expire(String id) {
    return change(
        id,
        Actor.SERVER,
        it -> {
          it.put("status", "Closed").put("substatus", "Expired");
          if (isLead(it)) {
            it.withObject("/customerProfile").putArray("team");
          }
        });
  }

  private static boolean isLead(JsonNode referral) {
    return "Independent".equals(referral.path("type").asText())
        && MICROSOFT.equals(referral.at("/inviteContext/invitedBy/organizationId").asText());
  }

  private String expiry() {
    return Stamps.zulu(options.clock().instant().plus(TIME_TO_ANSWER));
  }

  private ObjectNode commit(ObjectNode before, ObjectNode after, Actor who) {
    var now = stamps.next();
    stamp(before, after, now);
    store.put(after);
    changes.add(changeOf(before, after, who, now));
    announce(before == null, after, now);
    return after;
  }

  private void stamp(ObjectNode before, ObjectNode after, Instant now) {
    var text = Stamps.zulu(now);
    if (before == null) {
      after.put("createdDateTime", text);
    }
    after.put("updatedDateTime", text);
    versions++;
    after.put(
        "eTag", String.format("\"%08x-0000-0100-0000-%08x0000\"", versions, now.getEpochSecond()));
    var status = after.path("status").asText();
    if ("Active".equals(status) && !after.hasNonNull("acceptedDateTime")) {
      after.put("acceptedDateTime", text);
    }
    if ("Closed".equals(status) && !after.hasNonNull("closedDateTime")) {
      after.put("closedDateTime", text);
    }
  }

  private static Change changeOf(ObjectNode before, ObjectNode after, Actor who, Instant now) {
    var fields =
        Json.differences(before == null ? Json.object() : before, after).stream()
            .filter(field -> !Set.of("/eTag", "/updatedDateTime").contains(field.path()))
            .toList();
    return new Change(
        now,
        after.get("id").asText(),
        after.get("engagementId").asText(),
        who,
        before == null,
        fields);
  }

  private void announce(boolean created, ObjectNode referral, Instant now) {
    var verb = created ? "created" : "updated";
    var id = referral.get("id").asText();
    if (!isMicrosofts(referral)) {
      unpublished.add(WebhookEvent.referral("referral-" + verb, id, now));
      return;
    }
    var named =
        switches.isOn(Switch.RELATED_EVENTS_NAME_OWN_REFERRAL)
            ? ownIn(referral).map(own -> own.get("id").asText()).orElse(id)
            : id;
    unpublished.add(WebhookEvent.referral("related-referral-" + verb, named, now));
  }
}
