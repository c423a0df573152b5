/**
 * What both cloud clients share: the error catalogue with the three kinds of failure, the record of
 * calls, outgoing trust.
 */
@ApplicationModule(allowedDependencies = {})
package io.cosell.connector.remote;

import org.springframework.modulith.ApplicationModule;
