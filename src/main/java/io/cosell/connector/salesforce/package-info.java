/** Opportunities and their change events in Salesforce: client, tokens, replay position. */
@ApplicationModule(allowedDependencies = {"remote", "replica"})
package io.cosell.connector.salesforce;

import org.springframework.modulith.ApplicationModule;
