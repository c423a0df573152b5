package io.cosell.connector.flow;

import java.io.Serial;

/** Thrown at whatever a killed process still tries: it does not reach the world any more. */
class ProcessIsDead extends Error {
  @Serial private static final long serialVersionUID = 1L;
}
