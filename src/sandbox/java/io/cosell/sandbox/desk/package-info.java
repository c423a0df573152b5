/**
 * One web page that shows both clouds side by side and lets people work in them; it uses the
 * simulators' own doors and never the connector's.
 */
package io.cosell.sandbox.desk;
