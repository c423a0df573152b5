package io.cosell.connector.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteFilesTest {
  private static final Set<String> JAVA_STEPS =
      Set.of(
          "close-lead",
          "compare-fields",
          "compare-all-leads",
          "compare-all-links",
          "compare-all-opportunities",
          "compare-all-referrals",
          "compare-leads",
          "compare-microsoft-referrals",
          "compare-partner-center",
          "compare-salesforce",
          "create-referral",
          "find-customer",
          "find-opportunities",
          "find-opportunity-of-solution",
          "hand-over-lead",
          "invite-microsoft",
          "keep-webhook-registered",
          "lay-aside",
          "map-fields",
          "read-again",
          "read-lead",
          "read-microsoft-referral",
          "read-opportunity",
          "read-referral",
          "remember-lead",
          "remember-link",
          "report-comparison",
          "return-to-inbox",
          "test-webhook",
          "write-lead",
          "write-lead-referral",
          "write-opportunity",
          "write-referral");

  private final RouteFileCheck check = new RouteFileCheck();

  @Test
  void everyShippedRouteFileIsInOrder() {
    assertThat(check.problemsIn(Path.of("routes"), JAVA_STEPS)).isEmpty();
  }

  @Test
  void aFileInGoodOrderHasNoProblems(@TempDir Path folder) throws IOException {
    write(folder, "good-flow", GOOD);
    write(folder, "connector-errors", ERRORS);

    assertThat(check.problemsIn(folder, Set.of("read-referral", "return-to-inbox"))).isEmpty();
  }

  @Test
  void everyBreachOfTheStyleIsNamed(@TempDir Path folder) throws IOException {
    write(folder, "connector-errors", ERRORS);
    write(folder, "bad-flow", BAD);

    assertThat(check.problemsIn(folder, Set.of("read-referral", "return-to-inbox")))
        .extracting(RouteProblem::what)
        .anyMatch(it -> it.contains("not the name of the file"))
        .anyMatch(it -> it.contains("has no description"))
        .anyMatch(it -> it.contains("connector-errors"))
        .anyMatch(it -> it.contains("has the id"))
        .anyMatch(it -> it.contains("short form"))
        .anyMatch(it -> it.contains("did you mean direct:read-referral?"));
  }

  private static void write(Path folder, String name, String text) throws IOException {
    Files.writeString(folder.resolve(name + RouteFile.SUFFIX), text);
  }

  private static final String GOOD =
      """
      - route:
          id: good-flow
          description: Brings one referral into Salesforce.
          routeConfigurationId: connector-errors
          from:
            uri: direct:good-flow
            steps:
              - to:
                  description: Fetch the referral as it is now.
                  uri: direct:read-referral
              - setVariable:
                  name: kind
                  constant:
                    expression: referral
              - log:
                  message: "Referral ${variable.referralId}"
      """;

  private static final String BAD =
      """
      - route:
          id: another-name
          from:
            uri: direct:good-flow
            steps:
              - to:
                  id: first
                  uri: direct:read-referal
              - setBody:
                  constant: x
      """;

  private static final String ERRORS =
      """
      - routeConfiguration:
          id: connector-errors
          description: What happens when a step of any flow fails.
          onException:
            - onException:
                description: The other side is busy or away.
                exception:
                  - java.lang.IllegalStateException
                handled:
                  constant:
                    expression: "true"
                steps:
                  - to:
                      description: The inbox offers the event again later.
                      uri: direct:return-to-inbox
      """;
}
