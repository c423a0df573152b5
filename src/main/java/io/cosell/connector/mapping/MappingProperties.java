package io.cosell.connector.mapping;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the mapping table is.
 *
 * @param directory the directory whose {@code *.yaml} files make up the table, in the order of
 *     their names
 * @param checkInterval how often the files are read again to see whether they were edited; an edit
 *     is taken up when two looks found the same, and one that does not fit the org is tried again
 *     after five. 0: they are read at start only
 * @param requiredOfPeople what Partner Center wants to know of everybody it is told of: {@code
 *     firstName}, {@code lastName}, {@code email}, {@code phone}
 */
@ConfigurationProperties("cosell.mapping")
public record MappingProperties(
    @DefaultValue("./mapping") String directory,
    @DefaultValue("2s") Duration checkInterval,
    @DefaultValue({"firstName", "lastName", "email", "phone"}) List<String> requiredOfPeople) {}
