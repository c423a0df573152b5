package io.cosell.sandbox;

import java.io.IOException;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/**
 * Keeps the connector's component scan away from the test class path, where the sandbox lives and
 * where tests have configurations of their own.
 */
public final class ConnectorClassesOnly extends TypeExcludeFilter
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    context.getBeanFactory().registerSingleton("connectorClassesOnly", this);
  }

  @Override
  public boolean match(MetadataReader type, MetadataReaderFactory factory) throws IOException {
    var testClasses = ConnectorClassesOnly.class.getProtectionDomain().getCodeSource();
    return type.getResource().getURL().toString().startsWith(testClasses.getLocation().toString());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConnectorClassesOnly;
  }

  @Override
  public int hashCode() {
    return ConnectorClassesOnly.class.hashCode();
  }
}
