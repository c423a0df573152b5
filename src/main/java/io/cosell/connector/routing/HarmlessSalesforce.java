package io.cosell.connector.routing;

import org.apache.camel.component.salesforce.AuthenticationType;
import org.apache.camel.component.salesforce.SalesforceComponent;
import org.apache.camel.component.salesforce.SalesforceLoginConfig;
import org.apache.camel.component.salesforce.internal.streaming.SubscriptionHelper;
import org.apache.camel.spi.annotations.Component;

/** A Salesforce component that checks the options of its endpoints and never calls Salesforce. */
@Component("salesforce")
final class HarmlessSalesforce extends SalesforceComponent {
  @Override
  protected void doStart() throws Exception {
    var nobody = new SalesforceLoginConfig();
    nobody.setType(AuthenticationType.CLIENT_CREDENTIALS);
    nobody.setLoginUrl("https://localhost");
    nobody.setClientId("route-check");
    nobody.setClientSecret("route-check");
    nobody.setLazyLogin(true);
    setLoginConfig(nobody);
    super.doStart();
  }

  @Override
  public SubscriptionHelper getSubscriptionHelper() {
    return new SubscriptionHelper(this);
  }
}
