package io.cosell.connector.partnercenter;

import io.cosell.connector.remote.Problem;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** How Partner Center is doing, as the last calls and the last probe saw it. Thread-safe. */
@Component
class PartnerCenterState {
  private static final Logger log = LoggerFactory.getLogger(PartnerCenterState.class);
  private volatile boolean reachable;
  private volatile boolean signedIn;
  private volatile String lastError = "not asked yet";
  private volatile boolean suspicious;
  private final Map<Audience, String> alarms = new EnumMap<>(Audience.class);

  boolean reachable() {
    return reachable;
  }

  boolean signedIn() {
    return signedIn;
  }

  /** Why it is not well, or what went wrong last; empty if nothing. */
  String lastError() {
    return lastError;
  }

  /** True after a call that failed, until one works: the next probe must ask the API itself. */
  boolean suspicious() {
    return suspicious;
  }

  void callWorked(Audience audience) {
    if (audience == Audience.REFERRALS) {
      suspicious = false;
    }
    clearAlarm(audience);
  }

  void callFailed(Audience audience, String why) {
    if (audience == Audience.REFERRALS) {
      suspicious = true;
      lastError = why;
    }
  }

  void probed(boolean reachable, boolean signedIn, String error) {
    boolean wasWell = this.reachable && this.signedIn;
    this.reachable = reachable;
    this.signedIn = signedIn;
    this.lastError = error;
    if (wasWell && !(reachable && signedIn)) {
      log.warn("Partner Center is not usable; work waits until it is. {}", error);
    } else if (!wasWell && reachable && signedIn) {
      log.info("Partner Center is reachable and the sign-in works");
    }
  }

  /** Says once, not for every call, that a human has to do something. */
  synchronized void alarm(Audience audience, Problem problem) {
    if (!problem.setting().equals(alarms.put(audience, problem.setting()))) {
      log.error("{} (nothing is exchanged with this API until then)", problem);
    }
  }

  private synchronized void clearAlarm(Audience audience) {
    if (alarms.remove(audience) != null) {
      log.info("Partner Center accepts the sign-in again");
    }
  }
}
