package io.cosell.sandbox.desk;

import java.util.List;

/** What the forms of the page offer to choose from. */
final class Catalogue {
  static final List<Solution> SOLUTIONS =
      List.of(
          new Solution("SOL-40210-KLP", "ColdTrack"),
          new Solution("SOL-51877-QRD", "Plant Insight"),
          new Solution("SOL-60344-MVX", "Claims Companion"),
          new Solution("SOL-73120-BTW", "Fleet Pulse"),
          new Solution("SOL-88265-HJN", "Secure Edge"));

  static final List<String> HELP =
      List.of(
          "Workload Specific Value Proposition",
          "Customer Technical Architecture",
          "Proof Of Concept or Demo",
          "Quotes or Licensing",
          "Post Sales Customer Success",
          "General or Other");

  static final List<String> CURRENCIES = List.of("EUR", "USD", "GBP");

  private Catalogue() {}

  static Solution solution(String id) {
    return SOLUTIONS.stream()
        .filter(it -> it.id().equals(id))
        .findFirst()
        .orElseGet(() -> new Solution(id, id));
  }

  /** The code of the Referrals API for a choice of Salesforce's picklist. */
  static String helpCode(String help) {
    return switch (help) {
      case "Workload Specific Value Proposition" -> "WorkloadSpecificValueProposition";
      case "Customer Technical Architecture" -> "CustomerTechnicalArchitecture";
      case "Proof Of Concept or Demo" -> "ProofOfConceptOrDemo";
      case "Quotes or Licensing" -> "QuotesOrLicensing";
      case "Post Sales Customer Success" -> "PostSalesCustomerSuccess";
      case "General or Other" -> "GeneralOrOther";
      default -> throw new IllegalArgumentException("Microsoft does not offer '" + help + "'.");
    };
  }
}
