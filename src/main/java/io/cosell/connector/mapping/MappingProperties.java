package io.cosell.connector.mapping;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the mapping table is.
 *
 * @param directory the directory whose {@code *.yaml} files make up the table, in the order of
 *     their names
 */
@ConfigurationProperties("cosell.mapping")
public record MappingProperties(@DefaultValue("./mapping") String directory) {}
