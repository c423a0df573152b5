package io.cosell.connector.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.merge.DealState;
import io.cosell.connector.remote.Problem;
import io.cosell.connector.salesforce.Org;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which account is the customer of a deal that is new in Salesforce, by the rules of {@code
 * cosell.account.match-by}.
 *
 * <p>The first rule that finds any account decides. A weaker rule never takes an account whose id
 * by a stronger one is another: two companies of one name are told apart by their D-U-N-S numbers.
 */
public final class CustomerMatch {
  private static final String SETTING = "cosell.account.match-by";
  private static final int MOST_CANDIDATES = 500;

  private final FieldTable table;
  private final Org org;
  private final List<String> names;
  private final List<CustomerRule> rules = new ArrayList<>();

  /**
   * The account.
   *
   * @param id its id
   * @param note what an administrator should know about the choice; empty for nothing
   */
  public record Match(String id, String note) {}

  CustomerMatch(FieldTable table, Org org, List<String> names) {
    this.table = table;
    this.org = org;
    this.names = names;
    names.forEach(name -> CustomerRule.named(name, table, org).ifPresent(rules::add));
    if (rules.isEmpty()) {
      rules.add(new NameAndPostalCode(table)); // its row has been taken from the table meanwhile
    }
  }

  /** What is wrong with the setting. */
  public List<Problem> problems() {
    var problems = new ArrayList<Problem>();
    if (names.isEmpty()) {
      problems.add(
          new Problem(SETTING, "", "is empty: write name-and-postal-code, or another rule"));
    }
    for (var name : names) {
      if (CustomerRule.named(name, table, org).isEmpty()) {
        problems.add(new Problem(SETTING, name, CustomerRule.trouble(name, table, org)));
      }
    }
    return problems;
  }

  /** The query for all accounts it could be, oldest first; empty when nothing tells who it is. */
  public Optional<String> query(DealState referral) {
    var conditions =
        rules.stream()
            .flatMap(rule -> rule.condition(referral).stream())
            .collect(Collectors.joining(" OR "));
    if (conditions.isEmpty()) {
      return Optional.empty();
    }
    var columns = new LinkedHashSet<>(List.of("Id"));
    rules.forEach(rule -> columns.addAll(rule.columns()));
    return Optional.of(
        "SELECT %s FROM Account WHERE %s ORDER BY CreatedDate, Id LIMIT %d"
            .formatted(String.join(", ", columns), conditions, MOST_CANDIDATES));
  }

  /**
   * The account among these.
   *
   * @param accounts what the query found
   */
  public Optional<Match> choose(List<JsonNode> accounts, DealState referral) {
    var candidates = accounts;
    for (var rule : rules) {
      var found = rule.matching(candidates, referral);
      if (!found.isEmpty()) {
        var id = found.get(0).path("Id").asText();
        return Optional.of(new Match(id, note(rule, found.size(), id)));
      }
      candidates = candidates.stream().filter(it -> !rule.denies(it, referral)).toList();
    }
    return Optional.empty();
  }

  private static String note(CustomerRule rule, int found, String id) {
    return found == 1
        ? ""
        : "%d accounts match the customer by %s; the oldest is taken, %s"
            .formatted(found, rule.name(), id);
  }

  /** What tells this customer from another until it has an account. */
  public String key(DealState referral) {
    return rules.stream()
        .flatMap(rule -> rule.key(referral).stream())
        .findFirst()
        .orElseGet(() -> new NameAndPostalCode(table).keyOf(referral));
  }
}
