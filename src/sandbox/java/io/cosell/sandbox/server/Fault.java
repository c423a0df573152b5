package io.cosell.sandbox.server;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * A misbehaviour with a name, for requests that match.
 *
 * @param name what goes wrong, such as {@code latency} or {@code lost-answer}
 * @param method the HTTP method it applies to, or empty for all
 * @param path a regular expression found somewhere in the path with its query, or empty for all
 * @param times how often it strikes before it is gone; negative for ever
 * @param skip how many matching requests pass unharmed first
 * @param details further values the fault needs, such as {@code millis}, {@code status}, {@code
 *     retryAfter}
 */
public record Fault(
    String name, String method, String path, int times, int skip, Map<String, String> details) {

  /** A fault that strikes once, at the next request. */
  public static Fault named(String name) {
    return new Fault(name, "", "", 1, 0, Map.of());
  }

  /** The same fault for requests of this method whose path matches the expression only. */
  public Fault on(String method, String path) {
    return new Fault(name, method, path, times, skip, details);
  }

  /** The same fault, striking this often. */
  public Fault times(int times) {
    return new Fault(name, method, path, times, skip, details);
  }

  /** The same fault, until it is cleared. */
  public Fault always() {
    return times(-1);
  }

  /** The same fault, after this many matching requests were answered well. */
  public Fault after(int requests) {
    return new Fault(name, method, path, times, requests, details);
  }

  /** The same fault with one more detail. */
  public Fault with(String key, Object value) {
    var more = new java.util.TreeMap<>(details);
    more.put(key, String.valueOf(value));
    return new Fault(name, method, path, times, skip, Map.copyOf(more));
  }

  /** A detail as a number, or the default. */
  public int number(String key, int otherwise) {
    return details.containsKey(key) ? Integer.parseInt(details.get(key)) : otherwise;
  }

  boolean matches(String requestMethod, String requestPath) {
    return (method.isEmpty() || method.equalsIgnoreCase(requestMethod))
        && (path.isEmpty() || Pattern.compile(path).matcher(requestPath).find());
  }
}
