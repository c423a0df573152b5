package io.cosell.sandbox.salesforce;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The describe answers, with the keys clients read. */
final class Describe {
  private final Org org;

  Describe(Org org) {
    this.org = org;
  }

  Map<String, Object> all(String version) {
    var objects = new ArrayList<Map<String, Object>>();
    for (var type : org.visible()) {
      objects.add(summary(type, version));
    }
    var answer = new LinkedHashMap<String, Object>();
    answer.put("encoding", "UTF-8");
    answer.put("maxBatchSize", 200);
    answer.put("sobjects", objects);
    return answer;
  }

  Map<String, Object> summary(ObjectType type, String version) {
    var base = "/services/data/v" + version + "/sobjects/" + type.name;
    var summary = new LinkedHashMap<String, Object>();
    summary.put("activateable", false);
    summary.put("createable", type.createable);
    summary.put("custom", type.isCustom());
    summary.put("customSetting", false);
    summary.put("deletable", type.deletable);
    summary.put("deprecatedAndHidden", false);
    summary.put("feedEnabled", false);
    summary.put("keyPrefix", type.keyPrefix);
    summary.put("label", type.label);
    summary.put("labelPlural", type.label + "s");
    summary.put("layoutable", true);
    summary.put("mergeable", false);
    summary.put("mruEnabled", true);
    summary.put("name", type.name);
    summary.put("queryable", true);
    summary.put("replicateable", true);
    summary.put("retrieveable", true);
    summary.put("searchable", true);
    summary.put("triggerable", true);
    summary.put("undeletable", type.restorable);
    summary.put("updateable", type.updateable);
    summary.put(
        "urls",
        Map.of(
            "sobject", base,
            "describe", base + "/describe",
            "rowTemplate", base + "/{ID}"));
    return summary;
  }

  Map<String, Object> full(ObjectType type, String version) {
    var answer = summary(type, version);
    answer.put("fields", type.visible().stream().map(field -> field(type, field)).toList());
    answer.put("childRelationships", children(type));
    answer.put("recordTypeInfos", List.of(masterRecordType()));
    return answer;
  }

  private List<Map<String, Object>> children(ObjectType type) {
    var children = new ArrayList<Map<String, Object>>();
    for (var child : org.children(type)) {
      if (child.type().hidden || child.field().hidden) {
        continue;
      }
      var entry = new LinkedHashMap<String, Object>();
      entry.put("cascadeDelete", child.field().masterDetail || !child.field().nillable);
      entry.put("childSObject", child.type().name);
      entry.put("deprecatedAndHidden", false);
      entry.put("field", child.field().name);
      entry.put("junctionIdListNames", List.of());
      entry.put("junctionReferenceTo", List.of());
      entry.put("relationshipName", child.field().childRelationship);
      entry.put("restrictedDelete", false);
      children.add(entry);
    }
    return children;
  }

  private static Map<String, Object> masterRecordType() {
    var info = new LinkedHashMap<String, Object>();
    info.put("active", true);
    info.put("available", true);
    info.put("defaultRecordTypeMapping", true);
    info.put("developerName", "Master");
    info.put("master", true);
    info.put("name", "Master");
    info.put("recordTypeId", "012000000000000AAA");
    return info;
  }

  private Map<String, Object> field(ObjectType type, Field field) {
    var entry = new LinkedHashMap<String, Object>();
    boolean longText = field.type == FieldType.LONG_TEXT || field.type == FieldType.ADDRESS;
    entry.put("autoNumber", false);
    entry.put("byteLength", field.length * 3);
    entry.put("calculated", field.calculated);
    entry.put("caseSensitive", false);
    entry.put("compoundFieldName", field.compound);
    entry.put("controllerName", field.controller);
    entry.put("createable", field.createable);
    entry.put("custom", field.isCustom());
    entry.put("defaultValue", field.defaultValue);
    entry.put("defaultedOnCreate", field.defaultedOnCreate);
    entry.put("dependentPicklist", field.controller != null);
    entry.put("digits", field.type == FieldType.INT ? field.precision : 0);
    entry.put("externalId", field.externalId);
    entry.put("filterable", !longText);
    entry.put("groupable", !longText && !field.type.isNumber());
    entry.put("idLookup", field.idLookup);
    entry.put("label", field.label);
    entry.put("length", field.length);
    entry.put("name", field.name);
    entry.put("nameField", field.nameField);
    entry.put("nillable", field.nillable);
    entry.put("picklistValues", field.controller == null ? picklist(field) : states(type, field));
    entry.put("precision", field.type == FieldType.INT ? 0 : field.precision);
    entry.put("referenceTo", field.referenceTo);
    entry.put("relationshipName", field.relationship);
    entry.put("restrictedPicklist", field.restricted);
    entry.put("scale", field.scale);
    entry.put("soapType", field.type.soapType);
    entry.put("sortable", !longText);
    entry.put("type", field.type.apiName);
    entry.put("unique", field.unique);
    entry.put("updateable", field.updateable);
    entry.put("writeRequiresMasterRead", false);
    if (field.masterDetail) {
      entry.put("cascadeDelete", true);
      entry.put("relationshipOrder", 0);
    }
    if (field.type == FieldType.LONG_TEXT) {
      entry.put("extraTypeInfo", "plaintextarea");
    }
    return entry;
  }

  private List<Map<String, Object>> picklist(Field field) {
    return field.picklist.stream()
        .map(value -> value(value, label(field, value), value.equals(field.defaultValue), null))
        .toList();
  }

  private static String label(Field field, String value) {
    return field.name.endsWith("CountryCode") ? Countries.name(value).orElse(value) : value;
  }

  /** The states of all countries; a bit for each country says where one belongs. */
  private List<Map<String, Object>> states(ObjectType type, Field field) {
    var countries = type.any(field.controller).picklist;
    var values = new ArrayList<Map<String, Object>>();
    for (int i = 0; i < countries.size(); i++) {
      var bits = new byte[(countries.size() + 7) / 8];
      bits[i / 8] = (byte) (0x80 >> (i % 8));
      var validFor = Base64.getEncoder().encodeToString(bits);
      org.states(countries.get(i))
          .forEach((code, name) -> values.add(value(code, name, false, validFor)));
    }
    return values;
  }

  private static Map<String, Object> value(
      String value, String label, boolean preselected, String validFor) {
    var entry = new LinkedHashMap<String, Object>();
    entry.put("active", true);
    entry.put("defaultValue", preselected);
    entry.put("label", label);
    entry.put("validFor", validFor);
    entry.put("value", value);
    return entry;
  }
}
