package io.cosell.connector.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * What happened to one deal, once.
 *
 * @param at when, UTC
 * @param kind {@code sync}, {@code refused}, {@code plan}, {@code note}
 * @param referralId the referral, null while unknown
 * @param opportunityId the opportunity, null while unknown
 * @param route the route that worked
 * @param summary one sentence
 * @param detail decisions per field and the calls made, as JSON
 */
public record AuditEntry(
    Instant at,
    String kind,
    String referralId,
    String opportunityId,
    String route,
    String summary,
    JsonNode detail) {}
