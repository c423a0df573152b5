package io.cosell.connector.merge;

import static net.jqwik.api.Tuple.of;

import io.cosell.connector.merge.World.Dying;
import io.cosell.connector.merge.World.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/** What may happen to a deal between sellers, portal, Microsoft and a connector that looks. */
class AnyStory extends DomainContextBase {

  /** Where it begins and what happens, in this order. */
  record Story(Beginning beginning, List<Step> steps) {
    World told() {
      var world = beginning.world();
      steps.forEach(step -> step.does().accept(world));
      return world;
    }
  }

  /** One thing that happens. */
  record Step(String says, Consumer<World> does) {
    boolean isTheSellers() {
      return says.startsWith("seller");
    }

    boolean isThePortals() {
      return says.startsWith("portal");
    }

    @Override
    public String toString() {
      return says;
    }
  }

  /** Who has the deal first. */
  enum Beginning {
    OFFERED_BY_MICROSOFT,
    MADE_IN_THE_PORTAL,
    MADE_BY_THE_SELLER,
    MADE_ON_BOTH_SIDES;

    private World world() {
      return switch (this) {
        case OFFERED_BY_MICROSOFT -> new World(referral(Phase.OFFERED), null);
        case MADE_IN_THE_PORTAL -> new World(referral(Phase.ACCEPTED), null);
        case MADE_BY_THE_SELLER -> new World(null, opportunity());
        case MADE_ON_BOTH_SIDES -> new World(referral(Phase.ACCEPTED), opportunity());
      };
    }
  }

  @Provide
  Arbitrary<Story> stories() {
    var step =
        Arbitraries.frequencyOf(
            of(5, Arbitraries.of(edits())),
            of(3, Arbitraries.of(looks())),
            of(1, Arbitraries.of(gates())));
    return Combinators.combine(
            Arbitraries.of(Beginning.class), step.list().ofMinSize(1).ofMaxSize(40))
        .as(Story::new);
  }

  private static DealState referral(Phase phase) {
    return DealState.EMPTY
        .with(AnyDeal.PHASE, phase.value())
        .with("name", FieldValue.text("Rollout"))
        .with("amount", FieldValue.text("1"))
        .with("currency", FieldValue.text("EUR"))
        .with("notes", FieldValue.text(""))
        .with("contacts", Look.list("ada last=1 phone=1"))
        .with("team", Look.list("ilse"))
        .with("visibility", FieldValue.text("false"));
  }

  private static DealState opportunity() {
    return blankOpportunity()
        .with("name", FieldValue.text("Roll-out"))
        .with("amount", FieldValue.text("2"))
        .with("currency", FieldValue.text("EUR"));
  }

  /** Salesforce has a value for everything that cannot be empty. */
  static DealState blankOpportunity() {
    return DealState.EMPTY
        .with(AnyDeal.PHASE, Phase.ACCEPTED.value())
        .with("notes", FieldValue.text(""))
        .with("contacts", Look.list())
        .with("team", Look.list())
        .with("visibility", FieldValue.text("false"))
        .with("help", FieldValue.text(""));
  }

  static List<Step> edits() {
    var steps = new ArrayList<Step>();
    for (var amount : List.of("1", "2", "3")) {
      both(steps, "says amount " + amount, it -> it.with("amount", FieldValue.text(amount)));
    }
    both(steps, "empties the amount", it -> it.without("amount"));
    for (var currency : List.of("EUR", "USD")) {
      both(steps, "says " + currency, it -> it.with("currency", FieldValue.text(currency)));
    }
    for (var notes : List.of("", "call back", "agreed")) {
      both(steps, "notes \"" + notes + "\"", it -> it.with("notes", FieldValue.text(notes)));
    }
    for (var person : List.of("ada", "bob")) {
      both(steps, "removes " + person, it -> without(it, "contacts", person));
      for (var attribute : List.of("last", "phone")) {
        for (var value : List.of("1", "2")) {
          both(
              steps,
              "says %s has %s %s".formatted(person, attribute, value),
              it -> with(it, person, attribute, value));
        }
      }
    }
    for (var member : List.of("ilse", "nia")) {
      both(steps, "takes " + member + " off the team", it -> without(it, "team", member));
      both(steps, "puts " + member + " on the team", it -> withMember(it, member));
    }
    portal(steps, "puts a guest on the team", it -> withMember(it, World.GUEST));
    portal(steps, "takes the guest off", it -> without(it, "team", World.GUEST));
    seller(steps, "renames it", it -> it.with("name", FieldValue.text("Rolled out")));
    both(steps, "shows it", it -> it.with("visibility", FieldValue.text("true")));
    seller(steps, "hides it", it -> it.with("visibility", FieldValue.text("false")));
    for (var help : List.of("", "Quotes", "Other")) {
      seller(steps, "asks for \"" + help + "\"", it -> it.with("help", FieldValue.text(help)));
    }
    for (var stage : List.of(Phase.OFFERED, Phase.ACCEPTED, Phase.WON, Phase.LOST)) {
      seller(steps, "sets stage " + stage, it -> it.with(AnyDeal.PHASE, stage.value()));
    }
    portal(steps, "accepts", moves(Phase.ACCEPTED, Phase.OFFERED));
    steps.addAll(endings());
    portal(steps, "has a number at Microsoft", it -> it.with("crm", FieldValue.text("7")));
    portal(
        steps,
        "has Microsoft invited for Quotes",
        it -> it.get("help").isPresent() ? it : it.with("help", FieldValue.text("Quotes")));
    return steps;
  }

  static List<Step> endings() {
    var steps = new ArrayList<Step>();
    portal(steps, "declines", moves(Phase.DECLINED, Phase.OFFERED));
    portal(steps, "expires", moves(Phase.EXPIRED, Phase.OFFERED));
    portal(steps, "is won", moves(Phase.WON, Phase.ACCEPTED));
    portal(steps, "is lost", moves(Phase.LOST, Phase.ACCEPTED));
    portal(steps, "is an error", moves(Phase.ERROR, Phase.ACCEPTED));
    return steps;
  }

  private static List<Step> looks() {
    var steps = new ArrayList<Step>();
    for (var reading : Reading.values()) {
      steps.add(new Step("the connector looks at " + reading, it -> it.look(reading, Dying.NOT)));
    }
    for (var dying : Dying.values()) {
      steps.add(
          new Step(
              "the connector looks and dies " + dying,
              it -> it.look(Reading.BOTH_REFERRALS, dying)));
    }
    return steps;
  }

  private static List<Step> gates() {
    return List.of(
        new Step("seller unticks it", it -> it.ticks(false)),
        new Step("seller ticks it", it -> it.ticks(true)),
        new Step("writing is paused", it -> it.allows(false, false)),
        new Step("writing to Salesforce is paused", it -> it.allows(true, false)),
        new Step("writing to Partner Center is paused", it -> it.allows(false, true)),
        new Step("nothing is paused", it -> it.allows(true, true)));
  }

  private static void both(List<Step> steps, String does, UnaryOperator<DealState> edit) {
    seller(steps, does, edit);
    portal(steps, does, edit);
  }

  private static void seller(List<Step> steps, String does, UnaryOperator<DealState> edit) {
    steps.add(new Step("seller " + does, it -> it.sellerDoes(edit)));
  }

  private static void portal(List<Step> steps, String does, UnaryOperator<DealState> edit) {
    steps.add(new Step("portal " + does, it -> it.portalDoes(edit)));
  }

  private static UnaryOperator<DealState> moves(Phase to, Phase from) {
    return it -> World.phase(it) == from ? it.with(AnyDeal.PHASE, to.value()) : it;
  }

  private static DealState without(DealState side, String list, String key) {
    var items = new TreeMap<>(side.items(list));
    items.remove(key);
    return side.with(list, new FieldValue.Items(items));
  }

  private static DealState withMember(DealState side, String key) {
    var items = new TreeMap<>(side.items("team"));
    items.putIfAbsent(key, new TreeMap<>());
    return side.with("team", new FieldValue.Items(items));
  }

  private static DealState with(DealState side, String key, String attribute, String value) {
    var items = new TreeMap<>(side.items("contacts"));
    var person = new TreeMap<>(Map.of("last", "0", "phone", "0"));
    person.putAll(items.getOrDefault(key, new TreeMap<>()));
    person.put(attribute, value);
    items.put(key, person);
    return side.with("contacts", new FieldValue.Items(items));
  }
}
