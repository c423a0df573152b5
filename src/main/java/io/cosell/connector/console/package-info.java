/** The operator's window: shows, retries, skips. Never calls a cloud itself. */
@ApplicationModule(allowedDependencies = {"inbox", "link", "audit"})
package io.cosell.connector.console;

import org.springframework.modulith.ApplicationModule;
