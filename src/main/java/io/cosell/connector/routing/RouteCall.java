package io.cosell.connector.routing;

/**
 * A step that sends to another route of this connector.
 *
 * @param file name of the file, empty for a Java route
 * @param route id of the calling route, or of the configuration the step stands in
 * @param line line in the file, 0 if not known
 * @param endpoint what is called, normalised, without options, for example {@code direct://x}
 */
record RouteCall(String file, String route, int line, String endpoint) {}
