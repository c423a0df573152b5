/**
 * Loads the route files, swaps an edited one while the connector runs, and keeps the last good
 * ones.
 *
 * <p>{@link io.cosell.connector.routing.RouteFiles} is the door: it says how each file stands. Its
 * settings are {@link io.cosell.connector.routing.RoutesProperties}; health shows it as {@code
 * routes}.
 */
@ApplicationModule(allowedDependencies = {})
package io.cosell.connector.routing;

import org.springframework.modulith.ApplicationModule;
