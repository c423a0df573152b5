package io.cosell.connector;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The acceptance criteria by id, and which of them a test stands for. */
final class AcceptanceCriteria {
  private static final String RESOURCE = "/acceptance-criteria.properties";
  private static final Pattern IDS = Pattern.compile("^[ABC]\\d\\d(?:, [ABC]\\d\\d)*(?= )");

  private AcceptanceCriteria() {}

  /** Each one's sentence by its id. */
  static SortedMap<String, String> all() {
    var properties = new Properties();
    try (var in = AcceptanceCriteria.class.getResourceAsStream(RESOURCE);
        var reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var criteria = new TreeMap<String, String>();
    properties.stringPropertyNames().forEach(id -> criteria.put(id, properties.getProperty(id)));
    return criteria;
  }

  /** The ids a display name begins with, such as {@code A05, A08 help without a contact …}. */
  static List<String> namedBy(String displayName) {
    var ids = IDS.matcher(displayName);
    return ids.find() ? List.of(ids.group().split(", ")) : List.of();
  }
}
