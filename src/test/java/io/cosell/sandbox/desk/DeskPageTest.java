package io.cosell.sandbox.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cosell.sandbox.Browser;
import io.cosell.sandbox.partnercenter.PartnerCenterOptions;
import io.cosell.sandbox.partnercenter.PartnerCenterSandbox;
import io.cosell.sandbox.salesforce.SalesforceSandbox;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

/** The page in a real browser. */
class DeskPageTest {
  private static ChromeDriver browser;
  private SalesforceSandbox salesforce;
  private PartnerCenterSandbox partnerCenter;
  private Desk desk;

  @BeforeAll
  static void open() {
    browser = Browser.open(1280, 1040);
  }

  @AfterAll
  static void quit() {
    if (browser != null) {
      browser.quit();
    }
  }

  @BeforeEach
  void start() {
    salesforce = SalesforceSandbox.started();
    partnerCenter = new PartnerCenterSandbox(PartnerCenterOptions.defaults()).start();
    desk = new Desk(0, salesforce, partnerCenter, Clock.systemUTC(), Map.of()).start();
    browser.get(desk.url());
    await().until(() -> browser.findElement(By.id("live")).getText().equals("live"));
  }

  @AfterEach
  void stop() {
    browser.get("about:blank");
    desk.close();
    salesforce.close();
    partnerCenter.close();
  }

  @Test
  void aDealCreatedInTheSalesforceColumnIsThereAndCanBeEdited() {
    button("New opportunity").click();
    fill("#new-form [name=name]", "Harbour noise monitoring");
    fill("#new-form [name=value]", "67500");
    browser.findElement(By.id("new-submit")).click();

    var card = shows("Salesforce: Harbour noise monitoring", "67,500 EUR");
    assertThat(card.getText()).contains("Qualification");

    card.findElement(By.cssSelector("[data-act=edit]")).click();
    fill("#edit-form [name=value]", "70250");
    browser.findElement(By.cssSelector("#edit-form [type=submit]")).click();

    shows("Salesforce: Harbour noise monitoring", "70,250 EUR");
    assertThat(salesforce.query("SELECT Amount FROM Opportunity"))
        .singleElement()
        .satisfies(row -> assertThat(row.get("Amount").toString()).startsWith("70250"));
  }

  @Test
  void aStageChosenOnACardIsSaved() {
    button("New opportunity").click();
    fill("#new-form [name=name]", "Tram depot energy plan");
    browser.findElement(By.id("new-submit")).click();
    var card = shows("Salesforce: Tram depot energy plan", "Qualification");

    choose(card.findElement(By.cssSelector("[data-act=stage]")), "Closed Won");

    var chip = By.cssSelector("[aria-label='Salesforce: Tram depot energy plan'] .chip.won");
    await().until(() -> !browser.findElements(chip).isEmpty());
    assertThat(browser.findElement(chip).getText()).isEqualTo("Closed Won");
  }

  @Test
  void aDealSharedAsMicrosoftSellerWaitsUntilThePartnerAccepts() {
    button("Share as Microsoft").click();
    fill("#new-form [name=name]", "Paper mill vibration alerts");
    browser.findElement(By.id("new-submit")).click();

    var card = shows("Partner Center: Paper mill vibration alerts", "New · Pending");
    assertThat(card.getText()).contains("from Microsoft, answer by");

    card.findElement(By.cssSelector("[data-act=accept]")).click();

    shows("Partner Center: Paper mill vibration alerts", "Accepted");
  }

  @Test
  void aRefusalIsShownInTheFormAndNothingIsLost() {
    button("New deal").click();
    fill("#new-form [name=name]", "Museum visitor guide");
    choose(browser.findElement(By.cssSelector("#new-form [name=solution]")), "none");
    browser.findElement(By.id("new-submit")).click();

    var refused = browser.findElement(By.cssSelector("#new-form .refused"));
    await().until(refused::isDisplayed);
    assertThat(refused.getText()).contains("needs at least one element");
    assertThat(browser.findElement(By.cssSelector("#new-form [name=name]")).getDomProperty("value"))
        .isEqualTo("Museum visitor guide");
  }

  @Test
  void whatSomebodyElseChangesAppearsByItself() {
    var deal = io.cosell.sandbox.partnercenter.Deal.named("Bakery demand forecast");
    var id = partnerCenter.asPortalUser().creates(deal).get("id").asText();
    shows("Partner Center: Bakery demand forecast", "48,000 GBP");

    partnerCenter.asPortalUser().changes(id, "/details/dealValue", 51_500);

    shows("Partner Center: Bakery demand forecast", "51,500 GBP");
  }

  @Test
  void everythingCanBeDoneWithTheKeyboardAndHasAName() {
    var names =
        browser.executeScript(
            """
            return [...document.querySelectorAll("button, input, select, textarea, a")]
              .filter((it) => !it.labels?.length && !it.textContent.trim()
                && !it.getAttribute("aria-label"))
              .map((it) => it.outerHTML);
            """);

    assertThat(names).asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST).isEmpty();
  }

  private static WebElement shows(String card, String text) {
    var place = By.cssSelector("[aria-label='" + card + "']");
    await()
        .ignoreException(StaleElementReferenceException.class)
        .until(
            () -> browser.findElements(place).stream().anyMatch(it -> it.getText().contains(text)));
    return browser.findElement(place);
  }

  private static WebElement button(String text) {
    return browser.findElement(By.xpath("//button[normalize-space()='" + text + "']"));
  }

  private static void fill(String field, String text) {
    var input = browser.findElement(By.cssSelector(field));
    await().until(input::isDisplayed);
    input.clear();
    input.sendKeys(text);
  }

  private static void choose(WebElement select, String text) {
    select.findElement(By.xpath("./option[normalize-space()='" + text + "']")).click();
  }
}
