package io.cosell.sandbox.salesforce;

import java.util.LinkedHashMap;
import java.util.Map;
import org.cometd.bayeux.Message;
import org.cometd.bayeux.server.ServerMessage;

/**
 * Why a streaming message is refused, in the words of the Streaming API guide.
 *
 * @param failureReason goes to {@code ext.sfdc.failureReason}, null for none
 * @param reconnect the advice, null for no advice
 */
record Denial(String error, String failureReason, String reconnect) {
  static final String KEY = "sandbox.denial";
  static final String BUSY = "503::Server is too busy.  Please try your request again later.";

  static Denial handshake(String reason) {
    return new Denial("403::Handshake denied", reason, "none");
  }

  static Denial unknownClient() {
    return new Denial("403::Unknown client", null, "handshake");
  }

  static Denial unauthenticated() {
    return new Denial("401::Authentication invalid", null, "none");
  }

  static Denial dailyLimit() {
    return new Denial("403::Organization total events daily limit exceeded", null, "none");
  }

  static Denial subscribe(String error) {
    return new Denial(error, null, null);
  }

  static Denial invalidReplayId(long replayId) {
    return subscribe(
        "400::The replayId {"
            + replayId
            + "} you provided was invalid.  Please provide a valid ID, -2 to replay all events, or"
            + " -1 to replay only new events.");
  }

  void write(ServerMessage.Mutable reply) {
    reply.setSuccessful(false);
    reply.put(Message.ERROR_FIELD, error);
    reply.remove(Message.ADVICE_FIELD);
    if (reconnect != null) {
      var advice = reply.getAdvice(true);
      advice.put(Message.RECONNECT_FIELD, reconnect);
      if (!reply.getChannel().equals("/meta/handshake")) {
        advice.put(Message.INTERVAL_FIELD, 0);
      }
    }
    if (failureReason != null) {
      var ext = reply.getExt(true);
      ext.put("sfdc", new LinkedHashMap<>(Map.of("failureReason", failureReason)));
    }
  }
}
