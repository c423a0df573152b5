/** Says when the database refuses, to whoever works with it, to health and to callers. */
@ApplicationModule(allowedDependencies = {"remote"})
package io.cosell.connector.database;

import org.springframework.modulith.ApplicationModule;
