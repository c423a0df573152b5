package io.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Answers a list request, page by page. The next link has the documented traps: plain http, and no
 * {@code /engagements} in its path; its query is all that can be used.
 */
class Listing {
  private static final int PAGE = 100;
  private static final Set<String> OPTIONS =
      Set.of("$filter", "$orderby", "$select", "$top", "$skip", "$count", "$expand", "$skiptoken");
  private static final List<String> PARTIAL =
      List.of(
          "id",
          "engagementId",
          "name",
          "organizationId",
          "createdDateTime",
          "updatedDateTime",
          "status",
          "substatus",
          "type",
          "qualification",
          "direction",
          "eTag",
          "customerProfile",
          "details",
          "links");

  private final PartnerCenter center;
  private final Rendering rendering;
  private final Switches switches;

  Listing(PartnerCenter center, Rendering rendering, Switches switches) {
    this.center = center;
    this.rendering = rendering;
    this.switches = switches;
  }

  /**
   * One page.
   *
   * @param query the query options
   * @param visible what the caller may see
   */
  ObjectNode page(Map<String, String> query, Predicate<ObjectNode> visible) {
    for (var option : query.keySet()) {
      if (option.startsWith("$") && !OPTIONS.contains(option)) {
        throw Refusal.malformed("Query option " + option + " is not supported.", option);
      }
    }
    var asked = query.containsKey("$skiptoken") ? resumed(query.get("$skiptoken")) : query;
    var rows = rows(asked, visible);
    int skip = number(asked, "$skip", 0);
    int wanted = Math.min(number(asked, "$top", Integer.MAX_VALUE), rows.size() - skip);
    int size = Math.max(0, Math.min(PAGE, wanted));

    var page = Json.object();
    page.put("@odata.context", "http://api.partner.microsoft.com/v1.0/$metadata#Referrals");
    if ("true".equals(asked.get("$count"))) {
      page.put("@odata.count", switches.isOn(Switch.COUNT_IS_PAGE_SIZE) ? size : rows.size());
    }
    var value = page.putArray("value");
    var properties = properties(asked.get("$select"));
    rows.stream().skip(skip).limit(size).forEach(row -> value.add(shown(row, properties)));
    if (wanted > size) {
      page.put("@odata.nextLink", nextLink(asked, skip + size, wanted - size));
    }
    return page;
  }

  private List<ObjectNode> rows(Map<String, String> query, Predicate<ObjectNode> visible) {
    var filter = FilterParser.parse(query.get("$filter"), switches);
    boolean siblings =
        filter.engagement().isPresent() || switches.isOn(Switch.SIBLINGS_IN_EVERY_LIST);
    return candidates(filter).stream()
        .filter(it -> siblings || !center.isMicrosofts(it))
        .filter(filter::passes)
        .filter(visible)
        .sorted(order(query.get("$orderby")))
        .toList();
  }

  private Collection<ObjectNode> candidates(Filter filter) {
    var store = center.store();
    return filter
        .engagement()
        .<Collection<ObjectNode>>map(store::engagement)
        .or(() -> filter.updatedSince().map(store::updatedSince))
        .orElseGet(store::all);
  }

  private static Comparator<ObjectNode> order(String text) {
    if (text == null) {
      return by("createdDateTime");
    }
    var words = text.trim().split("\\s+");
    boolean known = Set.of("createdDateTime", "updatedDateTime").contains(words[0]);
    boolean descending = words.length == 2 && "desc".equals(words[1]);
    if (!known || words.length > 2 || words.length == 2 && !descending && !"asc".equals(words[1])) {
      throw Refusal.malformed("$orderby takes createdDateTime or updatedDateTime.", "$orderby");
    }
    return descending ? by(words[0]).reversed() : by(words[0]);
  }

  private static Comparator<ObjectNode> by(String property) {
    return Comparator.comparing(it -> it.path(property).asText());
  }

  private List<String> properties(String select) {
    if (select != null) {
      return Arrays.stream(select.split(",")).map(String::trim).toList();
    }
    return switches.isOn(Switch.PARTIAL_LIST_ROWS) ? PARTIAL : List.of();
  }

  private ObjectNode shown(ObjectNode referral, List<String> properties) {
    var row = rendering.render(referral);
    return properties.isEmpty() ? row : row.retain(properties);
  }

  private static int number(Map<String, String> query, String option, int otherwise) {
    try {
      int value = query.containsKey(option) ? Integer.parseInt(query.get(option)) : otherwise;
      if (value < 0) {
        throw Refusal.malformed(option + " must not be negative.", option);
      }
      return value;
    } catch (NumberFormatException e) {
      throw Refusal.malformed(option + " must be a number.", option);
    }
  }

  private String nextLink(Map<String, String> query, int skip, int left) {
    var state = new HashMap<>(query);
    state.put("$skip", String.valueOf(skip));
    if (query.containsKey("$top")) {
      state.put("$top", String.valueOf(left));
    }
    var token =
        Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(Json.tree(state)));
    var host =
        switches.isOn(Switch.NEXT_LINK_ON_FOREIGN_HOST)
            ? "http://referrals-07.cloudapp.invalid"
            : "http://api.partner.microsoft.com";
    return host + "/v1.0/referrals?$skiptoken=" + token;
  }

  private static Map<String, String> resumed(String token) {
    try {
      var state = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      var query = new HashMap<String, String>();
      Json.readObject(state.getBytes(StandardCharsets.UTF_8))
          .properties()
          .forEach(entry -> query.put(entry.getKey(), entry.getValue().asText()));
      return query;
    } catch (IllegalArgumentException e) {
      throw Refusal.malformed("The skip token is not valid.", "$skiptoken");
    }
  }
}
