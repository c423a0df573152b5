package io.cosell.connector.routing;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the route files are and how their edits are taken up.
 *
 * @param directory folder of the {@code *.camel.yaml} files, relative to the working directory
 * @param reload take up edits while the connector runs; off: files are read at start only
 * @param pollInterval how often the folder is read although nothing reported a change; some mounted
 *     volumes report none
 * @param quietPeriod how long the files must stay unchanged before an edit is read, so that no
 *     half-written file is taken up
 * @param drainTimeout how long an edit waits for the work in flight of the routes it replaces;
 *     after that they go on as they are and the edit is tried again. Below 30 seconds, for so long
 *     callers of the route wait
 * @param retryInterval when to try again a file that could not be started or that had to wait
 * @param schemaCheck check an edited file against the schema of Camel's YAML language
 * @param required ids of the routes without which the connector counts as down
 */
@ConfigurationProperties("cosell.routes")
public record RoutesProperties(
    @DefaultValue("./routes") String directory,
    @DefaultValue("true") boolean reload,
    @DefaultValue("2s") Duration pollInterval,
    @DefaultValue("500ms") Duration quietPeriod,
    @DefaultValue("20s") Duration drainTimeout,
    @DefaultValue("60s") Duration retryInterval,
    @DefaultValue("true") boolean schemaCheck,
    @DefaultValue({
          "partner-center-webhook-registration",
          "create-or-get-details-from-salesforce",
          "create-co-sell-referral",
          "microsoft-referral-updates-to-salesforce",
          "partner-center-to-salesforce",
          "salesforce-to-partner-center",
          "salesforce-opportunity-to-partner-center",
          "salesforce-solutions-to-partner-center"
        })
        List<String> required) {}
