package io.cosell.connector.partnercenter;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cosell.connector.remote.ChangedMeanwhileException;
import io.cosell.connector.remote.ErrorCode;
import io.cosell.connector.remote.Problem;
import io.cosell.connector.remote.RemoteRefusedException;
import io.cosell.connector.remote.RemoteUnavailableException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriUtils;

/**
 * The Referrals API. Every method is one call, or as many as there are pages; none repeats a call
 * that failed.
 *
 * <p>Failures of all methods: {@link io.cosell.connector.remote.RemoteUnavailableException} (busy,
 * away, no token), {@link io.cosell.connector.remote.RemoteRefusedException} (a no that stays),
 * {@link io.cosell.connector.remote.ChangedMeanwhileException} (eTag does not match any more).
 */
@Component
public class PartnerCenter {
  private static final Logger log = LoggerFactory.getLogger(PartnerCenter.class);
  private static final String REFERRALS = "/referrals";
  private static final String OLDEST_FIRST = "updatedDateTime asc";
  private static final Pattern REFERRAL_ID = Pattern.compile("[A-Za-z0-9-]{1,100}");

  private final PartnerCenterProperties settings;
  private final Calls calls;
  private final Setup setup;

  PartnerCenter(PartnerCenterProperties settings, Calls calls, Setup setup) {
    this.settings = settings;
    this.calls = calls;
    this.setup = setup;
  }

  /** The referral, or empty when Partner Center does not know or show it (404, 403). */
  public Optional<Referral> read(String referralId) {
    if (referralId == null || !REFERRAL_ID.matcher(referralId.strip()).matches()) {
      return Optional.empty();
    }
    var answer = calls.call(about("GET", referralId), 403, 404);
    return answer.succeeded() ? Optional.of(referral(answer, "GET")) : Optional.empty();
  }

  /** All referrals of an engagement: the partner's own and Microsoft's. */
  public List<Referral> engagement(String engagementId) {
    return list("engagementId eq '" + engagementId.replace("'", "''") + "'", null);
  }

  /** Creates a referral and gives it back as the server completed it. */
  public Referral create(ObjectNode referral) {
    var request = Request.of(Audience.REFERRALS, "POST", REFERRALS, "POST " + REFERRALS);
    return referral(calls.call(request.with(referral)), "POST");
  }

  /**
   * Applies a JSON Patch (replace and add only) if the referral still has this eTag; gives back the
   * new state.
   *
   * <p>Partner Center is known to refuse an eTag although nothing changed. So after a refusal the
   * referral is read again, and when its {@code updatedDateTime} is the known one, the patch is
   * sent once more with the eTag of now, and after that, if {@code
   * cosell.partner-center.patch-without-etag} allows it, without.
   */
  public Referral patch(Referral known, ArrayNode operations) {
    if (operations.isEmpty()) {
      return known;
    }
    try {
      return patch(known, known.eTag(), operations);
    } catch (ChangedMeanwhileException e) {
      return patchAgain(known, unchanged(known, e), operations);
    }
  }

  /** What changed at or after this instant, oldest first; rows may be partial. */
  public List<Referral> changedSince(Instant since) {
    return list(updatedSince(since), OLDEST_FIRST);
  }

  /** What keeps us from using Partner Center: address, login, role. Empty when all is well. */
  public List<Problem> check() {
    var problems = setup.check();
    if (!problems.isEmpty()) {
      return problems;
    }
    try {
      tryOneCall();
      return List.of();
    } catch (SignInRefusedException e) {
      return List.of(e.problem());
    } catch (RemoteUnavailableException | RemoteRefusedException e) {
      return List.of(
          new Problem("cosell.partner-center.base-url", settings.baseUrl(), e.getMessage()));
    }
  }

  /** The address of the referral's page for people. */
  public String linkTo(String referralId) {
    return settings.referralLink().replace("{referralId}", referralId);
  }

  /** The smallest call that needs address, token and role. */
  void tryOneCall() {
    var path = REFERRALS + "?$top=1";
    calls.call(Request.of(Audience.REFERRALS, "GET", path, "GET " + path));
  }

  private Referral patchAgain(Referral known, Referral now, ArrayNode operations) {
    try {
      return patch(known, now.eTag(), operations);
    } catch (ChangedMeanwhileException e) {
      unchanged(known, e);
      if (!settings.patchWithoutEtag()) {
        throw e;
      }
      log.warn(
          "Partner Center refuses the eTag of referral {} although it did not change; writing"
              + " without it",
          known.id());
      return patch(known, Optional.empty(), operations);
    }
  }

  private Referral unchanged(Referral known, ChangedMeanwhileException refusal) {
    var now = read(known.id()).orElseThrow(() -> refusal);
    if (known.updatedAt().isEmpty() || !known.updatedAt().equals(now.updatedAt())) {
      throw refusal;
    }
    return now;
  }

  private Referral patch(Referral known, Optional<String> eTag, ArrayNode operations) {
    var request =
        about("PATCH", known.id())
            .with(operations)
            .changing(known)
            .header("Prefer", "return=representation");
    var answer = calls.call(eTag.map(tag -> request.header("If-Match", tag)).orElse(request));
    if (answer.json().path("id").isTextual()) {
      return referral(answer, "PATCH");
    }
    return read(known.id())
        .orElseThrow(
            () ->
                new RemoteUnavailableException(
                    ErrorCode.PARTNER_CENTER_AWAY,
                    "Referral " + known.id() + " was changed but cannot be read back",
                    null));
  }

  /**
   * All that changed at or after this instant, oldest first, page by page as Partner Center cuts
   * them; rows may be partial. Ends early when the taker says so.
   *
   * @param taker takes a page; false ends it
   * @return true when the last page was taken
   */
  public boolean pagesSince(Instant since, Predicate<List<Referral>> taker) {
    return pages(updatedSince(since), OLDEST_FIRST, Integer.MAX_VALUE, taker);
  }

  private String updatedSince(Instant since) {
    var date = since.truncatedTo(ChronoUnit.MILLIS).toString();
    return "updatedDateTime ge " + (settings.quotedDates() ? "'" + date + "'" : date);
  }

  private List<Referral> list(String filter, String orderBy) {
    var found = new ArrayList<Referral>();
    pages(filter, orderBy, settings.maxPages(), found::addAll);
    return List.copyOf(found);
  }

  private boolean pages(String filter, String orderBy, int most, Predicate<List<Referral>> taker) {
    var query = "?$filter=" + encoded(filter);
    if (orderBy != null) {
      query += "&$orderby=" + encoded(orderBy);
    }
    var what = "GET " + REFERRALS + " (" + filter + ")";
    var seen = new HashSet<String>();
    for (int page = 1; page <= most; page++) {
      var answer = calls.call(Request.of(Audience.REFERRALS, "GET", REFERRALS + query, what));
      if (!answer.json().path("value").isArray()) {
        throw new RemoteUnavailableException(
            ErrorCode.PARTNER_CENTER_AWAY,
            "Partner Center answered " + what + " without a list of referrals",
            null);
      }
      var rows = new ArrayList<Referral>();
      for (var row : answer.json().path("value")) {
        if (row.path("id").isTextual()) {
          rows.add(new Referral(row));
        }
      }
      boolean goOn = rows.isEmpty() || taker.test(rows);
      var next = answer.json().path("@odata.nextLink").asText("");
      if (!goOn || next.isBlank()) {
        return next.isBlank();
      }
      query = queryOf(next);
      if (!seen.add(query)) {
        throw new RemoteUnavailableException(
            ErrorCode.PARTNER_CENTER_AWAY,
            "Partner Center leads from one page of " + what + " to the same page again",
            null);
      }
    }
    throw new RemoteUnavailableException(
        ErrorCode.PARTNER_CENTER_AWAY,
        what + " has more than " + most + " pages; raise cosell.partner-center.max-pages",
        null);
  }

  /** Only the query: links in answers are known to carry wrong schemes, hosts and paths. */
  private static String queryOf(String link) {
    int start = link.indexOf('?');
    var query = start < 0 ? "" : link.substring(start + 1);
    try {
      URI.create("https://host/?" + query);
      return "?" + query;
    } catch (IllegalArgumentException e) {
      return "?" + UriUtils.encodeQuery(query, StandardCharsets.UTF_8);
    }
  }

  private static Request about(String method, String referralId) {
    var path = REFERRALS + "/" + UriUtils.encode(referralId.strip(), StandardCharsets.UTF_8);
    return Request.of(Audience.REFERRALS, method, path, method + " " + path);
  }

  private static Referral referral(Answer answer, String method) {
    var json = answer.json();
    if (!json.path("id").isTextual()) {
      throw new RemoteUnavailableException(
          ErrorCode.PARTNER_CENTER_AWAY,
          "Partner Center answered "
              + method
              + " with "
              + answer.status()
              + " but without a referral [request-id "
              + answer.requestId()
              + "]",
          null);
    }
    return new Referral(json);
  }

  private static String encoded(String value) {
    return UriUtils.encode(value, StandardCharsets.UTF_8);
  }
}
