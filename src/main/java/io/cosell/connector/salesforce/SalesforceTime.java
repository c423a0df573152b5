package io.cosell.connector.salesforce;

import java.time.Instant;
import java.time.OffsetDateTime;

/** Reads points in time as the REST API writes them: {@code 2026-01-31T08:00:00.000+0000}. */
public final class SalesforceTime {
  private SalesforceTime() {}

  /**
   * The instant this text names; the offset may have a colon.
   *
   * @throws java.time.format.DateTimeParseException if it is no point in time
   */
  public static Instant parse(String text) {
    return OffsetDateTime.parse(text.replaceFirst("([+-]\\d\\d)(\\d\\d)$", "$1:$2")).toInstant();
  }
}
