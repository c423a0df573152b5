package io.cosell.connector.remote;

/**
 * One call to one of the clouds, as the audit keeps it.
 *
 * @param system {@code partner-center} or {@code salesforce}
 * @param what method and path without query values that could hold secrets, such as {@code GET
 *     /referrals/6f0e…}
 * @param status the HTTP status, 0 when no answer came
 * @param requestId the id the other side gave the call, empty if none
 * @param millis how long it took
 */
public record CallRecord(String system, String what, int status, String requestId, long millis) {}
