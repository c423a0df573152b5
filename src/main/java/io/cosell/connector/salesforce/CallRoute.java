package io.cosell.connector.salesforce;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jackson.JacksonDataFormat;
import org.springframework.stereotype.Component;

/** Sends one REST call: JSON in, JSON out. Method and path come as Camel's raw headers. */
@Component
class CallRoute extends RouteBuilder {
  static final String URI = "direct:salesforce-call";

  @Override
  public void configure() {
    var mapper =
        JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
    var json = new JacksonDataFormat(mapper, JsonNode.class);

    from(URI)
        .routeId("salesforce-call")
        .description("Sends one call to Salesforce's REST API.")
        .errorHandler(noErrorHandler())
        .filter(body().isNotNull())
        .marshal(json)
        .end()
        .to("salesforce:raw?format=JSON&rawPayload=true")
        .filter(body().isNotNull())
        .unmarshal(json)
        .end();
  }
}
