package io.cosell.connector.merge;

/**
 * Where a value should go and why.
 *
 * @param to null when it cannot travel
 * @param value null to remove an element
 * @param reason which rule decided
 */
record Ruling<T>(Side to, T value, String reason) {}
