/**
 * Both clouds, simulated: real protocols over HTTP, real rules, and faults by name. A second
 * opinion on the connector: it follows the documents of Salesforce and Microsoft and shares no type
 * with the connector.
 */
package io.cosell.sandbox;
