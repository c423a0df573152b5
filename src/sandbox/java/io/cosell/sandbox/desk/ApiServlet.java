package io.cosell.sandbox.desk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cosell.sandbox.partnercenter.Refusal;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.util.Map;

/**
 * {@code /api/*}: what the page asks and orders, as JSON. What a cloud's rules forbid is answered
 * with 422 and {@code {"message": …}} in the cloud's own words.
 *
 * <pre>
 * GET    /api/deals                        all cards
 * GET    /api/choices                      what the forms offer
 * POST   /api/opportunities                as seller, a NewDeal
 * PATCH  /api/opportunities/{id}           as seller, a DealEdit
 * DELETE /api/opportunities/{id}
 * POST   /api/referrals                    as portal user or Microsoft seller, a NewDeal
 * PATCH  /api/referrals/{id}               as portal user or Microsoft seller, a DealEdit
 * POST   /api/referrals/{id}/{answer}      accept, decline, win, lose; {"as": …, "reason": …}
 * GET    /api/faults                       latency and what waits
 * PUT    /api/faults/{name}                orders a fault
 * PUT    /api/latency/{side}               {"millis": …}
 * DELETE /api/faults                       everything behaves again
 * </pre>
 */
final class ApiServlet extends HttpServlet {
  @Serial private static final long serialVersionUID = 1L;

  /** Who answers a deal, and why. */
  private record Order(String as, String reason) {}

  private record Latency(int millis) {}

  private final transient SalesforceSide salesforce;
  private final transient PartnerCenterSide partnerCenter;
  private final transient FaultButtons faults;
  private final transient JsonMapper json;
  private final transient Map<String, String> links;

  ApiServlet(
      SalesforceSide salesforce,
      PartnerCenterSide partnerCenter,
      FaultButtons faults,
      JsonMapper json,
      Map<String, String> links) {
    this.salesforce = salesforce;
    this.partnerCenter = partnerCenter;
    this.faults = faults;
    this.json = json;
    this.links = links;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var path = request.getRequestURI().substring("/api/".length()).split("/");
    try {
      var answer = answer(request, path);
      if (answer == null) {
        send(response, 404, Map.of("message", "The desk has no such address."));
      } else {
        send(response, 200, answer);
      }
    } catch (JsonProcessingException e) {
      send(response, 400, Map.of("message", e.getOriginalMessage()));
    } catch (Refusal | IllegalStateException | IllegalArgumentException e) {
      send(response, 422, Map.of("message", String.valueOf(e.getMessage())));
    }
  }

  private Object answer(HttpServletRequest request, String[] path) throws IOException {
    var order = request.getMethod() + " " + path[0] + " " + path.length;
    return switch (order) {
      case "GET deals 1" ->
          Map.of("opportunities", salesforce.all(), "referrals", partnerCenter.all());
      case "GET choices 1" -> choices();
      case "POST opportunities 1" -> id(salesforce.creates(read(request, NewDeal.class)));
      case "PATCH opportunities 2" -> {
        salesforce.edits(path[1], read(request, DealEdit.class));
        yield id(path[1]);
      }
      case "DELETE opportunities 2" -> {
        salesforce.deletes(path[1]);
        yield id(path[1]);
      }
      case "POST referrals 1" -> id(partnerCenter.creates(read(request, NewDeal.class)));
      case "PATCH referrals 2" -> {
        partnerCenter.edits(path[1], read(request, DealEdit.class));
        yield id(path[1]);
      }
      case "POST referrals 3" -> {
        var it = read(request, Order.class);
        partnerCenter.answers(path[1], path[2], it.as(), it.reason());
        yield id(path[1]);
      }
      case "GET faults 1" -> faults();
      case "PUT faults 2" -> Map.of("message", faults.press(path[1]));
      case "PUT latency 2" -> {
        faults.latency(path[1], read(request, Latency.class).millis());
        yield faults();
      }
      case "DELETE faults 1" -> {
        faults.clear();
        yield faults();
      }
      default -> null;
    };
  }

  private Map<String, Object> choices() {
    return Map.of(
        "stages",
        salesforce.stages(),
        "help",
        Catalogue.HELP,
        "currencies",
        Catalogue.CURRENCIES,
        "solutions",
        Catalogue.SOLUTIONS,
        "faults",
        faults.all(),
        "links",
        links);
  }

  private Map<String, Object> faults() {
    return Map.of(
        "latency",
        Map.of(
            "salesforce", faults.latency("salesforce"),
            "partner-center", faults.latency("partner-center")),
        "waiting",
        faults.waiting());
  }

  private static Map<String, String> id(String id) {
    return Map.of("id", id);
  }

  private <T> T read(HttpServletRequest request, Class<T> type) throws IOException {
    var value = json.readValue(request.getInputStream(), type);
    if (value == null) {
      throw new IllegalArgumentException("The request has no content.");
    }
    return value;
  }

  private void send(HttpServletResponse response, int status, Object content) throws IOException {
    response.setStatus(status);
    response.setContentType("application/json;charset=UTF-8");
    response.setHeader("Cache-Control", "no-store");
    json.writeValue(response.getOutputStream(), content);
  }
}
