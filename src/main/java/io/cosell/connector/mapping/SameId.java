package io.cosell.connector.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.merge.DealState;
import io.cosell.connector.salesforce.Soql;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The customer is the account with the same value in the field of one row of the mapping table. */
record SameId(String name, FieldRow row) implements CustomerRule {

  @Override
  public Optional<String> condition(DealState referral) {
    return wanted(referral).map(id -> row.salesforceField() + " IN " + Soql.list(spellings(id)));
  }

  private LinkedHashSet<String> spellings(String id) {
    var spellings = new LinkedHashSet<>(List.of(id));
    if (row.kind() == Kind.DUNS && id.length() == 9) {
      spellings.add(id.substring(0, 2) + "-" + id.substring(2, 5) + "-" + id.substring(5));
      spellings.add(id.replaceFirst("^0+(?=.)", ""));
    }
    return spellings;
  }

  @Override
  public List<String> columns() {
    return List.of(row.salesforceField());
  }

  @Override
  public List<JsonNode> matching(List<JsonNode> accounts, DealState referral) {
    var wanted = wanted(referral).map(SameId::folded);
    return wanted.isEmpty()
        ? List.of()
        : accounts.stream().filter(account -> id(account).equals(wanted)).toList();
  }

  @Override
  public boolean denies(JsonNode account, DealState referral) {
    var wanted = wanted(referral).map(SameId::folded);
    var own = id(account);
    return wanted.isPresent() && own.isPresent() && !own.equals(wanted);
  }

  @Override
  public Optional<String> key(DealState referral) {
    return wanted(referral).map(id -> name + ":" + folded(id));
  }

  private Optional<String> wanted(DealState referral) {
    return referral.text(row.name()).filter(id -> !id.isBlank());
  }

  private Optional<String> id(JsonNode account) {
    return row.kind()
        .canonical(row.name(), account.path(row.salesforceField()))
        .map(SameId::folded);
  }

  /** Queries do not tell capitals apart either, but for fields that are unique with them. */
  private static String folded(String id) {
    return id.toLowerCase(Locale.ROOT);
  }
}
