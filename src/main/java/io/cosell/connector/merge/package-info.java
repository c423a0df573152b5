/** Snapshot and two states in, what to write where and conflicts out. Pure: no I/O, no clock. */
@ApplicationModule(allowedDependencies = {})
package io.cosell.connector.merge;

import org.springframework.modulith.ApplicationModule;
