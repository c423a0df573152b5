package io.cosell.sandbox.partnercenter;

/** What can be wrong with a webhook call. */
public enum Forgery {
  /** Nothing: a call as Partner Center sends it. */
  NONE,
  /** The signature was made over another body. */
  WRONG_SIGNATURE,
  /** There is no signature header. */
  NO_SIGNATURE,
  /** The scheme in front of the signature is {@code Bearer}. */
  WRONG_SCHEME,
  /** There is no {@code X-MS-Certificate-Url}. */
  NO_CERTIFICATE_URL,
  /** There is no {@code X-MS-Signature-Algorithm}. */
  NO_ALGORITHM,
  /** The signature is good, but of {@code rsa-md5}. */
  WEAK_ALGORITHM,
  /** The certificate is on a host that is not allowed; everything else is good. */
  FOREIGN_CERTIFICATE_HOST,
  /** The certificate's address has plain http; everything else is good. */
  PLAIN_CERTIFICATE_URL,
  /** The certificate's time is over. */
  EXPIRED_CERTIFICATE,
  /** The certificate is from an authority of the right name that nobody trusts. */
  UNTRUSTED_CERTIFICATE,
  /** The certificate is from a trusted authority that is not Microsoft Corporation. */
  FOREIGN_ISSUER,
  /** The body is no JSON, but signed. */
  MALFORMED_BODY
}
