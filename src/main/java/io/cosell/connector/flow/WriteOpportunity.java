package io.cosell.connector.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.link.Intents;
import io.cosell.connector.mapping.FittedChanges;
import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.mapping.OpportunityWrite;
import io.cosell.connector.mapping.OpportunityWriter;
import io.cosell.connector.mapping.UnmappableException;
import io.cosell.connector.merge.FieldValue;
import io.cosell.connector.merge.Side;
import io.cosell.connector.partnercenter.PartnerCenterProperties;
import io.cosell.connector.remote.RemoteRefusedException;
import io.cosell.connector.salesforce.DuplicateFoundException;
import io.cosell.connector.salesforce.Salesforce;
import io.cosell.connector.salesforce.Subrequest;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.springframework.stereotype.Component;

/**
 * Creates or updates the opportunity with account, people and solutions, in one all-or-nothing call
 * and only where it differs.
 */
@Component
class WriteOpportunity implements Step {
  private static final String CONTACTS = "contacts";

  private final Salesforce salesforce;
  private final Mapping mapping;
  private final NewCustomer newCustomer;
  private final Intents intents;
  private final Locks locks;
  private final WriteAhead writeAhead;
  private final UseDuplicate duplicate;
  private final PartnerCenterProperties partnerCenter;
  private final SyncProperties settings;
  private final Clock clock;

  WriteOpportunity(
      Salesforce salesforce,
      Mapping mapping,
      NewCustomer newCustomer,
      Intents intents,
      Locks locks,
      WriteAhead writeAhead,
      UseDuplicate duplicate,
      PartnerCenterProperties partnerCenter,
      SyncProperties settings,
      Clock clock) {
    this.salesforce = salesforce;
    this.mapping = mapping;
    this.newCustomer = newCustomer;
    this.intents = intents;
    this.locks = locks;
    this.writeAhead = writeAhead;
    this.duplicate = duplicate;
    this.partnerCenter = partnerCenter;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "write-opportunity";
  }

  @Override
  public void on(Deal deal) {
    if (deal.opportunity().isPresent()) {
      write(deal);
    } else {
      newCustomer.oneAtATime(deal, () -> write(deal));
    }
  }

  /**
   * Writes again with a record a duplicate rule names in place of a new one, and once more when the
   * org has other lists by now than were known.
   */
  private void write(Deal deal) {
    boolean described = false;
    boolean written = false;
    while (!written) {
      try {
        writeOnce(deal);
        written = true;
      } catch (DuplicateFoundException e) {
        if (!duplicate.take(deal, e)) {
          throw e;
        }
      } catch (RemoteRefusedException e) {
        if (described || !OrgRefusal.isOfLists(e)) {
          throw OrgRefusal.explained(e);
        }
        salesforce.orgAnew();
        described = true;
      }
    }
  }

  private void writeOnce(Deal deal) {
    var fitted = fitted(deal);
    var ownFields = ownFields(deal);
    var parts =
        parts(
            new OpportunityWrite(
                deal.opportunity().orElse(null),
                deal.referralId().orElseThrow(),
                partnerCenter
                    .referralLink()
                    .replace("{referralId}", deal.referralId().orElseThrow()),
                deal.accountId().orElse(null),
                fitted.values(),
                contactIds(deal),
                deal.found().userIds(),
                owner(deal),
                ownFields,
                auditLine(deal),
                true,
                clock.instant(),
                deal.referral().map(mapping.referrals()::firstContact).orElse(null),
                deal.isSellerTold()));
    if (parts.isEmpty()) {
      deal.sentTo(Side.SALESFORCE);
      return;
    }
    if (!settings.mayWriteSalesforce()) {
      deal.holdBack("a write to Salesforce is held back by cosell.sync");
      return;
    }
    rememberContacts(deal);
    deal.keepInSalesforce(fitted.translated());
    var account = deal.accountId().map(id -> Subjects.ACCOUNT + "/" + id);
    account.ifPresent(name -> locks.take(deal, name));
    if (deal.opportunity().isEmpty()) {
      intents.beginAnew(
          deal.referralId().orElseThrow(),
          Intents.Target.OPPORTUNITY,
          deal.result().orElseThrow().next().toJson());
    }
    writeAhead.note(deal);
    var answers = salesforce.write(parts);
    account.ifPresent(name -> locks.release(deal, name));
    deal.wrote();
    deal.sentTo(Side.SALESFORCE);
    deal.keepInSalesforce(remembered(ownFields));
    if (deal.opportunity().isEmpty()) {
      deal.opportunityId(answers.get(OpportunityWriter.OPPORTUNITY).path("id").asText());
      if (answers.containsKey(OpportunityWriter.ACCOUNT)) {
        deal.accountId(answers.get(OpportunityWriter.ACCOUNT).path("id").asText());
      }
    }
  }

  private FittedChanges fitted(Deal deal) {
    boolean newAccount = deal.opportunity().isEmpty() && deal.accountId().isEmpty();
    var fitted = mapping.writer().fitted(changes(deal), newAccount, salesforce.org());
    fitted.notes().forEach(deal::note);
    return fitted;
  }

  /** What the org seems to refuse may have been put right since it was described. */
  private List<Subrequest> parts(OpportunityWrite write) {
    try {
      return mapping.writer().parts(write, salesforce.org());
    } catch (UnmappableException e) {
      return mapping.writer().parts(write, salesforce.orgAnew());
    }
  }

  private Map<String, FieldValue> changes(Deal deal) {
    var changes = new TreeMap<>(deal.result().orElseThrow().toSalesforce());
    if (deal.opportunity().isEmpty()) {
      var assumed = mapping.writer().defaults(changes.keySet(), deal.accountId().isEmpty());
      assumed.forEach(
          (field, value) ->
              deal.note("Partner Center has no " + field + ", " + value + " is assumed"));
      changes.putAll(assumed);
      deal.keepInSalesforce(assumed);
    }
    return changes;
  }

  /** What the administrator's own steps want in the opportunity and have not told before. */
  private Map<String, JsonNode> ownFields(Deal deal) {
    var news = new TreeMap<>(deal.extra());
    news.entrySet()
        .removeIf(
            field ->
                deal.base()
                    .salesforce()
                    .text(StepRoutes.OWN_FIELD + field.getKey())
                    .equals(Optional.of(field.getValue().asText())));
    return news;
  }

  private static Map<String, FieldValue> remembered(Map<String, JsonNode> ownFields) {
    var remembered = new TreeMap<String, FieldValue>();
    ownFields.forEach(
        (field, value) ->
            remembered.put(StepRoutes.OWN_FIELD + field, FieldValue.text(value.asText())));
    return remembered;
  }

  /** Contacts of the deal's account, by e-mail in lower case. */
  private static Map<String, JsonNode> contacts(Deal deal) {
    var contacts = new TreeMap<String, JsonNode>();
    for (var contact : deal.found().contacts()) {
      if (deal.accountId().filter(id -> id.equals(text(contact, "AccountId"))).isPresent()) {
        contacts.putIfAbsent(text(contact, "Email").toLowerCase(Locale.ROOT), contact);
      }
    }
    return contacts;
  }

  private static Map<String, String> contactIds(Deal deal) {
    var ids = new TreeMap<String, String>();
    contacts(deal).forEach((email, contact) -> ids.put(email, text(contact, "Id")));
    deal.standIns().forEach((key, contact) -> ids.put(key, text(contact, "Id")));
    return ids;
  }

  /**
   * A contact that was there already keeps its own name and phone, one that stands for a person its
   * own address too; the snapshot must know.
   */
  private void rememberContacts(Deal deal) {
    var people = deal.result().orElseThrow().next().salesforce().items(CONTACTS);
    var known = contacts(deal);
    known.keySet().retainAll(people.keySet());
    var standIns = new TreeMap<>(deal.standIns());
    standIns.keySet().retainAll(people.keySet());
    if (known.isEmpty() && standIns.isEmpty()) {
      return;
    }
    var opportunities = mapping.opportunities();
    var written = new TreeMap<>(people);
    known.forEach((email, contact) -> written.put(email, opportunities.person(contact)));
    written.keySet().removeAll(standIns.keySet());
    standIns
        .values()
        .forEach(
            contact ->
                written.put(opportunities.personKey(contact), opportunities.person(contact)));
    deal.keepInSalesforce(Map.of(CONTACTS, new FieldValue.Items(written)));
  }

  /** The first of the partner's people in the referral who is a user. */
  private static String owner(Deal deal) {
    return deal.referral().stream()
        .flatMap(
            referral -> StreamSupport.stream(referral.json().path("team").spliterator(), false))
        .map(member -> deal.found().userIds().get(text(member, "email").toLowerCase(Locale.ROOT)))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asText("");
  }

  static String auditLine(Deal deal) {
    var direction =
        deal.isAbout(Subjects.REFERRAL)
            ? "Partner Center Referral to CRM sync"
            : "CRM to Partner Center Referral sync";
    var outcome = direction + (deal.isSellerTold() ? ":" : " success.");
    return deal.notes().isEmpty() ? outcome : outcome + " " + String.join("; ", deal.notes());
  }
}
