package io.cosell.connector.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.cosell.connector.remote.ErrorCode;
import io.cosell.connector.remote.Finding;

/**
 * A call or a part of one, for what is said when it fails.
 *
 * @param what such as {@code PATCH sobjects/Opportunity/006… (part opp)}
 * @param object the object it writes; empty when it is none or unknown
 * @param body what was sent; a missing node for nothing
 */
record Attempt(String what, String object, JsonNode body) {
  private static final String OBJECTS = "sobjects/";
  private static final String OPPORTUNITY = "Opportunity";

  static Attempt of(String what) {
    return new Attempt(what, "", MissingNode.getInstance());
  }

  static Attempt of(Subrequest part) {
    var path = part.path().split("\\?", 2)[0];
    var object = path.startsWith(OBJECTS) ? path.split("/")[1] : "";
    return new Attempt(
        "%s %s (part %s)".formatted(part.method(), path, part.referenceId()),
        object,
        part.body() == null ? MissingNode.getInstance() : part.body());
  }

  /** What is wrong with this field, in their words. */
  Finding finding(ErrorCode code, String field, String words) {
    boolean ofOpportunity = object.isEmpty() || object.equals(OPPORTUNITY);
    return code.of(ofOpportunity ? field : object + "." + field, value(field), words);
  }

  /** What was sent for the field; null when it was not sent or is no plain value. */
  private String value(String field) {
    var value = body.path(field);
    if (value.isMissingNode() || value.isContainerNode()) {
      return null;
    }
    return value.isNull() ? "" : value.asText();
  }
}
