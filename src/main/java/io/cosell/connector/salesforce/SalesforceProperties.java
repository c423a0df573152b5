package io.cosell.connector.salesforce;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How the connector reaches Salesforce and what the co-sell fields are called there. A value that
 * cannot be read is replaced by its default and reported by {@link Salesforce#check()}, which keeps
 * the connector from working.
 *
 * @param loginUrl My Domain address of the org, such as {@code https://acme.my.salesforce.com}
 * @param authentication how to sign in: {@code client-credentials}, {@code jwt} or {@code
 *     refresh-token}
 * @param clientId consumer key of the external client app
 * @param clientSecret consumer secret of the app; not used with {@code jwt}
 * @param username user the app signs in as with {@code jwt}
 * @param keyStore PKCS#12 file with the one private key that signs for {@code jwt}
 * @param keyStorePassword its password
 * @param jwtAudience audience of the signed token; empty takes the login URL
 * @param refreshToken refresh token for {@code refresh-token}; the app must not rotate it
 * @param channel streaming channel with the change events of Opportunity, the solutions object,
 *     OpportunityContactRole, Contact and Account
 * @param apiVersion REST version
 * @param streamingApiVersion Streaming API version; from 64.0 on the server may disconnect a client
 *     at will, so stay at or below 63.0
 * @param clientName what marks our own writes in change events; give every connector of an org its
 *     own
 * @param connectTimeout how long to wait for a connection
 * @param requestTimeout how long to wait for an answer
 * @param connections calls and connections at the same time
 * @param workerThreads threads that take the answers
 * @param maxResponseSize largest answer taken
 * @param probeInterval how often to look whether Salesforce can be reached; costs no API call
 * @param dailyShare how many percent of the org's daily API calls may be used up, by anybody; then
 *     the connector leaves the rest to others, and its work waits until there is room again
 * @param saveDuplicates whether a record is saved although a duplicate rule raises an alert about
 *     it; a rule that blocks refuses it all the same. Else the record that is there is used
 * @param streamAnswerTimeout how long a held streaming request may stay unanswered before the
 *     subscription counts as dead; Salesforce holds it 110 seconds
 * @param streamIdleTimeout how long the streaming client may go without any request under way, or
 *     without a confirmed subscription, before the subscription counts as dead
 * @param streamEventTimeout how long a change somebody else made may go without its event, once
 *     comparing has found it, before the subscription counts as dead although its connection lives
 * @param streamMaxPause longest pause between two attempts to subscribe
 * @param fields API names of the co-sell fields on Opportunity
 * @param solutions the object with the Microsoft solutions of an opportunity
 */
@ConfigurationProperties(prefix = "cosell.salesforce", ignoreInvalidFields = true)
public record SalesforceProperties(
    @DefaultValue("") String loginUrl,
    @DefaultValue("client-credentials") String authentication,
    @DefaultValue("") String clientId,
    @DefaultValue("") String clientSecret,
    @DefaultValue("") String username,
    @DefaultValue("") String keyStore,
    @DefaultValue("") String keyStorePassword,
    @DefaultValue("") String jwtAudience,
    @DefaultValue("") String refreshToken,
    @DefaultValue("/data/CoSell__chn") String channel,
    @DefaultValue("62.0") String apiVersion,
    @DefaultValue("62.0") String streamingApiVersion,
    @DefaultValue("cosell-connector") String clientName,
    @DefaultValue("10s") Duration connectTimeout,
    @DefaultValue("60s") Duration requestTimeout,
    @DefaultValue("64") int connections,
    @DefaultValue("16") int workerThreads,
    @DefaultValue("32MB") DataSize maxResponseSize,
    @DefaultValue("10s") Duration probeInterval,
    @DefaultValue("80") int dailyShare,
    @DefaultValue("false") boolean saveDuplicates,
    @DefaultValue("120s") Duration streamAnswerTimeout,
    @DefaultValue("10s") Duration streamIdleTimeout,
    @DefaultValue("2m") Duration streamEventTimeout,
    @DefaultValue("20s") Duration streamMaxPause,
    @DefaultValue Fields fields,
    @DefaultValue Solutions solutions) {

  /**
   * API names of the co-sell fields on Opportunity; an empty name leaves that field out, which the
   * first two do not allow.
   *
   * @param syncFlag checkbox with which a seller shares the opportunity
   * @param referralIdentifier the referral's id; an external id, unique
   * @param referralLink address of the referral in Partner Center
   * @param help picklist of what Microsoft is asked for
   * @param visibility checkbox that shows the deal to Microsoft's sellers
   * @param microsoftCrmIdentifier the deal's id in Microsoft's CRM
   * @param referralProgram programme of the referral
   * @param audit long text with what the connector did
   */
  public record Fields(
      @DefaultValue("Sync_with_Partner_Center__c") String syncFlag,
      @DefaultValue("Referral_Identifier__c") String referralIdentifier,
      @DefaultValue("Referral_Link__c") String referralLink,
      @DefaultValue("How_can_Microsoft_help__c") String help,
      @DefaultValue("Referral_Visibility__c") String visibility,
      @DefaultValue("Microsoft_CRM_Identifier__c") String microsoftCrmIdentifier,
      @DefaultValue("Referral_Program__c") String referralProgram,
      @DefaultValue("Audit__c") String audit) {}

  /**
   * The object with the Microsoft solutions of an opportunity.
   *
   * @param object its API name
   * @param relationship name of the child relationship on Opportunity
   * @param identifier its field with the solution's id
   * @param type its field with the kind of solution
   * @param publisher its field with the publisher's name
   */
  public record Solutions(
      @DefaultValue("Microsoft_Solution__c") String object,
      @DefaultValue("Microsoft_Solutions__r") String relationship,
      @DefaultValue("Solution_Identifier__c") String identifier,
      @DefaultValue("Solution_Type__c") String type,
      @DefaultValue("Publisher_Name__c") String publisher) {}

  /** The login URL without a trailing slash. */
  String loginHost() {
    return loginUrl.strip().replaceAll("/+$", "");
  }

  /** Never shows a secret. */
  @Override
  public String toString() {
    return "SalesforceProperties[loginUrl=%s, authentication=%s, channel=%s]"
        .formatted(loginUrl, authentication, channel);
  }
}
