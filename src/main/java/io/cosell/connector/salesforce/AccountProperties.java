package io.cosell.connector.salesforce;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this org uses accounts.
 *
 * @param countryField field with the customer's country, ISO 3166 alpha-2. In an org with state and
 *     country picklists an address text such as {@code BillingCountry} means its code, {@code
 *     BillingCountryCode}
 * @param matchBy how the account of a new deal is found, in this order: {@code external-id}, {@code
 *     duns}, {@code name-and-postal-code}, or the name of a text row of the account in the mapping
 *     table. The first that finds any account decides, of several accounts the oldest
 * @param externalIdField field with the customer's id of type External in Partner Center; empty if
 *     there is none
 * @param dunsField field with the D-U-N-S number, such as {@code DunsNumber}; empty if there is
 *     none
 */
@ConfigurationProperties(prefix = "cosell.account", ignoreInvalidFields = true)
public record AccountProperties(
    @DefaultValue("BillingCountry") String countryField,
    @DefaultValue("name-and-postal-code") List<String> matchBy,
    @DefaultValue("") String externalIdField,
    @DefaultValue("") String dunsField) {}
