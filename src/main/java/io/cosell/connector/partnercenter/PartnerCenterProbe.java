package io.cosell.connector.partnercenter;

import io.cosell.connector.remote.ErrorCode;
import io.cosell.connector.remote.RemoteAddress;
import io.cosell.connector.remote.RemoteRefusedException;
import io.cosell.connector.remote.RemoteUnavailableException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Looks every few seconds whether Partner Center can be reached and the sign-in holds.
 *
 * <p>As long as calls work, that is one GET of the base address without a token; any answer below
 * 500 will do. After a call that failed, the API itself is asked with the smallest call it has,
 * until that works.
 */
@Component
class PartnerCenterProbe implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(PartnerCenterProbe.class);

  private final PartnerCenterProperties settings;
  private final Setup setup;
  private final SignIn signIn;
  private final PartnerCenter partnerCenter;
  private final PartnerCenterState state;
  private final HttpClient http;
  private ScheduledExecutorService timer;

  PartnerCenterProbe(
      PartnerCenterProperties settings,
      Setup setup,
      SignIn signIn,
      PartnerCenter partnerCenter,
      PartnerCenterState state,
      HttpClient outgoingHttp) {
    this.settings = settings;
    this.setup = setup;
    this.signIn = signIn;
    this.partnerCenter = partnerCenter;
    this.state = state;
    this.http = outgoingHttp;
  }

  @Override
  public synchronized void start() {
    timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              var thread = new Thread(task, "partner-center-probe");
              thread.setDaemon(true);
              return thread;
            });
    long pause = Math.max(100, settings.probeInterval().toMillis());
    timer.scheduleWithFixedDelay(this::probeSafely, 0, pause, TimeUnit.MILLISECONDS);
  }

  @Override
  public synchronized void stop() {
    timer.shutdownNow();
    timer = null;
  }

  @Override
  public synchronized boolean isRunning() {
    return timer != null;
  }

  private void probeSafely() {
    try {
      probe();
    } catch (RuntimeException e) {
      log.error("Looking after Partner Center failed; trying again", e);
      state.probed(false, false, Reason.of(e));
    }
  }

  void probe() {
    var problems = setup.check();
    if (!problems.isEmpty()) {
      state.probed(false, false, problems.get(0).toString());
      return;
    }
    var error = failureOf(this::reach);
    if (error != null) {
      state.probed(false, state.signedIn(), error.getMessage());
      return;
    }
    error = failureOf(() -> signIn.token(Audience.REFERRALS));
    if (error != null) {
      state.probed(true, false, error.getMessage());
      return;
    }
    error = state.suspicious() ? failureOf(partnerCenter::tryOneCall) : null;
    if (error instanceof SignInRefusedException) {
      state.probed(true, false, error.getMessage());
    } else if (error != null) {
      state.probed(false, true, error.getMessage());
    } else {
      state.probed(true, true, "");
    }
  }

  private static RuntimeException failureOf(Runnable attempt) {
    try {
      attempt.run();
      return null;
    } catch (RemoteUnavailableException | RemoteRefusedException e) {
      return e;
    }
  }

  private void reach() {
    var address = URI.create(RemoteAddress.base(settings.baseUrl()) + "/");
    var request = HttpRequest.newBuilder(address).timeout(settings.connectTimeout()).build();
    try {
      int status = http.send(request, BodyHandlers.discarding()).statusCode();
      if (status >= 500) {
        throw new RemoteUnavailableException(
            ErrorCode.PARTNER_CENTER_AWAY, address + " answered " + status, null);
      }
    } catch (IOException e) {
      throw new RemoteUnavailableException(
          ErrorCode.PARTNER_CENTER_AWAY, address + " cannot be reached: " + Reason.of(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RemoteUnavailableException(ErrorCode.PARTNER_CENTER_AWAY, "Interrupted", e);
    }
  }
}
