package io.cosell.sandbox.partnercenter;

import java.time.Instant;

/**
 * What an access token stands for.
 *
 * @param audience the resource it is good for
 * @param expires when it ends
 * @param delegated for a signed-in user; false for the application alone
 * @param multiFactor whether the user signed in with a second factor
 */
record AccessToken(String audience, Instant expires, boolean delegated, boolean multiFactor) {}
