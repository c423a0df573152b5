package io.cosell.connector.inbox;

import io.cosell.connector.MutableClock;
import io.cosell.connector.TestDatabase;
import io.cosell.connector.replica.Replica;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;

/** Accepts events and says so, one a line, until it is killed. */
final class AcceptingProcess {
  static final String ACCEPTED = "accepted ";

  private AcceptingProcess() {}

  public static void main(String[] args) {
    var inbox =
        TestDatabase.h2(Path.of(args[0]))
            .beans(
                List.of(
                    new MutableClock(),
                    InboxContract.SETTINGS,
                    InboxContract.REPLICA,
                    RandomGenerator.getDefault()),
                Inbox.class,
                InboxStore.class,
                Replica.class)
            .getBean(Inbox.class);
    for (int number = 0; ; number++) {
      var subject = "referral/" + number;
      inbox.accept(InboxContract.look(subject));
      System.out.println(ACCEPTED + subject);
      System.out.flush();
    }
  }
}
