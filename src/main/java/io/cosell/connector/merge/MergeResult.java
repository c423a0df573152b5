package io.cosell.connector.merge;

import java.util.List;
import java.util.Map;

/**
 * What to write where.
 *
 * @param toPartnerCenter the values to write there by field; a list is given whole
 * @param toSalesforce the values to write there by field; a list is given whole
 * @param decisions every field that differs, and what became of it
 * @param next both sides after these writes
 */
public record MergeResult(
    Map<String, FieldValue> toPartnerCenter,
    Map<String, FieldValue> toSalesforce,
    List<FieldDecision> decisions,
    Snapshot next) {}
