/**
 * The steps the route files call, one class each; hands events to the inbox and work to the routes.
 */
@ApplicationModule(
    allowedDependencies = {
      "replica",
      "database",
      "inbox",
      "link",
      "audit",
      "remote",
      "partnercenter",
      "salesforce",
      "mapping",
      "merge",
      "routing"
    })
package io.cosell.connector.flow;

import org.springframework.modulith.ApplicationModule;
