package io.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** A read {@code $filter}: whether a referral passes, and what an index can use of it. */
sealed interface Filter {

  /** Whether the referral, or the element of one of its lists, passes. */
  boolean passes(JsonNode node);

  /** The engagement that alone can pass, if the filter says so. */
  default Optional<String> engagement() {
    return Optional.empty();
  }

  /** The time before which nothing passes, if the filter says so. */
  default Optional<Instant> updatedSince() {
    return Optional.empty();
  }

  /** Lets everything pass. */
  record All() implements Filter {
    @Override
    public boolean passes(JsonNode node) {
      return true;
    }
  }

  /** Both. */
  record And(Filter left, Filter right) implements Filter {
    @Override
    public boolean passes(JsonNode node) {
      return left.passes(node) && right.passes(node);
    }

    @Override
    public Optional<String> engagement() {
      return left.engagement().or(right::engagement);
    }

    @Override
    public Optional<Instant> updatedSince() {
      return left.updatedSince().or(right::updatedSince);
    }
  }

  /** One of both. */
  record Or(Filter left, Filter right) implements Filter {
    @Override
    public boolean passes(JsonNode node) {
      return left.passes(node) || right.passes(node);
    }
  }

  /** The opposite. */
  record Not(Filter inner) implements Filter {
    @Override
    public boolean passes(JsonNode node) {
      return !inner.passes(node);
    }
  }

  /** Some element of a list passes. */
  record Any(JsonPointer pointer, Filter inner) implements Filter {
    @Override
    public boolean passes(JsonNode node) {
      return StreamSupport.stream(node.at(pointer).spliterator(), false).anyMatch(inner::passes);
    }
  }

  /**
   * One comparison.
   *
   * @param pointer JSON pointer of the property
   * @param operator eq, ne, gt, ge, lt or le
   * @param value an Instant, BigDecimal, Boolean or String; null for the literal null
   */
  record Comparison(JsonPointer pointer, String operator, Object value) implements Filter {
    @Override
    public boolean passes(JsonNode node) {
      var found = node.at(pointer);
      boolean absent = found.isMissingNode() || found.isNull();
      if (value == null || absent) {
        boolean same = value == null && absent;
        return "eq".equals(operator) && same || "ne".equals(operator) && !same;
      }
      return switch (operator) {
        case "eq" -> order(found) == 0;
        case "ne" -> order(found) != 0;
        case "gt" -> order(found) > 0;
        case "ge" -> order(found) >= 0;
        case "lt" -> order(found) < 0;
        default -> order(found) <= 0;
      };
    }

    private int order(JsonNode found) {
      try {
        if (value instanceof Instant instant) {
          return OffsetDateTime.parse(found.asText()).toInstant().compareTo(instant);
        }
        if (value instanceof BigDecimal number) {
          return new BigDecimal(found.asText()).compareTo(number);
        }
      } catch (DateTimeException | NumberFormatException e) {
        throw Refusal.malformed(pointer + " cannot be compared with this literal.", "$filter");
      }
      return found.asText().compareTo(value.toString());
    }

    @Override
    public Optional<String> engagement() {
      return "/engagementId".equals(pointer.toString()) && "eq".equals(operator) && value != null
          ? Optional.of(value.toString())
          : Optional.empty();
    }

    @Override
    public Optional<Instant> updatedSince() {
      return "/updatedDateTime".equals(pointer.toString())
              && operator.startsWith("g")
              && value instanceof Instant since
          ? Optional.of(since)
          : Optional.empty();
    }
  }
}
