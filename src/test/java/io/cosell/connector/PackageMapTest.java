package io.cosell.connector;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/**
 * Keeps the package map true: which package may use which is stated in each {@code package-info}.
 * The message of a failure names the class and the packages it may use.
 */
class PackageMapTest {

  @Test
  void everyPackageUsesOnlyThePackagesItNames() {
    ApplicationModules.of(ConnectorApplication.class).verify();
  }
}
