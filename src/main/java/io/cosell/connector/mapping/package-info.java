/** Field mapping both ways, as a table. Pure functions, no I/O beyond reading the table. */
@ApplicationModule(allowedDependencies = {"merge", "partnercenter", "salesforce", "remote"})
package io.cosell.connector.mapping;

import org.springframework.modulith.ApplicationModule;
