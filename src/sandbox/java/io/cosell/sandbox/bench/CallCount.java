package io.cosell.sandbox.bench;

import io.cosell.sandbox.server.Call;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * API calls by what they are for.
 *
 * @param salesforceReads composite calls that only read
 * @param salesforceWrites composite calls that write
 * @param salesforceQueries plain queries: the periodic comparison, and look-ups after events of
 *     accounts, contacts and solutions
 * @param partnerCenterReads one referral read
 * @param partnerCenterLists lists of referrals: the periodic comparison, and look-ups of an
 *     engagement
 * @param partnerCenterCreates referrals created
 * @param partnerCenterPatches referrals patched
 * @param others anything else, sign-ins and reachability checks left out
 * @param failed how many of all these were answered by an error
 */
record CallCount(
    int salesforceReads,
    int salesforceWrites,
    int salesforceQueries,
    int partnerCenterReads,
    int partnerCenterLists,
    int partnerCenterCreates,
    int partnerCenterPatches,
    int others,
    int failed) {
  private static final Pattern REFERRAL = Pattern.compile("/referrals/[^/?]+");
  private static final Pattern WRITE =
      Pattern.compile("\"method\"\\s*:\\s*\"(POST|PATCH|PUT|DELETE)\"");

  static CallCount of(List<Call> salesforce, List<Call> partnerCenter) {
    var toSalesforce =
        salesforce.stream().filter(it -> it.path().startsWith("/services/data/v")).toList();
    var toPartnerCenter =
        partnerCenter.stream().filter(it -> it.path().contains("/engagements/")).toList();
    Predicate<Call> composite = it -> it.path().contains("/composite");
    Predicate<Call> writes = it -> WRITE.matcher(it.body()).find();
    Predicate<Call> query = it -> it.path().contains("/query");
    Predicate<Call> one = it -> REFERRAL.matcher(it.path()).find();
    int others =
        count(toSalesforce, composite.or(query).negate())
            + count(toPartnerCenter, it -> !List.of("GET", "POST", "PATCH").contains(it.method()));
    return new CallCount(
        count(toSalesforce, composite.and(writes.negate())),
        count(toSalesforce, composite.and(writes)),
        count(toSalesforce, query),
        count(toPartnerCenter, method("GET").and(one)),
        count(toPartnerCenter, method("GET").and(one.negate())),
        count(toPartnerCenter, method("POST")),
        count(toPartnerCenter, method("PATCH")),
        others,
        count(toSalesforce, it -> it.status() >= 400 || it.status() == 0)
            + count(toPartnerCenter, it -> it.status() >= 400 || it.status() == 0));
  }

  private static Predicate<Call> method(String method) {
    return it -> it.method().equals(method);
  }

  private static int count(List<Call> calls, Predicate<Call> which) {
    return (int) calls.stream().filter(which).count();
  }

  int salesforce() {
    return salesforceReads + salesforceWrites + salesforceQueries;
  }

  int partnerCenter() {
    return partnerCenterReads + partnerCenterLists + partnerCenterCreates + partnerCenterPatches;
  }

  int total() {
    return salesforce() + partnerCenter() + others;
  }

  /**
   * Calls per change of a series, the looks at the connector's own echoes apart.
   *
   * @param changes how many changes there were
   * @param plan what one change needs
   */
  String per(int changes, Plan plan) {
    double echoes = Math.max(0, partnerCenterReads - changes * plan.reads()) / (double) changes;
    return String.format(
        Locale.ROOT,
        "%s SF + %s PC = %s, echo %s",
        number(salesforce() / (double) changes),
        number(partnerCenter() / (double) changes - echoes),
        number((salesforce() + partnerCenter()) / (double) changes - echoes),
        number(echoes));
  }

  /** What there was, by purpose. */
  String detail(int changes) {
    return String.format(
        Locale.ROOT,
        "SF read %s, write %s, query %s; PC read %s, list %s, create %s, patch %s; other %s; failed %s",
        number(salesforceReads / (double) changes),
        number(salesforceWrites / (double) changes),
        number(salesforceQueries / (double) changes),
        number(partnerCenterReads / (double) changes),
        number(partnerCenterLists / (double) changes),
        number(partnerCenterCreates / (double) changes),
        number(partnerCenterPatches / (double) changes),
        number(others / (double) changes),
        number(failed / (double) changes));
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.valueOf((long) value)
        : String.format(Locale.ROOT, "%.2f", value);
  }

  /**
   * The calls design and documents say one change needs.
   *
   * @param salesforce calls to Salesforce
   * @param reads referrals read
   * @param writes referrals created or patched
   */
  record Plan(int salesforce, int reads, int writes) {
    int total() {
      return salesforce + reads + writes;
    }
  }
}
