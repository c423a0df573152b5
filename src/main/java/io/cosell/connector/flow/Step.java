package io.cosell.connector.flow;

/** One step of a route: {@code direct:<name>} in the route files. */
interface Step {

  /** The name the route files call it by. */
  String name();

  /**
   * Does the step. May end the work with {@link Deal#end}.
   *
   * @throws RuntimeException one of the three kinds of failure, or an unmappable deal
   */
  void on(Deal deal);
}
