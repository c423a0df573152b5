package io.cosell.connector.routing;

import static io.cosell.connector.routing.RouteFilesTestBed.flow;
import static io.cosell.connector.routing.RouteFilesTestBed.flowFrom;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteFilesReloadTest {
  @TempDir Path folder;
  private RouteFilesTestBed bed;

  @BeforeEach
  void aConnectorWithOneFlow() {
    bed = new RouteFilesTestBed(folder);
    bed.write("flow", flow("flow", "direct:step-one"));
    bed.write("other", flow("other", "direct:step-two"));
  }

  @AfterEach
  void stop() {
    bed.close();
  }

  @Test
  void loadsAllFilesAtStart() {
    bed.start();

    assertThat(bed.run("flow")).containsExactly("one");
    assertThat(bed.run("other")).containsExactly("two");
    assertThat(bed.files().status()).hasSize(2).noneMatch(RouteFileStatus::refused);
  }

  @Test
  void takesUpAnEditAndLeavesOtherRoutesUntouched() {
    bed.start();
    var otherRoute = bed.camel.getRoute("other");
    var javaRoute = bed.camel.getRoute("step-one");

    bed.write("flow", flow("flow", "direct:step-two", "direct:step-one"));

    await().until(() -> bed.run("flow").equals(List.of("two", "one")));
    assertThat(bed.camel.getRoute("other")).isSameAs(otherRoute);
    assertThat(bed.camel.getRoute("step-one")).isSameAs(javaRoute);
  }

  @Test
  void takesUpANewFile() {
    bed.start();

    bed.write("added", flow("added", "direct:step-one", "direct:flow"));

    bed.waitsUntilInForce("added");
    assertThat(bed.run("added")).containsExactly("one", "one");
  }

  @Test
  void removesTheRoutesOfADeletedFile() {
    bed.start();

    bed.delete("other");

    await().until(() -> bed.camel.getRoute("other") == null);
    assertThat(bed.statusOf("other")).isNull();
    assertThat(bed.run("flow")).containsExactly("one");
  }

  @Test
  void keepsTheRoutesOfADeletedFileThatOthersStillCall() {
    bed.write("caller", flow("caller", "direct:flow")).start();

    bed.delete("flow");

    assertThat(bed.refusalOf("flow").what()).contains("caller").contains("direct:flow");
    assertThat(bed.run("caller")).containsExactly("one");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "unknown step       | - nonsense: {uri: direct:step-one}                     | Unknown node id: nonsense",
        "kebab-case step    | - set-body: {constant: {expression: x}}                | set-body",
        "unknown component  | - to: {uri: nosuch:thing}                              | nosuch",
        "bad simple         | - log: {message: 'size ${header.a'}                    | header.a",
        "missing bean       | - to: {uri: 'bean:nobodyHere'}                         | nobodyHere",
        "unknown option     | - to: {uri: 'log:x?shwAll=true'}                       | shwAll",
        "bad placeholder    | - to: {uri: 'log:{{cosell.no.such.setting}}'}          | cosell.no.such.setting",
        "missing language   | - setBody: {language: {language: nolang, expression: x}} | nolang",
        "misspelt direct    | - to: {uri: direct:step-onne}                          | direct:step-one",
        "wrong salesforce   | - to: {uri: 'salesforce:nonsense'}                     | nonsense",
      })
  void refusesAStepThatCannotWorkAndKeepsTheLastGoodRoute(String name, String step, String reason) {
    bed.start();

    bed.write("flow", flow("flow") + "      - " + step.substring(2) + "\n");

    assertThat(bed.refusalOf("flow").toString()).contains("flow.camel.yaml").contains(reason);
    assertThat(bed.refusalOf("flow").line()).isBetween(6, 7);
    assertThat(bed.refusalOf("flow").remedy()).isNotBlank();
    assertThat(bed.run("flow")).containsExactly("one");

    bed.write("flow", flow("flow", "direct:step-two"));
    bed.waitsUntilInForce("flow");
    assertThat(bed.run("flow")).containsExactly("two");
  }

  @Test
  void refusesABadCronExpression() {
    var good = flowFrom("timed", "quartz:timed?cron=0+0+3+*+*+?", "direct:step-one");
    bed.write("timed", good).start();

    bed.write("timed", good.replace("0+0+3", "0+0+nightly"));

    assertThat(bed.refusalOf("timed").toString()).containsIgnoringCase("cron");
    assertThat(bed.runs("timed")).isTrue();
  }

  @Test
  void refusesBadYaml() {
    bed.start();

    bed.write("flow", "- route:\n    id: flow\n   from: [\n");

    assertThat(bed.refusalOf("flow").what()).contains("YAML");
    assertThat(bed.refusalOf("flow").line()).isPositive();
    assertThat(bed.run("flow")).containsExactly("one");
  }

  @Test
  void refusesAnEmptyFile() {
    bed.start();

    bed.write("flow", "");

    assertThat(bed.refusalOf("flow").what()).contains("empty");
    assertThat(bed.run("flow")).containsExactly("one");
  }

  @Test
  void refusesARouteIdThatAnotherFileHas() {
    bed.start();

    bed.write("second", flowFrom("flow", "direct:second", "direct:step-two"));

    assertThat(bed.refusalOf("second").what()).contains("flow.camel.yaml");
    assertThat(bed.run("flow")).containsExactly("one");
  }

  @Test
  void refusesARouteIdThatAJavaStepHas() {
    bed.start();

    bed.write("second", flowFrom("step-one", "direct:second", "direct:step-two"));

    assertThat(bed.refusalOf("second").what()).contains("Java");
    assertThat(bed.run("flow")).containsExactly("one");
  }

  @Test
  void refusesAnInputThatAnotherRouteReads() {
    bed.start();

    bed.write("second", flowFrom("second", "direct:flow", "direct:step-two"));

    assertThat(bed.refusalOf("second").what()).contains("direct:flow").contains("flow.camel.yaml");
    assertThat(bed.run("flow")).containsExactly("one");
  }

  @Test
  void removesTheOldRouteWhenItsIdChanges() {
    bed.start();

    bed.write("flow", flowFrom("renamed", "direct:flow", "direct:step-two"));

    await().until(() -> bed.runs("renamed"));
    assertThat(bed.camel.getRoute("flow")).isNull();
    assertThat(bed.run("flow")).containsExactly("two");
  }

  @Test
  void removesOneOfTwoRoutesOfAFile() {
    bed.write("flow", flow("flow", "direct:step-one") + flow("twin", "direct:step-two")).start();
    assertThat(bed.run("twin")).containsExactly("two");

    bed.write("flow", flow("flow", "direct:step-one"));

    await().until(() -> bed.camel.getRoute("twin") == null);
    assertThat(bed.run("flow")).containsExactly("one");
  }

  @Test
  void movesARouteFromOneFileToAnother() {
    bed.start();

    bed.write("other", flow("other", "direct:step-two") + flow("flow", "direct:step-two"));
    bed.delete("flow");

    await().until(() -> bed.run("flow").equals(List.of("two")));
    await().until(() -> bed.statusOf("flow") == null);
    assertThat(bed.statusOf("other").routes()).containsExactlyInAnyOrder("other", "flow");
  }

  @Test
  void letsWorkInFlightFinishWithTheOldRoute() throws Exception {
    bed.write("flow", flow("flow", "direct:slow-step", "direct:step-one")).start();
    var work = CompletableFuture.runAsync(() -> bed.send("direct:flow"));
    bed.waitsForSlowWork();

    bed.write("flow", flow("flow", "direct:step-two"));
    await().until(() -> bed.drains("flow"));
    bed.finishSlowWork();
    work.get(10, TimeUnit.SECONDS);

    assertThat(bed.heard).containsExactly("one");
    await().until(() -> bed.runs("flow"));
    assertThat(bed.run("flow")).containsExactly("two");
  }

  @Test
  void losesNoCallUnderLoad() throws Exception {
    bed.write("caller", flow("caller", "direct:flow", "direct:flow")).start();
    var calls = new ArrayList<CompletableFuture<Void>>();
    var stop = new AtomicBoolean();
    for (int i = 0; i < 4; i++) {
      calls.add(
          CompletableFuture.runAsync(
              () -> {
                while (!stop.get()) {
                  bed.send("direct:caller");
                }
              }));
    }

    for (int i = 1; i <= 5; i++) {
      bed.waitsUntilTaken("flow", flow("flow", "direct:step-one") + "# edit " + i + "\n");
      bed.waitsUntilTaken("caller", flow("caller", "direct:flow") + "# edit " + i + "\n");
    }
    stop.set(true);

    for (var call : calls) {
      call.get(10, TimeUnit.SECONDS);
    }
    assertThat(bed.files().status()).noneMatch(RouteFileStatus::refused);
  }

  @Test
  void checksTheSchemaOfAnEditedFile() {
    bed.checkingTheSchema().start();

    bed.write("flow", flow("flow", "direct:step-one").replace("description", "descripton"));

    assertThat(bed.refusalOf("flow").what()).contains("schema");
    assertThat(bed.refusalOf("flow").line()).isPositive();
    assertThat(bed.run("flow")).containsExactly("one");
  }

  @Test
  void triesAnEditAgainWhenWorkInFlightTakesTooLong() throws Exception {
    bed.drainingFor(Duration.ofSeconds(1));
    bed.write("flow", flow("flow", "direct:slow-step", "direct:step-one")).start();
    var work = CompletableFuture.runAsync(() -> bed.send("direct:flow"));
    bed.waitsForSlowWork();

    bed.write("flow", flow("flow", "direct:step-two"));
    assertThat(bed.refusalOf("flow").what()).contains("work in flight");
    await().until(() -> bed.runs("flow"));
    bed.finishSlowWork();
    work.get(10, TimeUnit.SECONDS);

    bed.waitsUntilInForce("flow");
    assertThat(bed.run("flow")).containsExactly("two");
  }

  @Test
  void takesUpAChangedErrorHandlingInRunningRoutes() {
    bed.write("errors", errorsGoTo("direct:return-to-inbox"));
    bed.write("risky", risky()).start();
    assertThat(bed.run("risky")).containsExactly("inbox");

    bed.write("errors", errorsGoTo("direct:put-aside"));

    await().until(() -> bed.run("risky").equals(List.of("aside")));
  }

  @Test
  void refusesABrokenErrorHandlingAndKeepsTheOldOne() {
    bed.write("errors", errorsGoTo("direct:return-to-inbox"));
    bed.write("risky", risky()).start();

    bed.write("errors", errorsGoTo("direct:return-to-inbx"));

    assertThat(bed.refusalOf("errors").what()).contains("direct:return-to-inbox");
    assertThat(bed.run("risky")).containsExactly("inbox");
  }

  @Test
  void refusesToDropTheErrorHandlingThatRoutesName() {
    bed.write("errors", errorsGoTo("direct:return-to-inbox"));
    bed.write("risky", risky()).start();

    bed.delete("errors");

    assertThat(bed.refusalOf("errors").what()).contains("connector-errors").contains("risky");
    assertThat(bed.run("risky")).containsExactly("inbox");
  }

  @Test
  void takesTwoEditsTogetherThatNeedEachOther() {
    bed.write("caller", flow("caller", "direct:flow")).start();

    bed.write("flow", flowFrom("flow", "direct:new-name", "direct:step-two"));
    bed.write("caller", flow("caller", "direct:new-name"));

    await().until(() -> bed.run("caller").equals(List.of("two")));
    assertThat(bed.files().status()).noneMatch(RouteFileStatus::refused);
  }

  @Test
  void takesTheGoodOneOfTwoEdits() {
    bed.start();

    bed.write("flow", flow("flow", "direct:nobody"));
    bed.write("other", flow("other", "direct:step-one"));

    assertThat(bed.refusalOf("flow").what()).contains("direct:nobody");
    await().until(() -> bed.run("other").equals(List.of("one")));
    assertThat(bed.run("flow")).containsExactly("one");
  }

  @Test
  void followsManyEditsInARow() {
    bed.start();

    for (int i = 0; i < 20; i++) {
      bed.write("flow", flow("flow", i % 2 == 0 ? "direct:step-two" : "direct:nobody"));
    }
    bed.write("flow", flow("flow", "direct:step-one", "direct:step-two"));

    await().until(() -> bed.run("flow").equals(List.of("one", "two")));
    bed.waitsUntilInForce("flow");
  }

  @Test
  void keepsARouteStoppedThatWasStoppedByHand() throws Exception {
    bed.start();
    bed.camel.getRouteController().stopRoute("flow");

    bed.waitsUntilTaken("flow", flow("flow", "direct:step-two"));

    assertThat(bed.camel.getRouteController().getRouteStatus("flow").isStopped()).isTrue();
    bed.camel.getRouteController().startRoute("flow");
    assertThat(bed.run("flow")).containsExactly("two");
  }

  @Test
  void keepsARouteExcludedThatTheSettingsExclude() {
    bed.camel.setAutoStartupExcludePattern("flow");
    bed.start();
    assertThat(bed.runs("flow")).isFalse();

    bed.write("flow", flow("flow", "direct:step-two"));
    bed.write("other", flow("other", "direct:step-one"));

    await().until(() -> bed.run("other").equals(List.of("one")));
    assertThat(bed.runs("flow")).isFalse();
  }

  @Test
  void reportsABadFileAtStartAndLoadsTheOthers() {
    bed.write("flow", flow("flow", "nosuch:thing"));
    bed.write("third", "- route: [");

    bed.start();

    assertThat(bed.refusalOf("flow").what()).contains("nosuch");
    assertThat(bed.refusalOf("third").what()).contains("YAML");
    assertThat(bed.statusOf("flow").inForce()).isFalse();
    assertThat(bed.camel.getRoute("flow")).isNull();
    assertThat(bed.run("other")).containsExactly("two");

    bed.write("flow", flow("flow", "direct:step-one"));
    bed.waitsUntilInForce("flow");
    assertThat(bed.run("flow")).containsExactly("one");
  }

  @Test
  void refusesAFileThatIsNotAList() {
    bed.start();

    bed.write("flow", "route:\n  id: flow\n");

    assertThat(bed.refusalOf("flow").what()).contains("not a list");
    assertThat(bed.run("flow")).containsExactly("one");
  }

  @Test
  void refusesAFileThatIsNotUtf8() throws Exception {
    bed.start();

    Files.write(folder.resolve("flow.camel.yaml"), new byte[] {'-', ' ', (byte) 0xE4, '\n'});

    assertThat(bed.refusalOf("flow").what()).contains("UTF-8");
    assertThat(bed.run("flow")).containsExactly("one");
  }

  @Test
  void takesNoHalfWrittenFile() throws Exception {
    bed.start();

    try (var out = Files.newBufferedWriter(folder.resolve("flow.camel.yaml"))) {
      for (var line : flow("flow", "direct:step-two").lines().toList()) {
        out.write(line + "\n");
        out.flush();
      }
    }

    await().until(() -> bed.run("flow").equals(List.of("two")));
    assertThat(bed.statusOf("flow").refused()).isFalse();
  }

  @Test
  void followsASwappedSymbolicLinkAsConfigurationVolumesUseIt() throws Exception {
    var first = Files.createDirectory(folder.resolve("..v1"));
    var second = Files.createDirectory(folder.resolve("..v2"));
    Files.writeString(first.resolve("linked.camel.yaml"), flow("linked", "direct:step-one"));
    Files.writeString(second.resolve("linked.camel.yaml"), flow("linked", "direct:step-two"));
    Files.createSymbolicLink(folder.resolve("..data"), first.getFileName());
    Files.createSymbolicLink(
        folder.resolve("linked.camel.yaml"), Path.of("..data/linked.camel.yaml"));
    bed.start();
    assertThat(bed.run("linked")).containsExactly("one");

    Files.createSymbolicLink(folder.resolve("..next"), second.getFileName());
    Files.move(folder.resolve("..next"), folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);

    await().until(() -> bed.run("linked").equals(List.of("two")));
  }

  @Test
  void keepsAllRoutesWhenTheFolderDisappears() throws Exception {
    bed.start();
    var aside = folder.resolveSibling(folder.getFileName() + "-aside");

    Files.move(folder, aside);
    await().until(() -> bed.files().folderProblem().isPresent());

    assertThat(bed.run("flow")).containsExactly("one");
    Files.move(aside, folder);
    await().until(() -> bed.files().folderProblem().isEmpty());
    bed.waitsUntilTaken("flow", flow("flow", "direct:step-two"));
    assertThat(bed.run("flow")).containsExactly("two");
  }

  @Test
  void goesBackToTheOldRouteWhenTheNewOneDoesNotStart() {
    bed.camel.addComponent("stubborn", new StubbornComponent());
    bed.write("flow", flow("flow", "direct:step-one") + flow("twin", "direct:step-two")).start();

    bed.write(
        "flow",
        flow("flow", "direct:step-two") + flowFrom("twin", "stubborn:input", "direct:step-two"));

    assertThat(bed.refusalOf("flow").what()).contains("port is taken");
    assertThat(bed.refusalOf("flow").route()).isEqualTo("twin");
    assertThat(bed.run("flow")).containsExactly("one");
    assertThat(bed.run("twin")).containsExactly("two");
  }

  @Test
  void triesAFileAgainThatCouldNotStartWithTheConnector() {
    var component = new StubbornComponent();
    bed.camel.addComponent("stubborn", component);
    bed.write("flow", flowFrom("flow", "stubborn:input", "direct:step-two")).start();
    assertThat(bed.refusalOf("flow").what()).contains("port is taken");
    assertThat(bed.run("other")).containsExactly("two");

    component.giveIn();

    await().until(() -> bed.runs("flow"));
    bed.waitsUntilInForce("flow");
  }

  @Test
  void reloadsTheRoutesOfATemplateInAnotherFile() {
    bed.write("template", template("direct:step-one"));
    bed.write("made", made()).start();
    assertThat(bed.run("made")).containsExactly("one");

    bed.write("template", template("direct:step-two"));

    await().until(() -> bed.run("made").equals(List.of("two")));
    assertThat(bed.statusOf("made").routes()).containsExactly("made");
  }

  @Test
  void keepsBeansOfARefusedFileOutOfTheConnector() {
    bed.start();

    bed.write("flow", bean("thing", "java.util.ArrayList") + flow("flow", "direct:nobody"));

    assertThat(bed.refusalOf("flow").what()).contains("direct:nobody");
    assertThat(bed.camel.getRegistry().lookupByName("thing")).isNull();

    bed.write("flow", bean("thing", "java.util.ArrayList") + flow("flow", "direct:step-two"));
    await().until(() -> bed.run("flow").equals(List.of("two")));
    assertThat(bed.camel.getRegistry().lookupByName("thing")).isInstanceOf(ArrayList.class);
  }

  private static String bean(String name, String type) {
    return "- beans:\n    - name: %s\n      type: %s\n".formatted(name, type);
  }

  private static String template(String step) {
    return """
    - routeTemplate:
        id: kind
        parameters:
          - name: input
        from:
          uri: "direct:{{input}}"
          steps:
            - to:
                uri: %s
    """
        .formatted(step);
  }

  private static String made() {
    return """
    - templatedRoute:
        routeId: made
        routeTemplateRef: kind
        parameters:
          - name: input
            value: made
    """;
  }

  private static String risky() {
    return flow("risky", "direct:failing-step")
        .replace("    from:", "    routeConfigurationId: connector-errors\n    from:");
  }

  private static String errorsGoTo(String endpoint) {
    return """
    - routeConfiguration:
        id: connector-errors
        description: What happens when a step of any flow fails.
        onException:
          - onException:
              exception:
                - java.lang.IllegalStateException
              handled:
                constant:
                  expression: "true"
              steps:
                - to:
                    uri: %s
    """
        .formatted(endpoint);
  }
}
