package io.cosell.connector.remote;

import java.io.Serial;
import java.util.List;

/** The record changed between reading and writing; read it again and decide anew. */
public class ChangedMeanwhileException extends CodedException {
  @Serial private static final long serialVersionUID = 1L;

  /** Says which record changed. */
  public ChangedMeanwhileException(ErrorCode code, String message) {
    this(List.of(new Finding(code, "", null, message)), "");
  }

  /** Says what the other side found, and in which call. */
  public ChangedMeanwhileException(List<Finding> findings, String where) {
    super(findings, where, null);
  }
}
