/**
 * Microsoft Partner Center, simulated: the Referrals API, the webhook registration API with signed
 * delivery, and the OAuth authority in front of both. {@link
 * io.cosell.sandbox.partnercenter.PartnerCenterSandbox} is the door.
 *
 * <p>It follows the public documents ("Referral resources", "Create a referral", "Update a lead or
 * opportunity", "Partner Center webhooks", "Manage co-sell opportunities in Partner Center"). Where
 * those are silent, {@link io.cosell.sandbox.partnercenter.Switch} names the open point and turns
 * the behaviour round.
 */
package io.cosell.sandbox.partnercenter;
