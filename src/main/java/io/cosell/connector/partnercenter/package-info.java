/** Referrals, engagements and the webhook of Partner Center: client, tokens, signature check. */
@ApplicationModule(allowedDependencies = {"remote", "replica"})
package io.cosell.connector.partnercenter;

import org.springframework.modulith.ApplicationModule;
