package io.cosell.connector.partnercenter;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cosell.connector.remote.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The Referrals API. Every method is one call, or as many as there are pages; none repeats a call
 * that failed.
 *
 * <p>Failures of all methods: {@link io.cosell.connector.remote.RemoteUnavailableException} (busy,
 * away, no token), {@link io.cosell.connector.remote.RemoteRefusedException} (a no that stays),
 * {@link io.cosell.connector.remote.ChangedMeanwhileException} (eTag does not match any more).
 */
@Component
public class PartnerCenter {

  /** The referral, or empty when Partner Center does not know or show it (404, 403). */
  public Optional<Referral> read(String referralId) {
    throw new IllegalStateException("in work");
  }

  /** All referrals of an engagement: the partner's own and Microsoft's. */
  public List<Referral> engagement(String engagementId) {
    throw new IllegalStateException("in work");
  }

  /** Creates a referral and gives it back as the server completed it. */
  public Referral create(ObjectNode referral) {
    throw new IllegalStateException("in work");
  }

  /**
   * Applies a JSON Patch (replace and add only) if the referral still has this eTag; gives back the
   * new state.
   */
  public Referral patch(Referral known, ArrayNode operations) {
    throw new IllegalStateException("in work");
  }

  /** What changed at or after this instant, oldest first; rows may be partial. */
  public List<Referral> changedSince(Instant since) {
    throw new IllegalStateException("in work");
  }

  /** What keeps us from using Partner Center: address, login, role. Empty when all is well. */
  public List<Problem> check() {
    throw new IllegalStateException("in work");
  }
}
