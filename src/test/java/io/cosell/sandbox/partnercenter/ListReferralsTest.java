package io.cosell.sandbox.partnercenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListReferralsTest extends SandboxTest {
  private JsonNode first;
  private JsonNode second;
  private JsonNode offered;

  @BeforeEach
  void haveThreeDeals() {
    first = sandbox.asPortalUser().creates(Deal.named("first"));
    clock.moves(Duration.ofSeconds(10));
    second =
        sandbox
            .asPortalUser()
            .creates(
                Deal.named("second")
                    .with("/customerProfile/address/country", "US")
                    .with("/team/0/email", "o'hara@alderfinch.example"));
    clock.moves(Duration.ofSeconds(10));
    offered = sandbox.asMicrosoftSeller().shares(Deal.named("offered"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "status eq 'Active' | first,second",
        "status ne 'Active' | offered",
        "not (status eq 'New') | first,second",
        "not status eq 'New' and type eq 'Independent' | first,second",
        "(direction eq 'Incoming' and substatus eq 'Pending') | offered",
        "customerProfile/address/country eq 'US' and direction eq 'Outgoing' | second",
        "status eq 'New' or customerProfile/address/country eq 'US' | second,offered",
        "status eq 'New' or status eq 'Active' and customerProfile/address/country eq 'US'"
            + " | second,offered",
        "team/any(t:t/email eq 'o''hara@alderfinch.example') | second",
        "team/any(m: m/email eq 'ilse@alderfinch.example' or m/email eq 'x') | first",
        "updatedDateTime gt 2026-01-12T09:30:11.4410382Z | second,offered",
        "updatedDateTime ge 2026-01-12T09:30:11.4410382Z | first,second,offered",
        "updatedDateTime ge 2026-01-12T09:30:21Z and updatedDateTime lt 2026-01-12T09:30:30Z"
            + " | second",
        "updatedDateTime le 2026-01-12T10:30:21.4410382+01:00 | first,second",
        "externalReferenceId eq null | refused",
        "name eq 'first' | refused",
        "contains(name,'x') | refused",
        "status eq | refused",
        "status like 'New' | refused",
        "(status eq 'New' | refused",
        "status eq 'New') | refused",
        "updatedDateTime gt '2026-01-12T09:30:11Z' | refused",
        "updatedDateTime gt yesterday | refused",
      })
  void filters(String expression, String expected) {
    var response = list(filter(expression));

    if ("refused".equals(expected)) {
      assertRefused(response, 400, "invalidRequest", "The filter cannot be read");
      assertThat(json(response).at("/error/target").asText()).isEqualTo("$filter");
    } else {
      assertThat(names(json(response))).isEqualTo(List.of(expected.split(",")));
    }
  }

  @Test
  void acceptsQuotedInstantsAndAnyPropertyWhenSwitched() {
    sandbox.switches().turnOn(Switch.QUOTED_INSTANTS_ACCEPTED);
    sandbox.switches().turnOn(Switch.ANY_PROPERTY_FILTERABLE);

    assertThat(names(json(list(filter("updatedDateTime gt '2026-01-12T09:30:22Z'")))))
        .containsExactly("offered");
    assertThat(names(json(list(filter("name eq 'first'"))))).containsExactly("first");
    assertThat(names(json(list(filter("details/dealValue gt 47999.5"))))).hasSize(3);
    assertThat(names(json(list(filter("externalReferenceId eq null"))))).hasSize(3);
  }

  @Test
  void showsMicrosoftsReferralWhenTheEngagementIsAskedForQuotedOrNot() {
    var engagement = offered.get("engagementId").asText();

    var quoted = json(list(filter("engagementId eq '" + engagement + "'"))).get("value");
    var unquoted = json(list(filter("engagementId eq " + engagement))).get("value");

    assertThat(quoted).isEqualTo(unquoted).hasSize(2);
    assertThat(quoted)
        .extracting(it -> it.get("organizationId").asText())
        .containsExactlyInAnyOrder("msft", sandbox.options().organisationId());
    assertThat(json(list("")).get("value")).hasSize(3);
    sandbox.switches().turnOn(Switch.SIBLINGS_IN_EVERY_LIST);
    assertThat(json(list("")).get("value")).hasSize(4);
  }

  @Test
  void orders() {
    clock.moves(Duration.ofSeconds(10));
    sandbox.asPortalUser().changes(id(first), "/details/notes", "newest now");

    assertThat(names(json(list("$orderby=updatedDateTime%20asc"))))
        .containsExactly("second", "offered", "first");
    assertThat(names(json(list("$orderby=createdDateTime%20desc"))))
        .containsExactly("offered", "second", "first");
    assertRefused(list("$orderby=name"), 400, "invalidRequest", "$orderby takes");
  }

  @Test
  void selectsAndCounts() {
    var page = json(list("$select=id,status,customerProfile&$top=2&$skip=1&$count=true"));

    assertThat(page.get("@odata.count").asInt()).isEqualTo(3);
    assertThat(page.get("value")).hasSize(2);
    assertThat(page.at("/value/0").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("id", "status", "customerProfile");
    assertThat(page.has("@odata.nextLink")).isFalse();
  }

  @Test
  void showsPartialRowsWhenSwitched() {
    sandbox.switches().turnOn(Switch.PARTIAL_LIST_ROWS);

    var row = json(list("")).at("/value/0");

    assertThat(row.has("id")).isTrue();
    assertThat(row.has("team")).isFalse();
  }

  @Test
  void pagesByHundredBehindALinkOfWhichOnlyTheQueryIsUsable() {
    IntStream.range(0, 240).forEach(i -> sandbox.asPortalUser().creates(Deal.named("d" + i)));
    var all = new ArrayList<String>();

    var page = json(list(filter("status eq 'Active'") + "&$orderby=createdDateTime&$count=true"));
    all.addAll(names(page));
    assertThat(page.get("@odata.count").asInt()).isEqualTo(242);
    while (page.has("@odata.nextLink")) {
      var link = page.get("@odata.nextLink").asText();
      assertThat(link).startsWith("http://api.partner.microsoft.com/v1.0/referrals?$skiptoken=");
      page = json(list(link.substring(link.indexOf('?') + 1)));
      all.addAll(names(page));
    }

    assertThat(all).hasSize(242).doesNotHaveDuplicates().startsWith("first", "second", "d0");
  }

  @Test
  void clipsALargeTopToThePage() {
    IntStream.range(0, 240).forEach(i -> sandbox.asPortalUser().creates(Deal.named("d" + i)));

    var page = json(list("$top=150"));
    var link = page.get("@odata.nextLink").asText();
    var rest = json(list(link.substring(link.indexOf('?') + 1)));

    assertThat(page.get("value")).hasSize(100);
    assertThat(rest.get("value")).hasSize(50);
    assertThat(rest.has("@odata.nextLink")).isFalse();
  }

  @Test
  void spoilsLinksAndNamesWhenSwitched() {
    sandbox.asPortalUser().creates(Deal.named("x").forCustomer("Fish & Sons", "LS1"));
    sandbox.switches().turnOn(Switch.MISSPELT_LINKS);
    sandbox.switches().turnOn(Switch.NAMES_WITH_HTML_ENTITIES);
    IntStream.range(0, 100).forEach(i -> sandbox.asPortalUser().creates(Deal.named("d" + i)));
    sandbox.switches().turnOn(Switch.NEXT_LINK_ON_FOREIGN_HOST);

    var page = json(list("$orderby=createdDateTime"));

    assertThat(page.at("/value/3/customerProfile/name").asText()).isEqualTo("Fish &amp; Sons");
    assertThat(page.at("/value/3/links/self/uri").asText()).contains("/engagments/");
    assertThat(page.get("@odata.nextLink").asText()).doesNotContain("microsoft.com");
  }

  @Test
  void refusesUnknownOptions() {
    assertRefused(list("$search=x"), 400, "invalidRequest", "$search is not supported");
    assertRefused(list("$top=-1"), 400, "invalidRequest", "$top must not be negative");
    assertRefused(list("$skiptoken=%20"), 400, "invalidRequest", "skip token");
  }

  private static List<String> names(JsonNode page) {
    return StreamSupport.stream(page.get("value").spliterator(), false)
        .map(row -> row.get("name").asText())
        .toList();
  }
}
