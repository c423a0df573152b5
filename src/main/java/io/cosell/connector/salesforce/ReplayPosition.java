package io.cosell.connector.salesforce;

/**
 * How far the events of a channel have been stored. Ids are opaque, increasing, not contiguous, and
 * mean nothing in another channel or org.
 */
public record ReplayPosition(String orgId, String channel, long replayId) {}
