package io.cosell.connector.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.component.salesforce.AuthenticationType;
import org.apache.camel.component.salesforce.SalesforceComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

class ComponentSettingsTest {
  private final MockEnvironment environment = new MockEnvironment();
  private final DefaultCamelContext camel = new DefaultCamelContext();

  private <T extends org.apache.camel.Component> T configured(String name, T component) {
    component.setCamelContext(camel);
    component.build();
    var settings = new ComponentSettings(environment);
    assertThat(settings.isEnabled(name, component)).isTrue();
    settings.configure(name, component);
    return component;
  }

  @AfterEach
  void stop() {
    camel.stop();
  }

  @Test
  void givesTheSalesforceComponentItsSettingsUnderTheStartersNames() {
    environment.setProperty("camel.component.salesforce.http-proxy-host", "proxy.example");
    environment.setProperty("camel.component.salesforce.authentication-type", "JWT");
    environment.setProperty("camel.component.salesforce.http-request-timeout", "1234");
    environment.setProperty("camel.component.salesforce.keystore.resource", "file:key.p12");

    var component = configured("salesforce", new SalesforceComponent());

    assertThat(component.getHttpProxyHost()).isEqualTo("proxy.example");
    assertThat(component.getAuthenticationType()).isEqualTo(AuthenticationType.JWT);
    assertThat(component.getHttpRequestTimeout()).isEqualTo(1234);
    assertThat(component.getKeystore().getResource()).isEqualTo("file:key.p12");
  }

  @Test
  void givesTheStreamingComponentTheSameSettings() {
    environment.setProperty("camel.component.salesforce.http-proxy-host", "proxy.example");

    var component = configured("salesforce-streaming", new SalesforceComponent());

    assertThat(component.getHttpProxyHost()).isEqualTo("proxy.example");
  }

  @Test
  void givesQuartzItsProperties() {
    environment.setProperty(
        "camel.component.quartz.properties[org.quartz.scheduler.instanceName]", "cosell");
    environment.setProperty("camel.component.quartz.auto-start-scheduler", "false");

    var component = configured("quartz", new QuartzComponent());

    assertThat(component.getProperties())
        .containsEntry("org.quartz.scheduler.instanceName", "cosell");
    assertThat(component.isAutoStartScheduler()).isFalse();
  }

  @Test
  void refusesANameTheComponentDoesNotKnow() {
    environment.setProperty("camel.component.salesforce.login-address", "https://x.example");

    assertThatThrownBy(() -> configured("salesforce", new SalesforceComponent()))
        .hasMessageContaining("camel.component.salesforce")
        .hasMessageContaining("loginAddress");
  }

  @Test
  void leavesComponentsWithAStarterAlone() {
    assertThat(new ComponentSettings(environment).isEnabled("http", new SalesforceComponent()))
        .isFalse();
  }
}
