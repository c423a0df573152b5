package io.cosell.connector.routing;

import java.util.Objects;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;

/** One route file as it was read: its name, without folder, and its text. */
record RouteFile(String name, String text) {
  static final String SUFFIX = ".camel.yaml";

  RouteFile {
    Objects.requireNonNull(name);
    Objects.requireNonNull(text);
  }

  Resource asResource() {
    return ResourceHelper.fromString(name, text);
  }
}
