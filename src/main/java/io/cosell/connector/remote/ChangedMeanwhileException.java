package io.cosell.connector.remote;

import java.io.Serial;

/** The record changed between reading and writing; read it again and decide anew. */
public class ChangedMeanwhileException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** Says which record changed. */
  public ChangedMeanwhileException(String message) {
    super(message);
  }
}
