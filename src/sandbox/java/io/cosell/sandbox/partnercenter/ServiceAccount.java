package io.cosell.sandbox.partnercenter;

import java.time.Duration;

/** The person in whose name the connector signs in, as the partner's administrator manages her. */
public class ServiceAccount {

  /** Her role in Partner Center. */
  public enum Role {
    /** Sees and edits all deals of the company. */
    REFERRALS_ADMIN,
    /** Sees and edits the deals in whose team she is. */
    REFERRALS_USER,
    /** Sees nothing. */
    NONE
  }

  private final String email;
  private volatile Role role = Role.REFERRALS_ADMIN;
  private volatile boolean multiFactor = true;
  private volatile Duration accessTokenLifetime = Duration.ofSeconds(3599);
  private volatile Duration refreshTokenLifetime = Duration.ofDays(90);

  ServiceAccount(String email) {
    this.email = email;
  }

  /** Her e-mail address and user name. */
  public String email() {
    return email;
  }

  /** Her role now. */
  public Role role() {
    return role;
  }

  /** Gives her another role, at once. */
  public void has(Role other) {
    role = other;
  }

  /** Whether tokens issued from now on carry the {@code mfa} claim. */
  public void signsInWithSecondFactor(boolean yes) {
    multiFactor = yes;
  }

  /** How long access tokens issued from now on live. */
  public void accessTokensLast(Duration lifetime) {
    accessTokenLifetime = lifetime;
  }

  /** How long refresh tokens issued from now on live. */
  public void refreshTokensLast(Duration lifetime) {
    refreshTokenLifetime = lifetime;
  }

  boolean multiFactor() {
    return multiFactor;
  }

  Duration accessTokenLifetime() {
    return accessTokenLifetime;
  }

  Duration refreshTokenLifetime() {
    return refreshTokenLifetime;
  }
}
