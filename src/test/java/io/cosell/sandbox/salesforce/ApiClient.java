package io.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** A plain HTTP client of the org, signed in by client credentials. */
final class ApiClient {
  static final ObjectMapper JSON = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;
  private final String token;

  /** An answer with its JSON. */
  record Answer(int status, JsonNode body, HttpResponse<String> http) {
    String errorCode() {
      return body.path(0).path("errorCode").asText();
    }

    String message() {
      return body.path(0).path("message").asText();
    }
  }

  ApiClient(SalesforceSandbox org) {
    url = org.url();
    token =
        form(
                "/services/oauth2/token",
                "grant_type=client_credentials&client_id=sandbox-client&client_secret=sandbox-secret")
            .body()
            .path("access_token")
            .asText();
  }

  String token() {
    return token;
  }

  Answer form(String path, String form, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  Answer get(String path, String... headers) {
    return call("GET", path, null, headers);
  }

  Answer post(String path, String json, String... headers) {
    return call("POST", path, json, headers);
  }

  Answer patch(String path, String json, String... headers) {
    return call("PATCH", path, json, headers);
  }

  Answer delete(String path) {
    return call("DELETE", path, null);
  }

  Answer query(String soql) {
    return get("/query?q=" + URLEncoder.encode(soql, StandardCharsets.UTF_8));
  }

  /** Paths without /services get the version 62.0. */
  Answer call(String method, String path, String json, String... headers) {
    return absolute(
        method, path.startsWith("/services") ? path : "/services/data/v62.0" + path, json, headers);
  }

  Answer absolute(String method, String path) {
    return absolute(method, path, null);
  }

  /** The path as it is; an Authorization among the headers replaces the usual one. */
  Answer absolute(String method, String path, String json, String... headers) {
    var body =
        json == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(json);
    var request =
        HttpRequest.newBuilder(URI.create(url + path))
            .setHeader("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(method, body);
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return send(request.build());
  }

  private Answer send(HttpRequest request) {
    try {
      var response = http.send(request, HttpResponse.BodyHandlers.ofString());
      var text = response.body();
      var json =
          text.startsWith("{") || text.startsWith("[") ? JSON.readTree(text) : JSON.nullNode();
      return new Answer(response.statusCode(), json, response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
