package io.cosell.connector.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.merge.FieldValue;
import java.time.Instant;
import java.util.Map;

/**
 * What is to be written to one lead.
 *
 * @param current the lead as it was read, null when it is to be created
 * @param referralId its referral
 * @param referralLink where a person finds the referral
 * @param changes values by field name
 * @param extra values of the administrator's own steps, by field of the lead
 * @param auditLine the line for the Audit field
 * @param at the time of the line
 * @param tells true when the seller has to read the line even if nothing else is written
 */
public record LeadWrite(
    JsonNode current,
    String referralId,
    String referralLink,
    Map<String, FieldValue> changes,
    Map<String, JsonNode> extra,
    String auditLine,
    Instant at,
    boolean tells) {}
