/**
 * Field mapping both ways, as a table. Pure functions, no I/O beyond reading the table and, when it
 * was edited, the org it has to fit.
 */
@ApplicationModule(allowedDependencies = {"merge", "partnercenter", "salesforce", "remote"})
package io.cosell.connector.mapping;

import org.springframework.modulith.ApplicationModule;
