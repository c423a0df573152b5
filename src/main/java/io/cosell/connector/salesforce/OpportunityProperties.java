package io.cosell.connector.salesforce;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this org uses opportunities. Read leniently, like {@link SalesforceProperties}.
 *
 * @param activeStage stage an accepted or shared deal is in
 * @param onHoldStage stage a deal is in while it waits for acceptance
 * @param dealValueField field with the value of the deal
 * @param dealValueCurrencyField field with its currency; {@code CurrencyIsoCode} may be absent, as
 *     in every org with a single currency
 * @param showMarkInName whether the name shows ✔ or ✖ in front
 * @param defaultCurrency ISO 4217 code for an org with a single currency; empty takes the
 *     organisation's own
 * @param wonStage stage of a won deal; empty takes the first that counts as won
 * @param lostStage stage of a lost deal; empty takes the first that is closed and not won
 * @param closeDateDefaultDays days from today for a deal without a close date
 * @param lostReasonField field with the reason of a loss; empty if there is none
 * @param lostReasonDefault reason to give Partner Center when there is none
 */
@ConfigurationProperties(prefix = "cosell.opportunity", ignoreInvalidFields = true)
public record OpportunityProperties(
    @DefaultValue("Qualification") String activeStage,
    @DefaultValue("On Hold") String onHoldStage,
    @DefaultValue("Amount") String dealValueField,
    @DefaultValue("CurrencyIsoCode") String dealValueCurrencyField,
    @DefaultValue("true") boolean showMarkInName,
    @DefaultValue("") String defaultCurrency,
    @DefaultValue("") String wonStage,
    @DefaultValue("") String lostStage,
    @DefaultValue("30") int closeDateDefaultDays,
    @DefaultValue("") String lostReasonField,
    @DefaultValue("Other") String lostReasonDefault) {}
