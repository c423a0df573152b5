package io.cosell.sandbox.server;

import java.time.Instant;

/**
 * One request that reached a simulator.
 *
 * @param at when it arrived
 * @param until when it was answered or cut
 * @param method its HTTP method
 * @param path its path with the query, as sent
 * @param body what was sent, empty for none
 * @param status the answer's status, 0 when the connection was cut instead
 */
public record Call(
    Instant at, Instant until, String method, String path, String body, int status) {}
