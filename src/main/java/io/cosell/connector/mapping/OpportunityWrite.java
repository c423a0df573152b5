package io.cosell.connector.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.merge.FieldValue;
import java.time.Instant;
import java.util.Map;

/**
 * What is to be written to one opportunity.
 *
 * @param current the opportunity as it was read, null when it is to be created
 * @param referralId its referral
 * @param referralLink where a person finds the referral
 * @param accountId the customer's account, null when it is to be created with the opportunity
 * @param changes values by field name; a list whole
 * @param contactIds known contacts of that account by e-mail in lower case
 * @param userIds active users by e-mail in lower case
 * @param ownerId who is to own a new opportunity, null for the connector's own user
 * @param extra values of the administrator's own steps, by field of the opportunity
 * @param auditLine the line for the Audit field
 * @param inStep true for the check mark, false for the cross
 * @param at the time of the line
 * @param primaryContact key of the person who becomes the primary contact of an opportunity without
 *     any; null for the first by key
 * @param tells true when the line is worth a write of its own
 */
public record OpportunityWrite(
    JsonNode current,
    String referralId,
    String referralLink,
    String accountId,
    Map<String, FieldValue> changes,
    Map<String, String> contactIds,
    Map<String, String> userIds,
    String ownerId,
    Map<String, JsonNode> extra,
    String auditLine,
    boolean inStep,
    Instant at,
    String primaryContact,
    boolean tells) {}
