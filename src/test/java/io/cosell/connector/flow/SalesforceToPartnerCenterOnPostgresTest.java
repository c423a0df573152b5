package io.cosell.connector.flow;

class SalesforceToPartnerCenterOnPostgresTest extends SalesforceToPartnerCenterTest {
  @Override
  RunningConnector underTest() {
    return RunningConnector.sharedOnPostgres();
  }
}
