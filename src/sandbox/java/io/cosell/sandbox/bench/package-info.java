/**
 * The benchmark: how fast deals travel through a connector in another process, and what they cost.
 */
package io.cosell.sandbox.bench;
