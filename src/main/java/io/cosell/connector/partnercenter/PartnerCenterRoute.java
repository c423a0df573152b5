package io.cosell.connector.partnercenter;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jackson.JacksonDataFormat;
import org.springframework.stereotype.Component;

/**
 * The one way to both APIs: JSON in, one HTTP call, JSON out when the call succeeded.
 *
 * <p>The message says where to ({@code CamelHttpUri}), how ({@code CamelHttpMethod}) and for which
 * API ({@link BearerToken#AUDIENCE}). Answers of any status come back as messages.
 */
@Component
class PartnerCenterRoute extends RouteBuilder {
  static final String ENTRY = "direct:partner-center-call?timeout=5000";

  /** Reads numbers exactly, as the decimals they are. */
  static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  @Override
  public void configure() {
    var json = new JacksonDataFormat(JSON, JsonNode.class);
    from(ENTRY)
        .routeId("partner-center-call")
        .routeDescription("One call to a Partner Center API, with the token of that API.")
        .errorHandler(noErrorHandler())
        .filter(body().isNotNull())
        .marshal(json)
        .end()
        .to(
            "https://partner-center.invalid?httpClient=#partnerCenterHttp"
                + "&throwExceptionOnFailure=false&copyHeaders=false")
        .convertBodyTo(byte[].class)
        .filter(PartnerCenterRoute::hasResult)
        .unmarshal(json)
        .end();
  }

  private static boolean hasResult(Exchange exchange) {
    int status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
    var body = exchange.getMessage().getBody(byte[].class);
    return status >= 200 && status < 300 && body != null && body.length > 0;
  }
}
