package io.cosell.connector.salesforce;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this org uses leads. Nothing of it matters while {@code cosell.sync.co-sell-only} is true.
 *
 * @param referralIdentifier field of Lead with the referral's id; an external id, unique
 * @param referralLink field with the address of the referral in Partner Center; empty leaves it out
 * @param audit long text field with what the connector did; empty leaves it out
 * @param countryField field with the country, ISO 3166 alpha-2
 * @param newStatus status of a new lead
 * @param acceptedStatus status of a lead whose referral was accepted in Partner Center and goes on
 *     as an opportunity; empty leaves the status alone
 * @param closedStatus status of a lead whose referral expired or was declined in Partner Center;
 *     empty leaves the status alone
 * @param declinedStatus status with which a seller declines the referral, for good; empty declines
 *     none
 * @param reasonField field with the reason of a seller who declines; empty if there is none
 */
@ConfigurationProperties(prefix = "cosell.salesforce.lead", ignoreInvalidFields = true)
public record LeadProperties(
    @DefaultValue("Referral_Identifier__c") String referralIdentifier,
    @DefaultValue("Referral_Link__c") String referralLink,
    @DefaultValue("Audit__c") String audit,
    @DefaultValue("Country") String countryField,
    @DefaultValue("Open - Not Contacted") String newStatus,
    @DefaultValue("Closed - Not Converted") String acceptedStatus,
    @DefaultValue("Closed - Not Converted") String closedStatus,
    @DefaultValue("Closed - Not Converted") String declinedStatus,
    @DefaultValue("") String reasonField) {}
