/**
 * What both simulators share: an HTTP server, the journal of calls, and the faults that any server
 * can have.
 */
package io.cosell.sandbox.server;
