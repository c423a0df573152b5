package io.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;

/** The part of the sandbox's own interface that plays the portal and Microsoft's sellers. */
class AdminReferrals {
  private final PartnerCenterSandbox sandbox;
  private final PartnerCenter center;

  AdminReferrals(PartnerCenterSandbox sandbox, PartnerCenter center) {
    this.sandbox = sandbox;
    this.center = center;
  }

  JsonNode result(String method, String[] path, byte[] text) {
    if (path.length == 1) {
      return switch (method) {
        case "GET" -> Json.array().addAll(sandbox.referrals());
        case "POST" -> create(Json.readObject(text));
        default -> throw AdminServlet.nothing();
      };
    }
    if ("bulk".equals(path[1])) {
      return center.atOnce(
          () -> {
            var created = Json.array();
            Json.read(text).forEach(one -> created.add(create((ObjectNode) one)));
            return created;
          });
    }
    var id = path[1];
    if (path.length == 3) {
      return act(id, path[2], text.length == 0 ? Json.object() : Json.readObject(text));
    }
    return switch (method) {
      case "GET" -> sandbox.referral(id);
      case "PATCH" -> change(id, Json.readObject(text));
      default -> throw AdminServlet.nothing();
    };
  }

  private ObjectNode create(ObjectNode order) {
    var deal = Deal.named(order.at("/deal/name").asText("Cold-chain analytics")).json();
    if (order.get("deal") instanceof ObjectNode wanted) {
      Json.merge(deal, wanted);
    }
    if (byMicrosoft(order)) {
      var seller = sandbox.asMicrosoftSeller();
      return order.path("lead").asBoolean() ? seller.sendsLead(deal) : seller.shares(deal);
    }
    var created = sandbox.asPortalUser().creates(deal);
    if (order.hasNonNull("help")) {
      var id = created.get("id").asText();
      sandbox.asPortalUser().asksMicrosoftForHelp(id, order.get("help").asText(), "");
      return sandbox.referral(id);
    }
    return created;
  }

  private JsonNode change(String id, ObjectNode order) {
    var changes = new HashMap<String, JsonNode>();
    order.path("changes").properties().forEach(e -> changes.put(e.getKey(), e.getValue()));
    if (!byMicrosoft(order)) {
      return sandbox.asPortalUser().changes(id, changes);
    }
    changes.forEach((path, value) -> sandbox.asMicrosoftSeller().changes(id, path, value));
    return sandbox.microsoftsReferral(id);
  }

  private JsonNode act(String id, String action, ObjectNode order) {
    var reason = order.path("reason").asText("Others");
    if ("expire".equals(action)) {
      return center.expire(id);
    }
    if ("help".equals(action)) {
      var code = order.path("code").asText("GeneralOrOther");
      return sandbox.asPortalUser().asksMicrosoftForHelp(id, code, order.path("notes").asText(""));
    }
    var portal = sandbox.asPortalUser();
    var seller = sandbox.asMicrosoftSeller();
    boolean microsoft = byMicrosoft(order);
    return switch (action) {
      case "accept" -> microsoft ? seller.accepts(id) : portal.accepts(id);
      case "decline" -> microsoft ? seller.declines(id, reason) : portal.declines(id, reason);
      case "win" -> microsoft ? seller.wins(id) : portal.wins(id);
      case "lose" -> microsoft ? seller.loses(id, reason) : portal.loses(id, reason);
      default -> throw AdminServlet.nothing();
    };
  }

  private static boolean byMicrosoft(ObjectNode order) {
    return switch (Actor.named(order.path("role").asText("portal"))) {
      case PORTAL -> false;
      case MICROSOFT -> true;
      default -> throw new IllegalArgumentException("The role is portal or microsoft.");
    };
  }
}
