package io.cosell.connector.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.merge.FieldRule;
import io.cosell.connector.remote.Problem;
import io.cosell.connector.salesforce.Org;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The mapping in force: the table of the mapping directory with the settings it refers to. */
@Component
public class Mapping {
  private static final Logger log = LoggerFactory.getLogger(Mapping.class);

  private final MappingProperties properties;
  private final Settings settings;
  private volatile FieldTable table;

  Mapping(MappingProperties properties, Settings settings) {
    this.properties = properties;
    this.settings = settings;
  }

  /** Reads the table again; what is wrong with it is given back and the table in force stays. */
  public synchronized List<Problem> check() {
    try {
      var read = read();
      if (table == null) {
        log.info("The mapping table has {} fields", read.rows().size());
      }
      table = read;
      return List.of();
    } catch (IllegalArgumentException e) {
      return List.of(
          new Problem(
              "cosell.mapping.directory",
              properties.directory(),
              e.getMessage() + ". Correct the mapping table; it is read again by itself."));
    }
  }

  /**
   * Every field of the table this org does not have. Some may be absent: see {@link #mayBeAbsent}.
   */
  public List<Problem> check(Org org) {
    return table().rows().stream()
        .filter(row -> !row.kind().isList() && !row.isOff())
        .filter(row -> !org.has(row.ofAccount() ? "Account" : "Opportunity", row.salesforceField()))
        .filter(row -> !mayBeAbsent(row))
        .map(
            row ->
                new Problem(
                    "mapping table, row " + row.name(),
                    row.salesforce(),
                    "the org has no such field, or the connector's user may not see it; create it, grant access"
                        + " through a permission set, or change the row"))
        .toList();
  }

  /** Single-currency orgs have no currency field. */
  private static boolean mayBeAbsent(FieldRow row) {
    return row.salesforce().equals("CurrencyIsoCode");
  }

  /** How the fields travel. */
  public List<FieldRule> rules() {
    return table().rules();
  }

  /** How the fields travel from and to this org. */
  public List<FieldRule> rules(Org org) {
    return table().rules(org);
  }

  /** The field of this row as a seller knows it. */
  public String label(String row) {
    return table()
        .row(row)
        .filter(it -> !it.kind().isList())
        .map(FieldRow::salesforceLabel)
        .orElse(row);
  }

  /** The row of this field of the account, or of the address text it is the code of. */
  public Optional<String> ofAccount(String field) {
    return table().rows().stream()
        .filter(FieldRow::ofAccount)
        .filter(
            row ->
                field.equals(row.salesforceField()) || field.equals(row.salesforceField() + "Code"))
        .map(FieldRow::name)
        .findFirst();
  }

  /** From and to referrals. */
  public ReferralMapping referrals() {
    return new ReferralMapping(table());
  }

  /** From opportunities. */
  public OpportunityMapping opportunities() {
    return new OpportunityMapping(table(), OpportunityNames.from(settings));
  }

  /** Who the customer of a deal is in this org. */
  public CustomerMatch customers(Org org) {
    var rules = settings.apply("cosell.account.match-by").split(",");
    return new CustomerMatch(
        table(),
        org,
        Arrays.stream(rules).map(String::strip).filter(rule -> !rule.isEmpty()).toList());
  }

  /** What deals are worth. */
  public DealValue dealValue() {
    return new DealValue(table(), settings.apply("cosell.opportunity.default-currency"));
  }

  /** To opportunities. */
  public OpportunityWriter writer() {
    return new OpportunityWriter(
        table(),
        OpportunityNames.from(settings),
        new Stages(
            settings.apply("cosell.opportunity.active-stage"),
            settings.apply("cosell.opportunity.on-hold-stage"),
            settings.apply("cosell.opportunity.won-stage"),
            settings.apply("cosell.opportunity.lost-stage")));
  }

  private FieldTable table() {
    if (table == null) {
      var problems = check();
      if (!problems.isEmpty()) {
        throw new IllegalStateException(problems.get(0).toString());
      }
    }
    return table;
  }

  private FieldTable read() {
    var directory = Path.of(properties.directory());
    var rows = new ArrayList<FieldRow>();
    var onCreateReferral = new TreeMap<String, JsonNode>();
    var onCreateOpportunity = new TreeMap<String, JsonNode>();
    var fileOf = new TreeMap<String, Path>();
    for (var file : files(directory)) {
      var part = FieldTable.read(file, settings);
      part.rows().forEach(row -> requireNew(fileOf.put(row.name(), file), row, file));
      rows.addAll(part.rows());
      onCreateReferral.putAll(part.onCreateReferral());
      onCreateOpportunity.putAll(part.onCreateOpportunity());
    }
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no mapping table in " + directory.toAbsolutePath());
    }
    return new FieldTable(rows, onCreateReferral, onCreateOpportunity);
  }

  private static void requireNew(Path earlier, FieldRow row, Path file) {
    if (earlier != null) {
      throw new IllegalArgumentException(
          file + ": " + earlier + " already has a row named " + row.name());
    }
  }

  private static List<Path> files(Path directory) {
    try (var files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".yaml"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the directory " + directory.toAbsolutePath() + " cannot be read", e);
    }
  }
}
