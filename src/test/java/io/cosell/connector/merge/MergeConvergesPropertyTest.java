package io.cosell.connector.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.connector.merge.AnyStory.Step;
import io.cosell.connector.merge.AnyStory.Story;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.Domain;

/** Whatever happens in whatever order, both sides end the same and the connector comes to rest. */
@Domain(AnyStory.class)
class MergeConvergesPropertyTest {
  /** The first may open a gate for the second, as when an offer is accepted. */
  private static final int LOOKS = 3;

  private static final MergeResult NOTHING =
      new MergeResult(Map.of(), Map.of(), List.of(), Snapshot.EMPTY);

  private static final List<String> EDITED_FREELY =
      List.of("amount", "currency", "notes", "contacts", "team");

  private static final List<String> BOTH_WAYS =
      List.of("phase", "currency", "notes", "contacts", "team", "visibility", "help");

  @Property
  void comesToRest(@ForAll Story story) {
    var world = settled(story);

    var quiet = world.look().orElse(NOTHING);

    assertThat(quiet.toPartnerCenter()).as("%s", world).isEmpty();
    assertThat(quiet.toSalesforce()).as("%s", world).isEmpty();
    assertThat(quiet.decisions()).as("%s", world).allMatch(FieldDecision::isHeld);
    assertThat(quiet.decisions().isEmpty() || world.isOnHold()).as("%s", world).isTrue();
  }

  @Property
  void endsInAgreementWhileTheDealIsOpen(@ForAll Story story) {
    var world = settled(story);
    Assume.that(world.isOpen() && !world.isOnHold());

    for (var field : BOTH_WAYS) {
      assertThat(World.said(world.partnerCenter(), field))
          .as("%s:%s", field, world)
          .isEqualTo(World.said(world.salesforce(), field));
    }
    var amounts =
        Stream.of(world.partnerCenter(), world.salesforce())
            .flatMap(side -> side.text("amount").stream())
            .distinct();
    assertThat(amounts).as("amount, unless one side has no opinion:%s", world).hasSizeLessThan(2);
  }

  @Property
  void bringsTheNextEditToTheOtherSideAndTouchesNothingElse(
      @ForAll Story story, @ForAll("edits") Step edit) {
    var world = settled(story);
    Assume.that(world.isOpen() && !world.isOnHold());
    var there = world.partnerCenter();
    var here = world.salesforce();

    edit.does().accept(world);
    var news = edit.isTheSellers() ? world.salesforce() : world.partnerCenter();
    var before = edit.isTheSellers() ? here : there;
    settle(world);

    var known =
        EDITED_FREELY.stream().filter(it -> there.get(it).isPresent() && here.get(it).isPresent());
    for (var field : known.toList()) {
      boolean edited = news.get(field).isPresent() && !news.get(field).equals(before.get(field));
      assertThat(World.said(world.partnerCenter(), field))
          .as("%s there:%s", field, world)
          .isEqualTo(World.said(edited || edit.isThePortals() ? news : there, field));
      assertThat(World.said(world.salesforce(), field))
          .as("%s here:%s", field, world)
          .isEqualTo(World.said(edited || edit.isTheSellers() ? news : here, field));
    }
  }

  @Property
  void closesTheOpportunityAsTheReferralWasClosed(
      @ForAll Story story, @ForAll("endings") Step ending) {
    var world = settled(story);
    Assume.that(world.isOpen());

    ending.does().accept(world);
    Assume.that(!world.isOpen());
    settle(world);

    assertThat(World.phase(world.partnerCenter()))
        .as("%s", world)
        .matches(it -> it.agreesWith(World.phase(world.salesforce())));
  }

  @Provide
  Arbitrary<Step> edits() {
    return Arbitraries.of(AnyStory.edits());
  }

  @Provide
  Arbitrary<Step> endings() {
    return Arbitraries.of(AnyStory.endings());
  }

  private static World settled(Story story) {
    var world = story.told();
    world.opensAllGates();
    settle(world);
    return world;
  }

  private static void settle(World world) {
    for (int look = 0; look < LOOKS; look++) {
      world.look();
    }
  }
}
