package io.cosell.sandbox.server;

import java.util.Optional;

/**
 * Stands beside a server, sees every call before it is worked on and again before it is answered,
 * and may make either go wrong. Runs on the call's own thread, so it may keep the call waiting.
 */
public interface Onlooker {
  /** Looks away. */
  Onlooker NOBODY =
      new Onlooker() {
        @Override
        public Optional<Fault> comes(String method, String path) {
          return Optional.empty();
        }

        @Override
        public boolean losesAnswer(String method, String path) {
          return false;
        }
      };

  /** A call has come in; empty to let it be worked on, else what happens to it. */
  Optional<Fault> comes(String method, String path);

  /** The work is done, nothing is answered yet; true when the connection breaks now. */
  boolean losesAnswer(String method, String path);
}
