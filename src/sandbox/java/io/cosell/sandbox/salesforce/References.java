package io.cosell.sandbox.salesforce;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces {@code @{ref.path[0].name}} by what an earlier part of a composite request answered. */
final class References {
  private static final Pattern REFERENCE =
      Pattern.compile("@\\{([A-Za-z0-9_]+)((?:\\.|\\[)[^}]*)}");
  private static final Pattern STEP = Pattern.compile("\\.?([A-Za-z0-9_]+)|\\[(\\d+)]");
  private final Map<String, ApiResponse> answers = new LinkedHashMap<>();

  void remember(String referenceId, ApiResponse answer) {
    answers.put(referenceId, answer);
  }

  String inText(String text) {
    var matcher = REFERENCE.matcher(text);
    var filled = new StringBuilder();
    while (matcher.find()) {
      var value = value(matcher.group(1), matcher.group(2));
      matcher.appendReplacement(filled, Matcher.quoteReplacement(String.valueOf(value)));
    }
    return matcher.appendTail(filled).toString();
  }

  Object in(Object json) {
    if (json instanceof Map<?, ?> map) {
      var filled = new LinkedHashMap<String, Object>();
      map.forEach((key, value) -> filled.put(String.valueOf(key), in(value)));
      return filled;
    }
    if (json instanceof List<?> list) {
      return list.stream().map(this::in).toList();
    }
    if (!(json instanceof String text)) {
      return json;
    }
    var whole = REFERENCE.matcher(text);
    return whole.matches() ? value(whole.group(1), whole.group(2)) : inText(text);
  }

  private Object value(String referenceId, String path) {
    var answer = answers.get(referenceId);
    Object at = answer == null || answer.failed() ? null : answer.body();
    var steps = STEP.matcher(path);
    while (at != null && steps.find()) {
      if (steps.group(2) != null) {
        int index = Integer.parseInt(steps.group(2));
        at = at instanceof List<?> list && index < list.size() ? list.get(index) : null;
      } else {
        at = at instanceof Map<?, ?> map ? map.get(steps.group(1)) : null;
      }
    }
    if (at == null) {
      var name = path.startsWith(".") ? path.substring(1) : path;
      throw ApiException.badRequest(
          "PROCESSING_HALTED",
          "Invalid reference specified. No value for %s.%s found in %s"
              .formatted(referenceId, name, referenceId));
    }
    return at;
  }
}
