package io.cosell.connector.remote;

import java.io.Serializable;

/**
 * One thing that is wrong with a deal.
 *
 * @param code its place in the error catalogue
 * @param field the field, as the seller knows it, or its JSON Pointer in a referral; empty for none
 * @param value what it held; empty for nothing, null when that is not known. Secrets are masked,
 *     more than 80 characters cut
 * @param reason why that is wrong, as a clause; secrets are masked
 */
public record Finding(ErrorCode code, String field, String value, String reason)
    implements Serializable {
  private static final int LONGEST_VALUE = 80;

  /** Masks and cuts. */
  public Finding {
    value = value == null ? null : Masking.mask(value, LONGEST_VALUE);
    reason = Masking.mask(reason);
  }

  /** The same for a field by another name. */
  public Finding named(String otherField) {
    return new Finding(code, otherField, value, reason);
  }

  @Override
  public String toString() {
    if (field.isEmpty()) {
      return code.says(reason);
    }
    var held = value == null ? "" : value.isEmpty() ? " is empty" : " is \"" + value + "\"";
    return code.says(field + held + ": " + reason);
  }
}
