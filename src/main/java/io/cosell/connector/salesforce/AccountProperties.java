package io.cosell.connector.salesforce;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this org uses accounts.
 *
 * @param countryField field with the customer's country, ISO 3166 alpha-2
 */
@ConfigurationProperties(prefix = "cosell.account", ignoreInvalidFields = true)
public record AccountProperties(@DefaultValue("BillingCountry") String countryField) {}
