package io.cosell.connector.flow;

import io.cosell.connector.inbox.Trouble;
import io.cosell.connector.remote.CodedException;
import io.cosell.connector.remote.ErrorCode;
import io.cosell.connector.remote.Finding;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What administrator and seller are told about a failure.
 *
 * @param findings what is wrong; fields by the names the seller knows them by
 * @param cause the same in one line, with the call for the administrator
 */
record Diagnosis(List<Finding> findings, String cause) {

  /**
   * The diagnosis of a failure.
   *
   * @param names what the seller calls the field at a JSON Pointer of a referral
   */
  static Diagnosis of(Throwable failure, UnaryOperator<String> names) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CodedException coded) {
        return of(coded, names);
      }
    }
    var surprise = failure.getClass().getSimpleName() + ": " + failure.getMessage();
    var finding = ErrorCode.UNEXPECTED.of("", null, surprise);
    return new Diagnosis(List.of(finding), finding.toString());
  }

  /** The diagnosis of what is no failure. */
  static Diagnosis of(ErrorCode code, String sentence) {
    return new Diagnosis(List.of(new Finding(code, "", null, sentence)), code.says(sentence));
  }

  private static Diagnosis of(CodedException failure, UnaryOperator<String> names) {
    var findings =
        failure.findings().stream()
            .map(it -> it.field().startsWith("/") ? it.named(names.apply(it.field())) : it)
            .toList();
    var where = failure.where().isEmpty() ? "" : " [" + failure.where() + "]";
    return new Diagnosis(findings, sentences(findings) + where);
  }

  /** The first code. */
  ErrorCode code() {
    return findings.get(0).code();
  }

  /** The fields that are named, each once. */
  List<String> fields() {
    return fields(findings.stream());
  }

  /** What the inbox keeps. */
  Trouble trouble() {
    return new Trouble(code().id(), cause, remedy());
  }

  /** What to do, whoever has to do it. */
  String remedy() {
    return codes().stream().map(this::remedy).collect(Collectors.joining(" "));
  }

  /** One line for the seller. */
  String line() {
    var remedies = new ArrayList<String>();
    for (var reader : ErrorCode.Reader.values()) {
      var mine =
          codes().stream()
              .filter(code -> code.reader() == reader)
              .map(this::remedy)
              .collect(Collectors.joining(" "));
      if (!mine.isEmpty()) {
        remedies.add(reader == ErrorCode.Reader.SELLER ? mine : "For the administrator: " + mine);
      }
    }
    var wrong = sentences(findings);
    return wrong + (wrong.endsWith(".") ? " " : ". ") + String.join(" ", remedies);
  }

  private Set<ErrorCode> codes() {
    return findings.stream()
        .map(Finding::code)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private String remedy(ErrorCode code) {
    return code.remedy(fields(findings.stream().filter(finding -> finding.code() == code)));
  }

  private static List<String> fields(Stream<Finding> findings) {
    return findings.map(Finding::field).filter(field -> !field.isEmpty()).distinct().toList();
  }

  private static String sentences(List<Finding> findings) {
    return findings.stream().map(Finding::toString).collect(Collectors.joining("; "));
  }
}
