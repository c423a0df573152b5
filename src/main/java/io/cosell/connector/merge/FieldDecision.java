package io.cosell.connector.merge;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * What was decided about one field or one element of a list, and why.
 *
 * @param field the field's name, for an element {@code field[key]}
 * @param partnerCenter the value there, empty if none
 * @param salesforce the value there, empty if none
 * @param reason which rule decided
 * @param againstSeller true when what the seller did is undone or comes to nothing, so that she has
 *     to be told
 */
public record FieldDecision(
    String field,
    Verdict verdict,
    String partnerCenter,
    String salesforce,
    String reason,
    boolean againstSeller) {

  /** True when the value would have travelled had its gate been open. */
  @JsonIgnore
  public boolean isHeld() {
    return verdict.isHeld();
  }
}
