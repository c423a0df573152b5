package io.cosell.connector.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.cosell.connector.remote.ErrorCode;
import io.cosell.connector.remote.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * Why Partner Center says no. Its documents leave open which status a broken rule has, and its
 * words are not for programs; so this is told from status, code, the field it names and what was
 * sent.
 */
final class Refusals {
  private static final String CONTACTS = "/customerProfile/team";
  private static final String CONSENT = "/consent/consentToShareReferralWithMicrosoftSellers";
  private static final Set<String> NO_FIELDS = Set.of("etag", "referral", "authorization", "id");
  private static final Set<String> OF_STATUS = Set.of("/status", "/substatus", "/statusreason");
  private static final Pattern INDEX = Pattern.compile("\\[(\\d+)]");

  /** What may be patched, by the definition of Microsoft's own connector. */
  private static final Set<String> PATCHABLE =
      Set.of(
          "/status",
          "/substatus",
          "/statusReason",
          "/details/dealValue",
          "/details/currency",
          "/details/closingDateTime",
          "/details/notes",
          "/details/requirements/solutions",
          "/team",
          CONTACTS,
          "/externalReferenceId",
          "/campaignId",
          "/referralProgram",
          "/salesStage",
          CONSENT,
          "/registrations");

  private final Request request;
  private final Answer answer;
  private final String field;

  private Refusals(Request request, Answer answer) {
    this.request = request;
    this.answer = answer;
    this.field = answer.target().flatMap(Refusals::pointer).orElseGet(this::onlyFieldSent);
  }

  /** What is wrong; the field is a JSON Pointer. */
  static Finding finding(Request request, Answer answer) {
    var refusal = new Refusals(request, answer);
    return refusal.code().of(refusal.field, refusal.value(), answer.message());
  }

  /** The field as a JSON Pointer, however it is written; empty when it names none. */
  static Optional<String> pointer(String target) {
    var path = INDEX.matcher(target.strip()).replaceAll("/$1").replace('.', '/');
    if (NO_FIELDS.contains(path.toLowerCase(Locale.ROOT))
        || !path.matches("[A-Za-z0-9/-]{1,200}")) {
      return Optional.empty();
    }
    return Optional.of(path.startsWith("/") ? path : "/" + path);
  }

  private ErrorCode code() {
    if (request.audience() == Audience.WEBHOOKS) {
      return ErrorCode.PARTNER_CENTER_WEBHOOK;
    }
    return switch (answer.status()) {
      case 403 -> ErrorCode.PARTNER_CENTER_FORBIDDEN;
      case 404, 410 -> ErrorCode.PARTNER_CENTER_GONE;
      case 413 -> ErrorCode.PARTNER_CENTER_TOO_LARGE;
      case 405, 406, 411, 415, 416, 501 -> ErrorCode.PARTNER_CENTER_PROTOCOL;
      default -> broken();
    };
  }

  /** Which rule was broken. */
  private ErrorCode broken() {
    if (isPatch() && isKnownToBe("status", "Closed")) {
      return ErrorCode.PARTNER_CENTER_CLOSED;
    }
    if (answer.status() == 409 && isInvitation()) {
      return ErrorCode.PARTNER_CENTER_INVITED;
    }
    if (field.isEmpty()) {
      return ErrorCode.PARTNER_CENTER_RULE;
    }
    if (isPatch()) {
      return brokenByChange();
    }
    return valueOrNone();
  }

  private ErrorCode brokenByChange() {
    if (OF_STATUS.contains(field.toLowerCase(Locale.ROOT))) {
      return ErrorCode.PARTNER_CENTER_STATUS;
    }
    if (field.equalsIgnoreCase(CONSENT)) {
      return ErrorCode.PARTNER_CENTER_RATCHET;
    }
    if (field.equalsIgnoreCase(CONTACTS) && isKnownToBe("type", "Shared")) {
      return ErrorCode.PARTNER_CENTER_CONTACTS;
    }
    if (PATCHABLE.stream().noneMatch(path -> isWithin(field, path))) {
      return ErrorCode.PARTNER_CENTER_FIXED;
    }
    return valueOrNone();
  }

  private ErrorCode valueOrNone() {
    return sent().filter(Refusals::isEmpty).isPresent()
        ? ErrorCode.PARTNER_CENTER_REQUIRED
        : ErrorCode.PARTNER_CENTER_VALUE;
  }

  private boolean isPatch() {
    return request.method().equals("PATCH");
  }

  private boolean isInvitation() {
    return request.body() != null && new Referral(request.body()).isMicrosofts();
  }

  private boolean isKnownToBe(String property, String value) {
    return request.known() != null && value.equals(request.known().json().path(property).asText());
  }

  /** The one field of a patch; status and its companions are one. */
  private String onlyFieldSent() {
    var paths = new ArrayList<String>();
    for (var operation : operations()) {
      var path = operation.path("path").asText();
      if (paths.isEmpty() || !OF_STATUS.contains(path.toLowerCase(Locale.ROOT))) {
        paths.add(path);
      }
    }
    return paths.size() == 1 ? paths.get(0) : "";
  }

  private Iterable<JsonNode> operations() {
    return isPatch() && request.body() != null ? request.body() : List.of();
  }

  /** What was sent for the field, a null node for nothing; empty when that cannot be told. */
  private Optional<JsonNode> sent() {
    for (var operation : operations()) {
      var path = operation.path("path").asText();
      if (isWithin(field, path)) {
        return at(operation.path("value"), field.substring(path.length()));
      }
    }
    return isPatch() || request.body() == null || field.isEmpty()
        ? Optional.empty()
        : at(request.body(), field);
  }

  /** In an array without an index: the first element that has nothing there. */
  private static Optional<JsonNode> at(JsonNode node, String pointer) {
    if (pointer.isEmpty()) {
      return Optional.of(node);
    }
    int end = pointer.indexOf('/', 1) < 0 ? pointer.length() : pointer.indexOf('/', 1);
    var name = pointer.substring(1, end);
    var rest = pointer.substring(end);
    if (!node.isArray()) {
      return at(member(node, name), rest);
    }
    if (name.matches("\\d{1,4}")) {
      return at(node.path(Integer.parseInt(name)), rest);
    }
    return StreamSupport.stream(node.spliterator(), false)
        .flatMap(element -> at(element, pointer).stream())
        .filter(Refusals::isEmpty)
        .findFirst();
  }

  /** Documents disagree about the case of names. */
  private static JsonNode member(JsonNode node, String name) {
    for (var property : node.properties()) {
      if (property.getKey().equalsIgnoreCase(name)) {
        return property.getValue();
      }
    }
    return NullNode.getInstance();
  }

  private static boolean isWithin(String path, String prefix) {
    var beginning = prefix.toLowerCase(Locale.ROOT);
    var whole = path.toLowerCase(Locale.ROOT);
    return whole.equals(beginning) || whole.startsWith(beginning + "/");
  }

  private static boolean isEmpty(JsonNode value) {
    return value.isContainerNode() ? value.isEmpty() : value.asText("").isBlank();
  }

  private String value() {
    var sent = sent();
    if (sent.isEmpty() || sent.get().isContainerNode() && !sent.get().isEmpty()) {
      return null;
    }
    return isEmpty(sent.get()) ? "" : sent.get().asText();
  }
}
