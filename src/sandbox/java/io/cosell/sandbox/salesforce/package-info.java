/**
 * A Salesforce org over HTTP: OAuth, REST, SOQL, the Streaming API with Change Data Capture, and an
 * admin API that edits records as a person would. {@link
 * io.cosell.sandbox.salesforce.SalesforceSandbox} is the door.
 */
package io.cosell.sandbox.salesforce;
