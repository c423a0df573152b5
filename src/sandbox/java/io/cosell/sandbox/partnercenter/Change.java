package io.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/**
 * One committed change of one referral.
 *
 * @param at the referral's {@code updatedDateTime}
 * @param referralId which referral
 * @param engagementId its engagement
 * @param who who changed it
 * @param created whether it was created
 * @param fields what differs now, without time stamps and eTag
 */
public record Change(
    Instant at,
    String referralId,
    String engagementId,
    Actor who,
    boolean created,
    List<Field> fields) {

  /**
   * One value that differs.
   *
   * @param path JSON pointer into the referral
   * @param value the value now, JSON null when it is gone
   */
  public record Field(String path, JsonNode value) {}
}
