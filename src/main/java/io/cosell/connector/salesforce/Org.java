package io.cosell.connector.salesforce;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What describe calls told about the org.
 *
 * @param id the organisation's id, 18 characters
 * @param fields the visible fields of each object by the object's API name; an object that is
 *     missing or hidden is absent
 * @param stages the active opportunity stages in their order
 * @param details the same fields with what may be done with them, by object and field
 * @param currencies the org's currencies
 * @param userId the user the connector is signed in as
 * @param solutionParent the solutions object's field that points to its opportunity; empty when the
 *     relationship was not found
 */
public record Org(
    String id,
    Map<String, Set<String>> fields,
    List<Stage> stages,
    Map<String, Map<String, Field>> details,
    Currencies currencies,
    String userId,
    String solutionParent) {

  /** An org of which only this much is known. */
  public Org(String id, Map<String, Set<String>> fields, List<Stage> stages) {
    this(id, fields, stages, Map.of(), new Currencies(false, "", Set.of()), "", "");
  }

  /**
   * One opportunity stage.
   *
   * @param name its API name, what {@code StageName} holds
   * @param label what people read
   */
  public record Stage(String name, String label, boolean closed, boolean won) {

    /** A stage people know by its API name. */
    public Stage(String name, boolean closed, boolean won) {
      this(name, name, closed, won);
    }
  }

  /**
   * One field (REST API guide, sObject Describe).
   *
   * @param type such as {@code string}, {@code picklist}, {@code currency}, {@code date}
   * @param length longest text, 0 for what is no text
   * @param required true when a new record needs it
   * @param createable true when it may be set on a new record
   * @param updateable true when it may be changed
   * @param unique true when no two records may have the same value
   * @param externalId true when it can be the key of an upsert
   * @param restricted true when a picklist takes no other values than its own
   * @param calculated true for a formula, which nobody may write
   * @param options the active values of a picklist
   */
  public record Field(
      String type,
      int length,
      boolean required,
      boolean createable,
      boolean updateable,
      boolean unique,
      boolean externalId,
      boolean restricted,
      boolean calculated,
      List<Option> options) {

    /** A field that is no formula, whose values are their own labels. */
    public Field(
        String type,
        int length,
        boolean required,
        boolean createable,
        boolean updateable,
        boolean unique,
        boolean externalId,
        boolean restricted,
        List<String> values) {
      this(
          type,
          length,
          required,
          createable,
          updateable,
          unique,
          externalId,
          restricted,
          false,
          values.stream().map(value -> new Option(value, value, Set.of())).toList());
    }

    /** The active values of a picklist. */
    public List<String> values() {
      return options.stream().map(Option::value).toList();
    }
  }

  /**
   * One value of a picklist.
   *
   * @param value what the field holds
   * @param label what people read
   * @param validFor values of the controlling picklist it may stand beside; empty for a picklist
   *     that depends on no other
   */
  public record Option(String value, String label, Set<String> validFor) {}

  /**
   * The org's currencies.
   *
   * @param multiple true when every record has its own {@code CurrencyIsoCode}
   * @param standard the corporate currency, or the only one; empty if it is not visible
   * @param active the currencies in use; empty in an org with a single one
   */
  public record Currencies(boolean multiple, String standard, Set<String> active) {}

  /** True when the object has the field and we may see it. */
  public boolean has(String object, String field) {
    return fields.getOrDefault(object, Set.of()).contains(field);
  }

  /** What may be done with the field; empty when it is missing or hidden. */
  public Optional<Field> field(String object, String field) {
    return Optional.ofNullable(details.getOrDefault(object, Map.of()).get(field));
  }

  /** The stage of this API name. */
  public Optional<Stage> stage(String name) {
    return stages.stream().filter(stage -> stage.name().equals(name)).findFirst();
  }

  /** The stage a setting means: that of this API name, else the only one with this label. */
  public Optional<Stage> stageMeant(String nameOrLabel) {
    var labelled = stages.stream().filter(stage -> stage.label().equals(nameOrLabel)).toList();
    return stage(nameOrLabel)
        .or(() -> labelled.size() == 1 ? Optional.of(labelled.get(0)) : Optional.empty());
  }

  /**
   * The field beside an address text that holds its code, in an org with state and country
   * picklists; the text is then Salesforce's own business.
   *
   * @param field such as {@code BillingCountry} or {@code BillingState}
   */
  public Optional<String> addressCode(String object, String field) {
    boolean address = field.endsWith("Country") || field.endsWith("State");
    return address && has(object, field) && has(object, field + "Code")
        ? Optional.of(field + "Code")
        : Optional.empty();
  }
}
