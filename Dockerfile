# syntax=docker/dockerfile:1

# ---- build: the jar, taken apart so that its libraries are a layer of their own
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml ./
COPY src ./src
COPY mapping/mapping.schema.json ./mapping/
# Formatting and tests are the business of `mvn verify`.
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -Dmaven.test.skip=true -Dspotless.check.skip=true package \
 && java -Djarmode=tools -jar target/cosell-connector.jar extract --destination /connector

# ---- run: a Java runtime, the connector, and nothing else
FROM eclipse-temurin:17-jre
LABEL org.opencontainers.image.title="Co-sell connector" \
      org.opencontainers.image.description="Keeps Microsoft Partner Center co-sell referrals and Salesforce opportunities in step." \
      org.opencontainers.image.licenses="Apache-2.0"

RUN groupadd --system --gid 10001 cosell \
 && useradd --system --uid 10001 --gid cosell --no-create-home --shell /usr/sbin/nologin cosell \
 && mkdir -p /app/routes /app/mapping /app/data \
 && chown cosell:cosell /app/data

COPY --from=build /connector/lib /opt/cosell/lib
COPY --from=build /connector/cosell-connector.jar /opt/cosell/
COPY routes /app/routes
COPY mapping /app/mapping

# The working directory: ./application.properties, ./routes and ./mapping are read, ./data is written.
WORKDIR /app

# Starts the connector up to the point where it would go to work, and keeps the loaded classes in an
# archive: the next start is shorter by a third. A Java runtime it does not fit ignores it.
RUN java -XX:ArchiveClassesAtExit=/opt/cosell/classes.jsa -Dspring.context.exit=onRefresh \
      -jar /opt/cosell/cosell-connector.jar --spring.datasource.url=jdbc:h2:mem:archive \
 && rm -rf /tmp/* && test -z "$(ls -A /app/data)"

VOLUME ["/app/routes", "/app/mapping", "/app/data"]
USER cosell
EXPOSE 8080

# Enough for hundreds of deals at once, see ./bench. Out of memory ends the process, so that it is
# started again; the inbox loses nothing.
ENV JAVA_TOOL_OPTIONS="-XX:+UseSerialGC -Xmx256m -XX:+ExitOnOutOfMemoryError"

# Work under way is finished first, which may take half a minute: docker stop --time 40.
STOPSIGNAL SIGTERM

# Bash alone, since the image has no curl for certain. With another server.port set SERVER_PORT.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${SERVER_PORT:-8080} && printf 'GET /actuator/health/liveness HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && grep -q '\"status\":\"UP\"' <&3"]

ENTRYPOINT ["java", "-XX:SharedArchiveFile=/opt/cosell/classes.jsa", "-jar", "/opt/cosell/cosell-connector.jar"]
