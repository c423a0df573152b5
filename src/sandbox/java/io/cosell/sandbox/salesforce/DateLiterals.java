package io.cosell.sandbox.salesforce;

import java.time.Clock;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.regex.Pattern;

/** Named spans of days such as TODAY and LAST_N_DAYS:30, in UTC. */
final class DateLiterals {
  private static final Pattern KNOWN =
      Pattern.compile(
          "TODAY|YESTERDAY|TOMORROW|(THIS|LAST|NEXT)_(WEEK|MONTH|YEAR)|LAST_90_DAYS|NEXT_90_DAYS"
              + "|(LAST|NEXT)_N_(DAYS|WEEKS|MONTHS|YEARS):\\d+|N_DAYS_AGO:\\d+");

  /** The first day and the day after the last. */
  record Span(LocalDate from, LocalDate until) {}

  private DateLiterals() {}

  static boolean knows(String word) {
    return KNOWN.matcher(word.toUpperCase(Locale.ROOT)).matches();
  }

  static Span span(String word, Clock clock) {
    var today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
    var name = word.toUpperCase(Locale.ROOT);
    int colon = name.indexOf(':');
    if (colon > 0) {
      return counted(name.substring(0, colon), Integer.parseInt(name.substring(colon + 1)), today);
    }
    var week = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.SUNDAY));
    var month = today.withDayOfMonth(1);
    var year = today.withDayOfYear(1);
    return switch (name) {
      case "YESTERDAY" -> new Span(today.minusDays(1), today);
      case "TOMORROW" -> new Span(today.plusDays(1), today.plusDays(2));
      case "THIS_WEEK" -> new Span(week, week.plusWeeks(1));
      case "LAST_WEEK" -> new Span(week.minusWeeks(1), week);
      case "NEXT_WEEK" -> new Span(week.plusWeeks(1), week.plusWeeks(2));
      case "THIS_MONTH" -> new Span(month, month.plusMonths(1));
      case "LAST_MONTH" -> new Span(month.minusMonths(1), month);
      case "NEXT_MONTH" -> new Span(month.plusMonths(1), month.plusMonths(2));
      case "THIS_YEAR" -> new Span(year, year.plusYears(1));
      case "LAST_YEAR" -> new Span(year.minusYears(1), year);
      case "NEXT_YEAR" -> new Span(year.plusYears(1), year.plusYears(2));
      case "LAST_90_DAYS" -> new Span(today.minusDays(90), today.plusDays(1));
      case "NEXT_90_DAYS" -> new Span(today.plusDays(1), today.plusDays(91));
      default -> new Span(today, today.plusDays(1));
    };
  }

  private static Span counted(String name, int n, LocalDate today) {
    var tomorrow = today.plusDays(1);
    return switch (name) {
      case "N_DAYS_AGO" -> new Span(today.minusDays(n), today.minusDays(n).plusDays(1));
      case "LAST_N_DAYS" -> new Span(today.minusDays(n), tomorrow);
      case "NEXT_N_DAYS" -> new Span(tomorrow, tomorrow.plusDays(n));
      case "LAST_N_WEEKS" -> new Span(today.minusWeeks(n), tomorrow);
      case "NEXT_N_WEEKS" -> new Span(tomorrow, tomorrow.plusWeeks(n));
      case "LAST_N_MONTHS" -> new Span(today.minusMonths(n), tomorrow);
      case "NEXT_N_MONTHS" -> new Span(tomorrow, tomorrow.plusMonths(n));
      case "LAST_N_YEARS" -> new Span(today.minusYears(n), tomorrow);
      default -> new Span(tomorrow, tomorrow.plusYears(n));
    };
  }
}
