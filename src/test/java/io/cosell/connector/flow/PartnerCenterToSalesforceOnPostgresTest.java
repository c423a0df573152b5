package io.cosell.connector.flow;

class PartnerCenterToSalesforceOnPostgresTest extends PartnerCenterToSalesforceTest {
  @Override
  RunningConnector underTest() {
    return RunningConnector.sharedOnPostgres();
  }
}
