package io.cosell.sandbox.desk;

/**
 * A solution of the partner.
 *
 * @param id its number in the catalogue, such as {@code SOL-40210-KLP}
 * @param name its name
 */
record Solution(String id, String name) {}
