package io.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serial;

/** An answer that is an error, in the words of "Partner API REST error codes". */
public class Refusal extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** Stands for the status that {@link Switches#businessError()} says. */
  static final int BUSINESS = 0;

  private final int status;
  private final String code;
  private final String target;
  private final String innerCode;

  Refusal(int status, String code, String message, String target, String innerCode) {
    super(message);
    this.status = status;
    this.code = code;
    this.target = target;
    this.innerCode = innerCode;
  }

  /** The request cannot be read at all. */
  static Refusal malformed(String message, String target) {
    return new Refusal(400, "invalidRequest", message, target, "90400");
  }

  /** The request can be read, but a rule forbids it. */
  static Refusal against(String rule, String target) {
    return new Refusal(BUSINESS, "invalidRequest", rule, target, "90422");
  }

  static Refusal notFound(String id) {
    return new Refusal(404, "itemNotFound", "Referral " + id + " does not exist.", "id", "90404");
  }

  static Refusal denied(String message) {
    return new Refusal(403, "accessDenied", message, "referral", "90403");
  }

  static Refusal changedMeanwhile() {
    return new Refusal(
        412, "preconditionFailed", "The referral has changed since it was read.", "ETag", "99918");
  }

  static Refusal unauthenticated(String message, String innerCode) {
    return new Refusal(401, "unauthenticated", message, "Authorization", innerCode);
  }

  int status(Switches switches) {
    return status == BUSINESS ? switches.businessError() : status;
  }

  String innerCode() {
    return innerCode;
  }

  /** The error body of the Referrals API. */
  ObjectNode body() {
    var body = Json.object();
    var error = body.putObject("error");
    error.put("code", code).put("message", getMessage()).put("target", target);
    var inner = error.putObject("innerError");
    inner.put("code", innerCode).put("message", getMessage()).putNull("details");
    return body;
  }

  /** The error body of the webhook registration API. */
  ObjectNode webhookBody() {
    var body = Json.object();
    body.put("code", innerCode).put("description", getMessage());
    body.putArray("data");
    return body.put("source", "PartnerFD");
  }
}
