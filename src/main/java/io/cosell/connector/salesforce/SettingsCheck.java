package io.cosell.connector.salesforce;

import io.cosell.connector.remote.Problem;
import io.cosell.connector.remote.RemoteAddress;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** What is wrong with the settings, as far as it shows without asking Salesforce. */
@Component
class SettingsCheck {
  private static final String PREFIX = "cosell.salesforce.";
  private static final Map<String, List<String>> NEEDED =
      Map.of(
          "client-credentials", List.of("client-id", "client-secret"),
          "jwt", List.of("client-id", "username", "key-store", "key-store-password"),
          "refresh-token", List.of("client-id", "refresh-token"));

  private final Environment environment;
  private final SalesforceProperties settings;

  SettingsCheck(Environment environment, SalesforceProperties settings) {
    this.environment = environment;
    this.settings = settings;
  }

  List<Problem> check() {
    var problems = new ArrayList<Problem>();
    for (var type :
        List.of(SalesforceProperties.class, OpportunityProperties.class, AccountProperties.class)) {
      unreadable(type, problems);
    }
    RemoteAddress.check(PREFIX + "login-url", settings.loginUrl()).ifPresent(problems::add);
    authentication(problems);
    version("api-version", settings.apiVersion(), 50, problems);
    version("streaming-api-version", settings.streamingApiVersion(), 37, problems);
    channel(problems);
    names(problems);
    numbers(problems);
    return problems;
  }

  private void unreadable(Class<? extends Record> type, List<Problem> problems) {
    var prefix = type.getAnnotation(ConfigurationProperties.class).prefix();
    var binder = Binder.get(environment);
    for (var component : type.getRecordComponents()) {
      if (component.getType().isRecord() || component.getType() == String.class) {
        continue;
      }
      var name = prefix + "." + dashed(component.getName());
      try {
        binder.bind(name, Bindable.of(component.getType()));
      } catch (BindException e) {
        var value = environment.getProperty(name, "");
        problems.add(
            new Problem(name, value, "is not %s; the default is used".formatted(kind(component))));
      }
    }
  }

  private static String dashed(String name) {
    return ConfigurationPropertyName.adapt(name.replaceAll("([A-Z])", "-$1"), '.').toString();
  }

  private static String kind(RecordComponent component) {
    return switch (component.getType().getSimpleName()) {
      case "Duration" -> "a duration such as 30s or PT30S";
      case "int" -> "a whole number";
      case "DataSize" -> "a size such as 32MB";
      case "boolean" -> "true or false";
      default -> "readable";
    };
  }

  private void authentication(List<Problem> problems) {
    var way = settings.authentication();
    var needed = NEEDED.get(way);
    if (needed == null) {
      problems.add(
          new Problem(
              PREFIX + "authentication",
              way,
              "is unknown; use client-credentials, jwt or refresh-token"));
      return;
    }
    var given =
        Map.of(
            "client-id", settings.clientId(),
            "client-secret", settings.clientSecret(),
            "username", settings.username(),
            "key-store", settings.keyStore(),
            "key-store-password", settings.keyStorePassword(),
            "refresh-token", settings.refreshToken());
    for (var name : needed) {
      if (given.get(name).isBlank()) {
        problems.add(
            new Problem(PREFIX + name, "", "is empty; authentication %s needs it".formatted(way)));
      }
    }
    if (way.equals("jwt")
        && !settings.keyStore().isBlank()
        && !Files.isReadable(Path.of(settings.keyStore()))) {
      problems.add(
          new Problem(
              PREFIX + "key-store", settings.keyStore(), "cannot be read; correct the path"));
    }
  }

  private static void version(String name, String value, int lowest, List<Problem> problems) {
    if (!value.matches("\\d{2,3}\\.0") || Double.parseDouble(value) < lowest) {
      problems.add(
          new Problem(
              PREFIX + name,
              value,
              "is no usable version; write one like 62.0, at least " + lowest));
    }
  }

  private void channel(List<Problem> problems) {
    if (!settings.channel().matches("/data/\\w+")) {
      problems.add(
          new Problem(
              PREFIX + "channel",
              settings.channel(),
              "is no change data capture channel; write /data/ and its API name"));
    }
  }

  private void names(List<Problem> problems) {
    var fields = settings.fields();
    for (var required :
        Map.of(
                "fields.sync-flag", fields.syncFlag(),
                "fields.referral-identifier", fields.referralIdentifier(),
                "solutions.object", settings.solutions().object(),
                "solutions.relationship", settings.solutions().relationship(),
                "solutions.identifier", settings.solutions().identifier())
            .entrySet()) {
      if (required.getValue().isBlank()) {
        problems.add(
            new Problem(
                PREFIX + required.getKey(), "", "is empty; the connector cannot work without it"));
      }
    }
  }

  private void numbers(List<Problem> problems) {
    var values = new LinkedHashMap<String, Long>();
    values.put("connect-timeout", settings.connectTimeout().toMillis());
    values.put("request-timeout", settings.requestTimeout().toMillis());
    values.put("connections", (long) settings.connections());
    values.put("worker-threads", (long) settings.workerThreads());
    values.put("max-response-size", settings.maxResponseSize().toBytes());
    values.put("probe-interval", settings.probeInterval().toMillis());
    values.put("daily-share", (long) settings.dailyShare());
    values.put("stream-answer-timeout", settings.streamAnswerTimeout().toMillis());
    values.put("stream-idle-timeout", settings.streamIdleTimeout().toMillis());
    values.put("stream-max-pause", settings.streamMaxPause().toMillis());
    values.forEach(
        (name, value) -> {
          if (value <= 0) {
            problems.add(
                new Problem(
                    PREFIX + name,
                    environment.getProperty(PREFIX + name, ""),
                    "must be greater than zero"));
          }
        });
    if (!settings.clientName().matches("[A-Za-z0-9._-]+")) {
      problems.add(
          new Problem(
              PREFIX + "client-name",
              settings.clientName(),
              "may have letters, digits, dots, hyphens and underscores only"));
    }
  }
}
