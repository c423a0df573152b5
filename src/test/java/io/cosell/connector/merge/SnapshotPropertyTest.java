package io.cosell.connector.merge;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;

@Domain(AnyDeal.class)
class SnapshotPropertyTest {

  @Property
  void isTheSameAfterItWasWrittenAndReadAgain(@ForAll Snapshot snapshot) {
    var read = Snapshot.fromJson(snapshot.toJson());

    assertThat(read).isEqualTo(snapshot);
    assertThat(read.toJson()).isEqualTo(snapshot.toJson());
  }
}
