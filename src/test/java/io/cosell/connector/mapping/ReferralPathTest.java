package io.cosell.connector.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;

class ReferralPathTest {
  private static final ReferralPath VALUE = ReferralPath.of("/details/dealValue");
  private static final ReferralPath AREA =
      ReferralPath.of("/more/attributes[type=SolutionArea]/id");
  private static final String TWO =
      """
      { "more": { "iot": {}, "attributes": [
          { "type": "CustomerMarketplaceIntent", "id": "Yes", "note": 1 },
          { "type": "SolutionArea", "id": "Security", "note": 2 } ] } }
      """;

  @Test
  void readsAValueAndAnElementOfAList() {
    assertThat(VALUE.read(MappingBed.json("{\"details\":{\"dealValue\":7}}")).asInt()).isEqualTo(7);
    assertThat(AREA.read(MappingBed.json(TWO)).asText()).isEqualTo("Security");
  }

  @Test
  void readsNothingWhereThereIsNoSuchElement() {
    assertThat(AREA.read(MappingBed.json("{}")).isMissingNode()).isTrue();
    assertThat(AREA.read(MappingBed.json("{\"more\":{\"attributes\":null}}")).isMissingNode())
        .isTrue();
    assertThat(
            AREA.read(MappingBed.json("{\"more\":{\"attributes\":[{\"type\":\"X\"}]}}"))
                .isMissingNode())
        .isTrue();
  }

  @Test
  void changesOneElementAndKeepsTheOthersWithAllTheySay() {
    var referral = MappingBed.json(TWO);

    AREA.put(referral, TextNode.valueOf("AI"));

    assertThat(referral).isEqualTo(MappingBed.json(TWO.replace("Security", "AI")));
  }

  @Test
  void addsTheElementThatIsNotThere() {
    ObjectNode referral = MappingBed.json("{}");

    AREA.put(referral, TextNode.valueOf("AI"));

    assertThat(referral)
        .isEqualTo(
            MappingBed.json(
                "{\"more\":{\"attributes\":[{\"type\":\"SolutionArea\",\"id\":\"AI\"}]}}"));
  }

  @Test
  void leavesTheListItWasGivenAlone() {
    var list = MappingBed.json(TWO).at("/more/attributes");

    AREA.withElement(list, TextNode.valueOf("AI"));

    assertThat(list).isEqualTo(MappingBed.json(TWO).at("/more/attributes"));
  }
}
