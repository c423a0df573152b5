package io.cosell.connector.mapping;

/**
 * Why the mapping table cannot be used.
 *
 * @param file name of the file, empty when it is about the table as a whole
 * @param line line in the file, 0 if not known
 * @param what what is wrong and what to do, one sentence
 */
record TableProblem(String file, int line, String what) {

  /** Place and sentence in one line, as log and health show it. */
  @Override
  public String toString() {
    if (file.isEmpty()) {
      return what;
    }
    return (line > 0 ? file + ", line " + line : file) + ": " + what;
  }
}
