package io.cosell.connector.salesforce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads change event messages as they come over CometD (Change Data Capture guide). */
class ChangeEvents {
  private static final String HEADER = "ChangeEventHeader";
  private static final String CLIENT = "client=";

  private final ObjectMapper mapper = new ObjectMapper();
  private final String orgId;
  private final String channel;
  private final String clientName;

  /** Events of this channel; those our client name caused are our own. */
  ChangeEvents(String orgId, String channel, String clientName) {
    this.orgId = orgId;
    this.channel = channel;
    this.clientName = clientName;
  }

  /** The event in a whole message. */
  ChangeEvent read(String message) {
    JsonNode data;
    try {
      data = mapper.readTree(message).path("data");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("A streaming message is no JSON", e);
    }
    var payload = data.path("payload");
    var header = payload.path(HEADER);
    var changeType = header.path("changeType").asText();
    return new ChangeEvent(
        header.path("entityName").asText(),
        changeType,
        recordIds(header),
        changedFields(header, payload),
        !changeType.startsWith("GAP_") && isOwn(header.path("changeOrigin").asText("")),
        Instant.ofEpochMilli(header.path("commitTimestamp").asLong()),
        new ReplayPosition(orgId, channel, data.path("event").path("replayId").asLong()));
  }

  /** Wildcards and the empty id name no record, so the list is empty as soon as one is in it. */
  private static List<String> recordIds(JsonNode header) {
    var ids = new ArrayList<String>();
    for (var id : header.path("recordIds")) {
      var text = id.asText();
      if (text.endsWith("*") || text.startsWith("000000000000000")) {
        return List.of();
      }
      ids.add(text);
    }
    return List.copyOf(ids);
  }

  private static Set<String> changedFields(JsonNode header, JsonNode payload) {
    var fields = new LinkedHashSet<String>();
    if (header.has("changedFields")) {
      header.path("changedFields").forEach(field -> fields.add(field.asText()));
    } else if (header.path("changeType").asText().equals("UPDATE")) {
      payload
          .fieldNames()
          .forEachRemaining(
              name -> {
                var value = payload.path(name);
                if (value.isObject() && !value.has("diff")) {
                  value.fieldNames().forEachRemaining(part -> fields.add(name + "." + part));
                } else if (!name.equals(HEADER)) {
                  fields.add(name);
                }
              });
      fields.removeIf(field -> field.startsWith(HEADER + "."));
    }
    return Set.copyOf(fields);
  }

  private boolean isOwn(String origin) {
    int at = origin.indexOf(CLIENT);
    if (at < 0) {
      return false;
    }
    var client = origin.substring(at + CLIENT.length()).split(";", 2)[0].strip();
    return client.replaceAll("/$", "").equals(clientName);
  }
}
