package io.cosell.connector.mapping;

import io.cosell.connector.salesforce.AccountProperties;
import io.cosell.connector.salesforce.LeadProperties;
import io.cosell.connector.salesforce.OpportunityProperties;
import io.cosell.connector.salesforce.SalesforceProperties;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** The value of any setting a mapping table may refer to by {@code {{name}}}, defaults included. */
@Component
class Settings implements UnaryOperator<String> {
  private final Environment environment;
  private final LeadProperties lead;
  private final Map<String, String> known = new HashMap<>();

  Settings(
      Environment environment,
      SalesforceProperties salesforce,
      OpportunityProperties opportunity,
      AccountProperties account,
      LeadProperties lead) {
    this.environment = environment;
    this.lead = lead;
    learn("cosell.salesforce.fields", salesforce.fields());
    learn("cosell.salesforce.solutions", salesforce.solutions());
    learn("cosell.opportunity", opportunity);
    learn("cosell.account", account);
    learn("cosell.salesforce.lead", lead);
  }

  /** The value, null for an unknown setting. */
  @Override
  public String apply(String name) {
    return known.containsKey(name) ? known.get(name) : environment.getProperty(name);
  }

  LeadProperties lead() {
    return lead;
  }

  private void learn(String prefix, Record settings) {
    for (var component : settings.getClass().getRecordComponents()) {
      var name = prefix + "." + DataObjectPropertyName.toDashedForm(component.getName());
      var value = valueOf(component, settings);
      known.put(
          name,
          value instanceof List<?> list
              ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
              : Objects.toString(value, ""));
    }
  }

  private static Object valueOf(RecordComponent component, Record settings) {
    try {
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(settings);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }
}
