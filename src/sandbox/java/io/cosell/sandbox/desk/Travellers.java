package io.cosell.sandbox.desk;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Measures how long changes of one deal take from one cloud to the other. A value travels from the
 * moment a person has set it on one side until the other side shows the same. Not thread-safe.
 */
final class Travellers {
  /** The name of the value that stands for a whole deal. */
  static final String NEW_DEAL = "new deal";

  /** One value on its way. */
  private record Traveller(String direction, Instant since, String value) {}

  private final Map<String, Traveller> underway = new LinkedHashMap<>();

  /**
   * A person has set values on one side.
   *
   * @param now the values of that side that the other does not show
   */
  void set(String direction, Instant at, Map<String, String> now) {
    now.forEach(
        (name, value) -> {
          var known = underway.get(name);
          boolean same =
              known != null
                  && known.direction().equals(direction)
                  && Objects.equals(known.value(), value);
          if (!same) {
            underway.put(name, new Traveller(direction, at, value));
          }
        });
  }

  /**
   * One side shows these values since this moment; the ones that were on their way have arrived.
   *
   * @param direction the way that leads to that side
   */
  Optional<Arrival> shows(String direction, Instant at, Map<String, String> values) {
    var arrived = new ArrayList<String>();
    var since = at;
    for (var entry : List.copyOf(underway.entrySet())) {
      var traveller = entry.getValue();
      if (traveller.direction().equals(direction)
          && Objects.equals(traveller.value(), values.get(entry.getKey()))) {
        arrived.add(entry.getKey());
        since = traveller.since().isBefore(since) ? traveller.since() : since;
        underway.remove(entry.getKey());
      }
    }
    return arrived.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Arrival(
                "",
                "",
                direction,
                arrived,
                since.toEpochMilli(),
                Duration.between(since, at).toMillis()));
  }

  /** What is on its way in this direction, as one; empty when nothing is. */
  Optional<Arrival> underway(String direction) {
    var those =
        underway.entrySet().stream()
            .filter(it -> it.getValue().direction().equals(direction))
            .toList();
    return those.stream()
        .map(it -> it.getValue().since())
        .min(Instant::compareTo)
        .map(
            since ->
                new Arrival(
                    "",
                    "",
                    direction,
                    those.stream().map(Map.Entry::getKey).toList(),
                    since.toEpochMilli(),
                    -1));
  }
}
