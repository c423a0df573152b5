package io.cosell.sandbox.salesforce;

import java.util.LinkedHashMap;
import java.util.Map;

/** {@code /limits}. */
final class LimitsResource {
  private final ApiUsage calls;
  private final ApiUsage events;

  LimitsResource(ApiUsage calls, ApiUsage events) {
    this.calls = calls;
    this.events = events;
  }

  Map<String, Object> answer() {
    var limits = new LinkedHashMap<String, Object>();
    limits.put("DailyApiRequests", of(calls));
    limits.put("DailyDeliveredPlatformEvents", of(events));
    limits.put("DailyDurableStreamingApiEvents", pair(200_000, 200_000));
    limits.put("DailyStreamingApiEvents", pair(200_000, 200_000));
    limits.put("DataStorageMB", pair(10_240, 9_800));
    limits.put("DurableStreamingApiConcurrentClients", pair(1_000, 999));
    limits.put("StreamingApiConcurrentClients", pair(1_000, 999));
    return limits;
  }

  private static Map<String, Object> of(ApiUsage usage) {
    return pair(usage.limit(), Math.max(0, usage.limit() - usage.used()));
  }

  private static Map<String, Object> pair(int most, int remaining) {
    var limit = new LinkedHashMap<String, Object>();
    limit.put("Max", most);
    limit.put("Remaining", remaining);
    return limit;
  }
}
