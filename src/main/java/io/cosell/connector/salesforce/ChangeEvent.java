package io.cosell.connector.salesforce;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What a change data capture event says about where to look (Change Data Capture guide, event
 * header).
 *
 * @param entity the changed object's API name, such as {@code Opportunity}
 * @param changeType CREATE, UPDATE, DELETE, UNDELETE or GAP_…
 * @param recordIds the changed records, 18 characters each; empty when Salesforce does not name
 *     them (overflow, wildcard), then {@link ChangeEventListener#onGap} has been called before
 * @param changedFields their changed fields, parts of compound fields as {@code
 *     BillingAddress.City}; empty when the event does not say
 * @param own true when our own write caused it
 * @param committedAt when the change was committed
 * @param position the event's place in its channel
 */
public record ChangeEvent(
    String entity,
    String changeType,
    List<String> recordIds,
    Set<String> changedFields,
    boolean own,
    Instant committedAt,
    ReplayPosition position) {}
