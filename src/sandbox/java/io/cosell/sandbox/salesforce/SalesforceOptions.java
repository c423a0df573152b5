package io.cosell.sandbox.salesforce;

import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;

/**
 * How the org is set up. Start from {@link #defaults()} and change what matters.
 *
 * @param port the HTTP port on 127.0.0.1, 0 for a free one
 * @param clock the org's time; retention, sessions and stamps follow it
 * @param clientId consumer key of the connected app
 * @param clientSecret consumer secret
 * @param username the integration user's name
 * @param password the integration user's password with its security token
 * @param jwtKey the public key of the app's certificate, null when JWT logins are not set up
 * @param multiCurrency whether CurrencyIsoCode and CurrencyType exist
 * @param countryPicklists whether state and country picklists are on
 * @param opportunityTeams whether OpportunityTeamMember exists
 * @param notes whether Note and ContentNote exist
 * @param loginHost behaves like a login host: refuses client credentials
 * @param sharedSession every login of the app gets the same session, as Salesforce may do
 * @param strictCookies a streaming client must send the cookie it got with its handshake
 * @param connectHold how long a streaming connect is held without events
 * @param connectExpiry how long a streaming client may stay away between two connects
 * @param lockWait how long a transaction waits for a record that another holds
 * @param dailyApiLimit REST calls in 24 hours
 * @param dailyEventLimit change events delivered in 24 hours, summed over subscribers
 */
public record SalesforceOptions(
    int port,
    Clock clock,
    String clientId,
    String clientSecret,
    String username,
    String password,
    PublicKey jwtKey,
    boolean multiCurrency,
    boolean countryPicklists,
    boolean opportunityTeams,
    boolean notes,
    boolean loginHost,
    boolean sharedSession,
    boolean strictCookies,
    Duration connectHold,
    Duration connectExpiry,
    Duration lockWait,
    int dailyApiLimit,
    int dailyEventLimit) {

  /** An Enterprise org with several currencies, teams and notes on a free port. */
  public static SalesforceOptions defaults() {
    return new Builder().build();
  }

  /** A builder that starts from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Changes single options; each method is named like its option. */
  public static final class Builder {
    private int port;
    private Clock clock = Clock.systemUTC();
    private String clientId = "sandbox-client";
    private String clientSecret = "sandbox-secret";
    private String username = "integration@cosell.example";
    private String password = "sandbox-password";
    private PublicKey jwtKey;
    private boolean multiCurrency = true;
    private boolean countryPicklists;
    private boolean opportunityTeams = true;
    private boolean notes = true;
    private boolean loginHost;
    private boolean sharedSession;
    private boolean strictCookies;
    private Duration connectHold = Duration.ofSeconds(110);
    private Duration connectExpiry = Duration.ofSeconds(40);
    private Duration lockWait = Duration.ofSeconds(10);
    private int dailyApiLimit = 100_000;
    private int dailyEventLimit = 25_000;

    private Builder() {}

    /** The HTTP port on 127.0.0.1, 0 for a free one. */
    public Builder port(int value) {
      port = value;
      return this;
    }

    /** The org's time. */
    public Builder clock(Clock value) {
      clock = value;
      return this;
    }

    /** Consumer key and secret of the connected app. */
    public Builder client(String id, String secret) {
      clientId = id;
      clientSecret = secret;
      return this;
    }

    /** Name and password of the integration user. */
    public Builder user(String name, String secret) {
      username = name;
      password = secret;
      return this;
    }

    /** The public key that JWT logins are checked with. */
    public Builder jwtKey(PublicKey value) {
      jwtKey = value;
      return this;
    }

    /** Whether CurrencyIsoCode and CurrencyType exist. */
    public Builder multiCurrency(boolean value) {
      multiCurrency = value;
      return this;
    }

    /** Whether state and country picklists are on. */
    public Builder countryPicklists(boolean value) {
      countryPicklists = value;
      return this;
    }

    /** Whether OpportunityTeamMember exists. */
    public Builder opportunityTeams(boolean value) {
      opportunityTeams = value;
      return this;
    }

    /** Whether Note and ContentNote exist. */
    public Builder notes(boolean value) {
      notes = value;
      return this;
    }

    /** Whether this is a login host, which refuses client credentials. */
    public Builder loginHost(boolean value) {
      loginHost = value;
      return this;
    }

    /** Whether all logins share one session. */
    public Builder sharedSession(boolean value) {
      sharedSession = value;
      return this;
    }

    /** Whether streaming clients must send their cookie. */
    public Builder strictCookies(boolean value) {
      strictCookies = value;
      return this;
    }

    /** How long a streaming connect is held. */
    public Builder connectHold(Duration value) {
      connectHold = value;
      return this;
    }

    /** How long a streaming client may stay away. */
    public Builder connectExpiry(Duration value) {
      connectExpiry = value;
      return this;
    }

    /** How long a transaction waits for a locked record; zero fails at once. */
    public Builder lockWait(Duration value) {
      lockWait = value;
      return this;
    }

    /** REST calls in 24 hours. */
    public Builder dailyApiLimit(int value) {
      dailyApiLimit = value;
      return this;
    }

    /** Events delivered in 24 hours. */
    public Builder dailyEventLimit(int value) {
      dailyEventLimit = value;
      return this;
    }

    /** The options so far. */
    public SalesforceOptions build() {
      return new SalesforceOptions(
          port,
          clock,
          clientId,
          clientSecret,
          username,
          password,
          jwtKey,
          multiCurrency,
          countryPicklists,
          opportunityTeams,
          notes,
          loginHost,
          sharedSession,
          strictCookies,
          connectHold,
          connectExpiry,
          lockWait,
          dailyApiLimit,
          dailyEventLimit);
    }
  }
}
