package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What an administrator can ask about a deal. */
class ExplainTest extends FlowTest {

  @Test
  void tellsWhatWasComparedDecidedAndWrittenWithTheRequestIds() throws Exception {
    var id = linkedOpportunity(unique("Explained"));
    var referral = referralOf(id).path("id").asText();

    edit(id, Map.of("Amount", 63_000));
    until(
        () ->
            assertThat(partnerCenter.referral(referral).at("/details/dealValue").asInt())
                .isEqualTo(63_000));
    untilIdle();

    var newest = get("/api/audit?opportunity=" + id + "&limit=1").get(0);
    assertThat(newest.path("referralId").asText()).isEqualTo(referral);
    assertThat(newest.path("route").asText()).isEqualTo("salesforce-opportunity-to-partner-center");
    assertThat(newest.path("summary").asText()).isEqualTo("written: dealValue");
    var detail = newest.path("detail");
    assertThat(detail.path("event").asText()).contains("Salesforce UPDATE of Opportunity");
    assertThat(detail.path("decisions")).hasSize(1);
    var decision = detail.at("/decisions/0");
    assertThat(decision.path("field").asText()).isEqualTo("dealValue");
    assertThat(decision.path("verdict").asText()).isEqualTo("TO_PARTNER_CENTER");
    assertThat(decision.path("partnerCenter").asText()).isEqualTo("48000");
    assertThat(decision.path("salesforce").asText()).isEqualTo("63000");
    assertThat(decision.path("reason").asText()).isEqualTo("changed in Salesforce");
    assertThat(texts(detail.path("inStep"))).contains("name", "currency", "notes", "phase");
    var patch =
        StreamSupport.stream(detail.path("calls").spliterator(), false)
            .filter(call -> call.path("what").asText().startsWith("PATCH"))
            .findFirst()
            .orElseThrow();
    assertThat(patch.path("system").asText()).isEqualTo("partner-center");
    assertThat(patch.path("status").asInt()).isBetween(200, 204);
    assertThat(patch.path("requestId").asText()).isNotBlank();
  }

  @Test
  void showsTheLinkWithBothSidesAsTheyWereAtTheLastLook() throws Exception {
    var id = linkedOpportunity(unique("Linked"));
    var referral = referralOf(id).path("id").asText();

    var link = get("/api/link?referral=" + referral.toUpperCase());

    assertThat(link.path("opportunity").asText()).isEqualTo(id);
    assertThat(link.path("state").asText()).isEqualTo("LINKED");
    assertThat(link.at("/lastLook/salesforce/dealValue").asText()).isEqualTo("48000");
    assertThat(get("/api/link?opportunity=" + id)).isEqualTo(link);
    assertThat(call("/api/link?opportunity=0065f00000NONE0AAA").statusCode()).isEqualTo(404);
  }

  @Test
  void narrowsTheAuditByKindAndTime() throws Exception {
    var id = linkedOpportunity(unique("Narrowed"));

    assertThat(get("/api/audit?opportunity=" + id + "&kind=refused")).isEmpty();
    assertThat(get("/api/audit?kind=sync&opportunity=" + id + "&since=2020-01-01T00:00:00Z"))
        .isNotEmpty();
    assertThat(get("/api/audit?opportunity=" + id + "&since=" + Instant.now().plusSeconds(60)))
        .isEmpty();
    assertThat(call("/api/audit").statusCode()).isEqualTo(400);
    assertThat(call("/api/audit?since=yesterday").statusCode()).isEqualTo(400);
  }

  private static java.util.List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    var answer = call(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new ObjectMapper().readTree(answer.body());
  }

  private HttpResponse<String> call(String path) throws IOException, InterruptedException {
    var credentials =
        Base64.getEncoder().encodeToString("operator:sandbox".getBytes(StandardCharsets.UTF_8));
    var request =
        HttpRequest.newBuilder(URI.create(connector.url() + path))
            .header("Authorization", "Basic " + credentials)
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }
}
