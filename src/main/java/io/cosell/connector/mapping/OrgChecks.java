package io.cosell.connector.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.remote.ErrorCode;
import io.cosell.connector.remote.Finding;
import io.cosell.connector.salesforce.Org;
import io.cosell.connector.salesforce.Subrequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the org's describe says will be refused, found before it is asked, so that everything is
 * named at once.
 */
final class OrgChecks {
  private static final String OBJECTS = "sobjects/";

  private OrgChecks() {}

  /** What is wrong with these writes. */
  static List<Finding> of(List<Subrequest> parts, Org org) {
    var findings = new ArrayList<Finding>();
    for (var part : parts) {
      var path = part.path().split("/");
      if (part.body() != null && part.path().startsWith(OBJECTS)) {
        boolean byExternalId = path.length == 4;
        boolean creates = part.method().equals("POST") || byExternalId;
        check(path[1], part.body(), creates, org, findings);
      }
    }
    return findings;
  }

  private static void check(
      String object, JsonNode body, boolean creates, Org org, List<Finding> findings) {
    for (var sent : body.properties()) {
      org.field(object, sent.getKey())
          .flatMap(field -> wrong(label(object, sent.getKey()), sent.getValue(), field, creates))
          .ifPresent(findings::add);
    }
    if (creates) {
      org.details()
          .getOrDefault(object, Map.of())
          .forEach(
              (name, field) -> {
                if (isOfCustomer(name) && field.required() && isEmpty(body.path(name))) {
                  findings.add(ErrorCode.ORG_REQUIRES.empty(label(object, name)));
                }
              });
    }
  }

  /** The required fields of Salesforce itself are always sent. */
  private static boolean isOfCustomer(String field) {
    return field.endsWith("__c");
  }

  private static Optional<Finding> wrong(
      String label, JsonNode value, Org.Field field, boolean creates) {
    var text = value.asText("");
    if (creates ? !field.createable() : !field.updateable()) {
      return Optional.of(ErrorCode.FIELD_READ_ONLY.of(label, text));
    }
    if (!value.isTextual() || field.type().equals("reference")) {
      return Optional.empty();
    }
    if (field.length() > 0 && text.length() > field.length()) {
      var lengths = "%d characters of %d".formatted(text.length(), field.length());
      return Optional.of(ErrorCode.TEXT_TOO_LONG.of(label, text, lengths));
    }
    boolean unlisted =
        field.restricted() && field.values().stream().noneMatch(text::equalsIgnoreCase);
    return unlisted ? Optional.of(unlisted(label).of(label, text)) : Optional.empty();
  }

  private static ErrorCode unlisted(String label) {
    if (label.endsWith("CountryCode")) {
      return ErrorCode.COUNTRY_NOT_IN_ORG;
    }
    return label.equals("CurrencyIsoCode")
        ? ErrorCode.CURRENCY_NOT_ACTIVE
        : ErrorCode.NOT_IN_PICKLIST;
  }

  private static boolean isEmpty(JsonNode value) {
    return value.isMissingNode() || value.isNull() || value.asText().isBlank();
  }

  private static String label(String object, String field) {
    return object.equals("Opportunity") ? field : object + "." + field;
  }
}
