/** Audit entries: what was read, decided, written or refused. Append-only. */
@ApplicationModule(allowedDependencies = {})
package io.cosell.connector.audit;

import org.springframework.modulith.ApplicationModule;
