/** The pair of one referral and one opportunity or lead, with the last snapshot of both sides. */
@ApplicationModule(allowedDependencies = {})
package io.cosell.connector.link;

import org.springframework.modulith.ApplicationModule;
