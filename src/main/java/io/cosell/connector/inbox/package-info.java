/** Keeps every event until it is dealt with: claim, retry, dead letter. */
@ApplicationModule(allowedDependencies = {"database", "replica"})
package io.cosell.connector.inbox;

import org.springframework.modulith.ApplicationModule;
