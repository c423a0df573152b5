package io.cosell.sandbox.desk;

import io.cosell.sandbox.partnercenter.PartnerCenterSandbox;
import io.cosell.sandbox.salesforce.SalesforceSandbox;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;

/**
 * A dozen deals of a partner that sells all over Europe: private ones, partner-led ones, ones with
 * Microsoft's help, offers that wait for an answer, won and lost ones. Some live on one side only,
 * so that a connector that starts has something to bring over.
 */
public final class SampleDeals {
  private final SalesforceSandbox org;
  private final SalesforceSide salesforce;
  private final PartnerCenterSide partnerCenter;
  private final LocalDate today;

  /** Deals that close in the weeks after today. */
  public SampleDeals(
      SalesforceSandbox salesforce, PartnerCenterSandbox partnerCenter, Clock clock) {
    org = salesforce;
    this.salesforce = new SalesforceSide(salesforce);
    this.partnerCenter = new PartnerCenterSide(partnerCenter);
    today = LocalDate.now(clock);
  }

  /** Puts all of them in place. */
  public void plant() {
    inPartnerCenter();
    inSalesforce();
  }

  private void inSalesforce() {
    opportunity(
        "daniel.weber@fabrikam.example",
        "Closed Lost",
        new Sample("Yard management", "Brandt Logistik GmbH", "20457", "Hamburg", "DE")
            .street("Am Sandtorkai 48")
            .contact("Jonas", "Brandt", "j.brandt@brandt-logistik.example")
            .worth(64_000, "EUR")
            .closingIn(-12)
            .notes("Lost to the incumbent; revisit next spring.")
            .solution("SOL-73120-BTW"));
    opportunity(
        "alice.moreau@fabrikam.example",
        "Needs Analysis",
        new Sample("Clinic appointment bot", "Clínica Aurora SL", "46002", "Valencia", "ES")
            .street("Carrer de Colón 27")
            .contact("Marta", "Soler", "marta.soler@clinica-aurora.example")
            .worth(58_000, "EUR")
            .closingIn(75)
            .notes("Not shared with Partner Center yet. Tick the box and watch it go.")
            .solution("SOL-60344-MVX"));
    opportunity(
        "chiara.rossi@fabrikam.example",
        "Proposal/Price Quote",
        new Sample("Grid outage forecasting", "Polder Energie NV", "3511 LX", "Utrecht", "NL")
            .street("Croeselaan 18")
            .contact("Sanne", "de Wit", "s.dewit@polder-energie.example")
            .worth(312_000, "EUR")
            .closingIn(96)
            .notes("Board wants numbers for two regions.")
            .solution("SOL-51877-QRD")
            .synced());
    opportunity(
        "bruno.keller@fabrikam.example",
        "Qualification",
        new Sample("Claims triage assistant", "Meridian Mutual plc", "EC3M 3BD", "London", "GB")
            .street("30 Fenchurch Street")
            .contact("Priya", "Nair", "priya.nair@meridian-mutual.example")
            .worth(240_000, "GBP")
            .closingIn(58)
            .notes("Wants to see it work on last winter's storm claims.")
            .solution("SOL-60344-MVX")
            .help("Proof Of Concept or Demo")
            .synced());
    opportunity(
        "daniel.weber@fabrikam.example",
        "Value Proposition",
        new Sample("Warehouse vision rollout", "Brandt Logistik GmbH", "20457", "Hamburg", "DE")
            .street("Am Sandtorkai 48")
            .contact("Jonas", "Brandt", "j.brandt@brandt-logistik.example")
            .worth(96_500, "EUR")
            .closingIn(41)
            .notes("Four sites, Hamburg first.")
            .solution("SOL-51877-QRD")
            .visible()
            .synced());
    opportunity(
        "alice.moreau@fabrikam.example",
        "Negotiation/Review",
        new Sample("Factory floor telemetry", "Halvorsen Marine AS", "5003", "Bergen", "NO")
            .street("Strandgaten 190")
            .contact("Ingrid", "Halvorsen", "ingrid@halvorsen-marine.example")
            .worth(184_000, "EUR")
            .closingIn(33)
            .notes("Pilot at the Laksevåg yard is agreed.")
            .solution("SOL-51877-QRD")
            .synced());
  }

  private void inPartnerCenter() {
    var won =
        portal(
            new Sample(
                    "Port crane inspection",
                    "Rotterkade Terminals BV",
                    "3011 AD",
                    "Rotterdam",
                    "NL")
                .street("Boompjes 40")
                .contact("Bram", "Visser", "b.visser@rotterkade.example")
                .worth(150_000, "EUR")
                .closingIn(9)
                .notes("Signed; kick-off next month.")
                .solution("SOL-88265-HJN")
                .visible());
    partnerCenter.answers(won, "win", "portal-user", null);
    portal(
        new Sample("Invoice capture trial", "Kowalski i Synowie", "00-043", "Warszawa", "PL")
            .street("Czackiego 15")
            .worth(18_500, "EUR")
            .closingIn(21)
            .notes("A private deal made in the portal: it stays there.")
            .solution("SOL-60344-MVX"));
    var accepted =
        portal(
            new Sample("Contact centre migration", "Balti Telekom OÜ", "10111", "Tallinn", "EE")
                .street("Pärnu maantee 10")
                .contact("Kadri", "Tamm", "kadri.tamm@balti-telekom.example")
                .worth(210_000, "EUR")
                .closingIn(64)
                .notes("Microsoft brings the voice architect.")
                .solution("SOL-60344-MVX")
                .help("Customer Technical Architecture"));
    partnerCenter.answers(accepted, "accept", "microsoft-seller", null);
    portal(
        new Sample("Fleet battery analytics", "Transvia SpA", "10121", "Torino", "IT")
            .street("Via Lagrange 7")
            .contact("Elena", "Ferraro", "elena.ferraro@transvia.example")
            .worth(128_000, "EUR")
            .closingIn(50)
            .notes("140 buses in the first wave.")
            .solution("SOL-73120-BTW")
            .visible());
    var mining =
        microsoft(
            new Sample("Secure remote sites", "Kestrel Mining plc", "EC2A 4DP", "London", "GB")
                .street("9 Worship Street")
                .contact("Owen", "Pritchard", "owen.pritchard@kestrel-mining.example")
                .worth(530_000, "USD")
                .closingIn(120)
                .notes("Eleven sites without fibre.")
                .solution("SOL-88265-HJN")
                .help("Workload Specific Value Proposition"));
    partnerCenter.answers(mining, "accept", "portal-user", null);
    microsoft(
        new Sample("Retail shelf pilot", "Maison Delacroix SA", "69002", "Lyon", "FR")
            .street("22 rue de la République")
            .contact("Camille", "Roux", "camille.roux@maison-delacroix.example")
            .worth(75_000, "EUR")
            .closingIn(45)
            .notes("Three shops before the summer sale.")
            .solution("SOL-40210-KLP")
            .help("Quotes or Licensing"));
    microsoft(
        new Sample("Cold chain control room", "Lindqvist Livs AB", "411 06", "Göteborg", "SE")
            .street("Östra Hamngatan 16")
            .contact("Maja", "Lindqvist", "maja@lindqvist-livs.example")
            .worth(420_000, "EUR")
            .closingIn(85)
            .notes("Offered by Microsoft, waits for an answer.")
            .solution("SOL-40210-KLP")
            .help("Customer Technical Architecture"));
  }

  private void opportunity(String seller, String stage, Sample sample) {
    salesforce.creates(org.asSeller(seller), sample.in(today, "seller"), stage);
  }

  private String portal(Sample sample) {
    return partnerCenter.creates(sample.in(today, "portal-user"));
  }

  private String microsoft(Sample sample) {
    return partnerCenter.creates(sample.in(today, "microsoft-seller"));
  }

  /** Collects the values of one deal. */
  private static final class Sample {
    private final String name;
    private final Map<String, String> customer;
    private String street = "";
    private String[] contact = {"", "", ""};
    private long value;
    private String currency = "EUR";
    private int days = 60;
    private String notes = "";
    private String solution = "";
    private String help = "";
    private boolean visible;
    private boolean synced;

    Sample(String name, String customer, String postalCode, String city, String country) {
      this.name = name;
      this.customer =
          Map.of("name", customer, "postalCode", postalCode, "city", city, "country", country);
    }

    Sample street(String text) {
      street = text;
      return this;
    }

    Sample contact(String first, String last, String email) {
      contact = new String[] {first, last, email};
      return this;
    }

    Sample worth(long amount, String iso) {
      value = amount;
      currency = iso;
      return this;
    }

    Sample closingIn(int inDays) {
      days = inDays;
      return this;
    }

    Sample notes(String text) {
      notes = text;
      return this;
    }

    Sample solution(String id) {
      solution = id;
      return this;
    }

    Sample help(String choice) {
      help = choice;
      return visible();
    }

    Sample visible() {
      visible = true;
      return this;
    }

    Sample synced() {
      synced = true;
      return this;
    }

    NewDeal in(LocalDate today, String as) {
      return new NewDeal(
          as,
          name,
          customer.get("name"),
          street,
          customer.get("city"),
          customer.get("postalCode"),
          customer.get("country"),
          contact[0],
          contact[1],
          contact[2],
          null,
          BigDecimal.valueOf(value),
          currency,
          today.plusDays(days),
          notes,
          solution,
          help,
          visible,
          synced);
    }
  }
}
