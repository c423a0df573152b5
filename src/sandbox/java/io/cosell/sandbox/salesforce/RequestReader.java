package io.cosell.sandbox.salesforce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Makes requests of HTTP requests and of the parts of composite ones. */
final class RequestReader {
  static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  private static final Pattern VERSIONED =
      Pattern.compile("/services/data/v(\\d{2,3}\\.\\d)(?:/(.*))?");

  private RequestReader() {}

  static ApiRequest of(HttpServletRequest request, String userId) throws IOException {
    var headers = new LinkedHashMap<String, String>();
    for (var name : Collections.list(request.getHeaderNames())) {
      headers.put(name.toLowerCase(Locale.ROOT), request.getHeader(name));
    }
    var bytes = request.getInputStream().readAllBytes();
    var query = request.getQueryString();
    return build(
        request.getMethod(),
        request.getRequestURI() + (query == null ? "" : "?" + query),
        headers,
        json(bytes),
        userId);
  }

  static ApiRequest part(
      String method, String url, Map<String, String> headers, Object body, String userId) {
    return build(method.toUpperCase(Locale.ROOT), url, headers, body, userId);
  }

  private static ApiRequest build(
      String method, String url, Map<String, String> headers, Object body, String userId) {
    int mark = url.indexOf('?');
    var path = mark < 0 ? url : url.substring(0, mark);
    var matcher = VERSIONED.matcher(path);
    if (!matcher.matches()) {
      throw ApiException.notFound();
    }
    var segments = new ArrayList<String>();
    for (var segment : (matcher.group(2) == null ? "" : matcher.group(2)).split("/")) {
      if (!segment.isEmpty()) {
        segments.add(decode(segment.replace("+", "%2B")));
      }
    }
    var query = mark < 0 ? Map.<String, String>of() : parameters(url.substring(mark + 1));
    var effective = query.getOrDefault("_HttpMethod", method);
    return new ApiRequest(effective, url, matcher.group(1), segments, query, headers, body, userId);
  }

  private static Object json(byte[] bytes) {
    if (bytes.length == 0) {
      return null;
    }
    try {
      return JSON.readValue(bytes, Object.class);
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw ApiException.parser(
          "%s at [line:%d, column:%d]"
              .formatted(e.getOriginalMessage(), at.getLineNr(), at.getColumnNr()));
    } catch (IOException e) {
      throw ApiException.parser(String.valueOf(e.getMessage()));
    }
  }

  static Map<String, String> parameters(String text) {
    var parameters = new LinkedHashMap<String, String>();
    for (var pair : text.split("&")) {
      if (!pair.isEmpty()) {
        var parts = pair.split("=", 2);
        parameters.put(decode(parts[0]), parts.length == 2 ? decode(parts[1]) : "");
      }
    }
    return parameters;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ApiException.notFound();
    }
  }

  static List<String> segments(String path) {
    return Arrays.stream(path.split("/")).filter(it -> !it.isEmpty()).toList();
  }
}
