package io.cosell.connector;

import java.time.Clock;
import java.util.random.RandomGenerator;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/** Keeps Microsoft Partner Center co-sell referrals and Salesforce opportunities in step. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class ConnectorApplication {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  RandomGenerator chance() {
    return RandomGenerator.getDefault();
  }

  /** Starts the connector in the current directory. */
  public static void main(String[] args) {
    SpringApplication.run(ConnectorApplication.class, args);
  }
}
