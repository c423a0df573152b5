/**
 * What several processes on one database agree about: their names, and who may do what for a while.
 */
@ApplicationModule(allowedDependencies = {})
package io.cosell.connector.replica;

import org.springframework.modulith.ApplicationModule;
