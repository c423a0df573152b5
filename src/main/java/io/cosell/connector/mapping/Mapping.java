package io.cosell.connector.mapping;

import io.cosell.connector.merge.FieldRule;
import io.cosell.connector.remote.Problem;
import io.cosell.connector.salesforce.Org;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The mapping in force: the table of the mapping directory with the settings it refers to.
 *
 * <p>An edited table comes into force while deals are worked on. Each of them keeps the table it
 * began with, see {@link #keep}.
 */
@Component
public class Mapping {
  private static final Logger log = LoggerFactory.getLogger(Mapping.class);

  private final MappingProperties properties;
  private final TableDirectory directory;
  private final Settings settings;
  private final Clock clock;
  private final ThreadLocal<FieldTable> kept = new ThreadLocal<>();
  private TableReading latest;
  private volatile InForce inForce;
  private volatile boolean fitsTheOrg;

  /**
   * A table that is used.
   *
   * @param content the files it was made of
   */
  record InForce(FieldTable table, TableDirectory.Content content, Instant since) {}

  /** A table as it was at one moment; says nothing to others. */
  public static final class Version {
    private final FieldTable table;

    private Version(FieldTable table) {
      this.table = table;
    }
  }

  /** What lasts until it is closed. */
  public interface Scope extends AutoCloseable {
    @Override
    void close();
  }

  Mapping(MappingProperties properties, Settings settings, Clock clock) {
    this.properties = properties;
    this.directory = new TableDirectory(properties.directory());
    this.settings = settings;
    this.clock = clock;
  }

  /** Reads the table again; everything that is wrong with it, as far as it shows by itself. */
  public synchronized List<Problem> check() {
    latest = read(look());
    if (latest.problems().isEmpty() && inForce == null) {
      putInForce(latest);
    }
    return told(latest.problems());
  }

  /**
   * Everything in which the table read last does not fit the org, such as a field it does not have.
   * A table that fits is in force from now on.
   */
  public synchronized List<Problem> check(Org org) {
    if (latest == null) {
      check();
    }
    return told(take(latest, org));
  }

  /** The files as they are now. */
  TableDirectory.Content look() {
    return directory.read();
  }

  TableReading read(TableDirectory.Content content) {
    return new TableReading(content, settings);
  }

  /** Puts a table in force in which nothing is wrong, if it fits the org; else says why not. */
  synchronized List<TableProblem> take(TableReading reading, Org org) {
    var misfits =
        OrgFit.problems(reading, org, settings.apply("cosell.salesforce.solutions.object"));
    if (misfits.isEmpty() && reading.problems().isEmpty()) {
      putInForce(reading);
      fitsTheOrg = true;
    }
    return misfits;
  }

  private void putInForce(TableReading reading) {
    if (inForce == null || !inForce.content().equals(reading.content())) {
      inForce = new InForce(reading.table(), reading.content(), clock.instant());
      log.info("The mapping table has {} fields", inForce.table().rows().size());
    }
  }

  private List<Problem> told(List<TableProblem> problems) {
    return problems.stream()
        .map(
            problem ->
                new Problem(
                    "cosell.mapping.directory",
                    properties.directory(),
                    problem + ". The files are read again by themselves"))
        .toList();
  }

  /** What is in force, once it has been found to fit the org. */
  Optional<InForce> inForce() {
    return fitsTheOrg ? Optional.of(inForce) : Optional.empty();
  }

  /** The version in force. */
  public Version version() {
    return new Version(table());
  }

  /**
   * Lets this thread work with that version, whatever comes into force meanwhile, until the scope
   * is closed.
   */
  public Scope keep(Version version) {
    kept.set(version.table);
    return kept::remove;
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

  /** From and to referrals. */
  public ReferralMapping referrals() {
    var today = today();
    return new ReferralMapping(
        table(), new ReferralChecks(table(), properties.requiredOfPeople(), today), today);
  }

  /** What the seller calls the field that is at this JSON Pointer in a referral. */
  public String sellersName(String pointer) {
    return SellersName.of(pointer, table());
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
            settings.apply("cosell.opportunity.lost-stage")),
        today());
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  /** From and to leads, and the referrals they stand for. */
  public LeadMapping leads() {
    return new LeadMapping(table().ofLeads(), settings.lead(), today());
  }

  private FieldTable table() {
    var own = kept.get();
    if (own != null) {
      return own;
    }
    if (inForce == null) {
      var problems = check();
      if (!problems.isEmpty()) {
        throw new IllegalStateException(problems.get(0).toString());
      }
    }
    return inForce.table();
  }
}
