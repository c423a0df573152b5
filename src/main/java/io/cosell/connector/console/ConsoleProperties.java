package io.cosell.connector.console;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may look at and operate the connector.
 *
 * @param username the operator's name
 * @param password the operator's password; empty: a random one is made at every start and logged
 *     once
 */
@ConfigurationProperties("cosell.console")
public record ConsoleProperties(
    @DefaultValue("operator") String username, @DefaultValue("") String password) {

  @Override
  public String toString() {
    return "ConsoleProperties[username=" + username + "]";
  }
}
