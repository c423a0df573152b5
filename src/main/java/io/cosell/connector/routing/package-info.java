/**
 * Loads the route files, swaps an edited one while the connector runs, and keeps the last good
 * ones.
 */
@ApplicationModule(allowedDependencies = {})
package io.cosell.connector.routing;

import org.springframework.modulith.ApplicationModule;
