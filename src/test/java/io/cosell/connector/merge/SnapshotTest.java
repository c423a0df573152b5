package io.cosell.connector.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SnapshotTest {

  @Test
  void isTheSameAfterItWasWrittenAndReadAgain() {
    var snapshot =
        new Snapshot(
            DealState.EMPTY
                .with("name", FieldValue.text("Straße \"Zwei\"\n🚀"))
                .with("notes", FieldValue.text(""))
                .with("contacts", Look.list("ada@northbrook.example last=Reyes", "bob"))
                .with("solutions", Look.list()),
            DealState.EMPTY.with("amount", FieldValue.text("120000.5")));

    var read = Snapshot.fromJson(snapshot.toJson());

    assertThat(read).isEqualTo(snapshot);
    assertThat(read.toJson()).isEqualTo(snapshot.toJson());
  }

  @Test
  void isEmptyBeforeTheFirstLook() {
    assertThat(Snapshot.fromJson(Snapshot.EMPTY.toJson())).isEqualTo(Snapshot.EMPTY);
    assertThat(Snapshot.fromJson("{}")).isEqualTo(Snapshot.EMPTY);
  }

  @Test
  void whatIsEmptyAndWasNotKnownBeforeIsNoEdit() {
    var before =
        DealState.EMPTY
            .with("amount", FieldValue.text("1"))
            .with("notes", FieldValue.text("Call her."));
    var now =
        DealState.EMPTY
            .with("amount", FieldValue.text("1"))
            .with("notes", FieldValue.text(""))
            .with("help", FieldValue.text(""))
            .with("team", Look.list("ada"));

    assertThat(now.editedSince(before)).containsExactly("notes", "team");
    assertThat(DealState.EMPTY.editedSince(before)).as("not read").isEmpty();
  }

  @Test
  void saysSoWhenItIsBroken() {
    assertThatThrownBy(() -> Snapshot.fromJson("{\"partnerCenter\":"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a link holds a broken snapshot");
  }

  @Test
  void forgetsOneField() {
    var snapshot =
        new Snapshot(
            DealState.EMPTY.with("help", FieldValue.text("Quotes")),
            DealState.EMPTY
                .with("help", FieldValue.text("Quotes"))
                .with("name", FieldValue.text("N")));

    var without = snapshot.without("help");

    assertThat(without.partnerCenter().fields()).isEmpty();
    assertThat(without.salesforce().fields()).containsOnlyKeys("name");
  }
}
