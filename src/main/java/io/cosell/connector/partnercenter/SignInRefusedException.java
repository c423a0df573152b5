package io.cosell.connector.partnercenter;

import io.cosell.connector.remote.ErrorCode;
import io.cosell.connector.remote.Problem;
import io.cosell.connector.remote.RemoteUnavailableException;
import java.io.Serial;

/** The authority or an API does not accept who we are, until a human does what the problem says. */
class SignInRefusedException extends RemoteUnavailableException {
  @Serial private static final long serialVersionUID = 1L;
  private final transient Problem problem;

  SignInRefusedException(Problem problem, Throwable cause) {
    this(ErrorCode.PARTNER_CENTER_SIGN_IN, problem, cause);
  }

  SignInRefusedException(ErrorCode code, Problem problem, Throwable cause) {
    super(code, "Partner Center does not accept the sign-in: " + problem, cause);
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
