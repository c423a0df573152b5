package io.cosell.sandbox.salesforce;

import java.util.Map;

/**
 * One committed change of one record.
 *
 * @param object the object's name, such as {@code Opportunity}
 * @param id the record's id, 18 characters
 * @param byPerson whether somebody saved it in the user interface, not through the API
 * @param deleted whether it is gone now
 * @param record its values by field name, as they are now or were before it was deleted
 */
public record RecordChange(
    String object, String id, boolean byPerson, boolean deleted, Map<String, Object> record) {}
