package io.cosell.sandbox.salesforce;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * One field of an object as a describe tells it. Built once with the chained methods and not
 * changed after it was given to its object; a changed field is a {@link #copy()}.
 */
final class Field {
  final String name;
  final FieldType type;
  String label;
  int length;
  int precision;
  int scale;
  boolean nillable = true;
  boolean createable = true;
  boolean updateable = true;
  boolean externalId;
  boolean idLookup;
  boolean unique;
  boolean restricted;
  boolean calculated;
  boolean nameField;
  boolean masterDetail;
  boolean hidden;
  boolean inEvents = true;
  Object defaultValue;
  boolean defaultedOnCreate;
  List<String> referenceTo = List.of();
  String relationship;
  String childRelationship;
  String compound;
  String controller;
  Function<Map<String, Object>, Object> formula;
  List<String> picklist = List.of();

  Field(String name, FieldType type) {
    this.name = name;
    this.type = type;
    this.label = name.replace("__c", "").replace('_', ' ').replaceAll("([a-z])([A-Z])", "$1 $2");
  }

  static Field text(String name, int length) {
    return new Field(name, FieldType.STRING).length(length);
  }

  static Field of(String name, FieldType type) {
    var field = new Field(name, type);
    return switch (type) {
      case CURRENCY -> field.digits(18, 2);
      case PERCENT, DOUBLE -> field.digits(18, 2);
      case INT -> field.digits(8, 0);
      case EMAIL -> field.length(80);
      case PHONE -> field.length(40);
      case URL, TEXT_AREA, PICKLIST, STRING -> field.length(255);
      case LONG_TEXT, BASE64 -> field.length(32_000);
      case BOOLEAN -> {
        field.nillable = false;
        yield field.defaultsTo(false);
      }
      default -> field;
    };
  }

  static Field picklist(String name, String... values) {
    var field = of(name, FieldType.PICKLIST);
    field.picklist = List.of(values);
    return field;
  }

  /** A lookup; the relationship name is the field's without Id, or with __r. */
  static Field lookup(String name, String childRelationship, String... to) {
    var field = new Field(name, FieldType.REFERENCE).length(18);
    field.referenceTo = List.of(to);
    field.relationship =
        name.endsWith("__c") ? name.replace("__c", "__r") : name.replaceAll("Id$", "");
    field.childRelationship = childRelationship;
    return field;
  }

  static Field master(String name, String childRelationship, String to) {
    var field = lookup(name, childRelationship, to).required().createOnly();
    field.masterDetail = true;
    return field;
  }

  Field label(String text) {
    label = text;
    return this;
  }

  Field length(int characters) {
    length = characters;
    return this;
  }

  Field digits(int all, int behindPoint) {
    precision = all;
    scale = behindPoint;
    return this;
  }

  Field required() {
    nillable = false;
    return this;
  }

  Field optional() {
    nillable = true;
    return this;
  }

  Field named() {
    nameField = true;
    return this;
  }

  Field defaultsTo(Object value) {
    defaultValue = value;
    defaultedOnCreate = true;
    return this;
  }

  /** Filled by the org when nothing is given, so it is not required on create. */
  Field defaulted() {
    defaultedOnCreate = true;
    return this;
  }

  Field createOnly() {
    updateable = false;
    return this;
  }

  Field readOnly() {
    createable = false;
    updateable = false;
    return this;
  }

  Field calculated() {
    calculated = true;
    return readOnly();
  }

  /** Nobody writes it; its value is what the function makes of the record's values. */
  Field formula(Function<Map<String, Object>, Object> calculation) {
    formula = calculation;
    return calculated().notInEvents();
  }

  /** Its values depend on that of another picklist. */
  Field controlledBy(String picklistName) {
    controller = picklistName;
    return this;
  }

  Field notInEvents() {
    inEvents = false;
    return this;
  }

  Field externalId() {
    externalId = true;
    idLookup = true;
    return this;
  }

  Field idLookup() {
    idLookup = true;
    return this;
  }

  Field unique() {
    unique = true;
    return this;
  }

  Field partOf(String compoundField) {
    compound = compoundField;
    return this;
  }

  Field restricted() {
    restricted = true;
    return this;
  }

  boolean isCustom() {
    return name.endsWith("__c");
  }

  /** Worth an index: asked for by value in queries and by the org itself. */
  boolean isIndexed() {
    return type == FieldType.REFERENCE || idLookup || unique || nameField;
  }

  Field copy() {
    var copy = new Field(name, type);
    copy.label = label;
    copy.length = length;
    copy.precision = precision;
    copy.scale = scale;
    copy.nillable = nillable;
    copy.createable = createable;
    copy.updateable = updateable;
    copy.externalId = externalId;
    copy.idLookup = idLookup;
    copy.unique = unique;
    copy.restricted = restricted;
    copy.calculated = calculated;
    copy.nameField = nameField;
    copy.masterDetail = masterDetail;
    copy.hidden = hidden;
    copy.inEvents = inEvents;
    copy.defaultValue = defaultValue;
    copy.defaultedOnCreate = defaultedOnCreate;
    copy.referenceTo = referenceTo;
    copy.relationship = relationship;
    copy.childRelationship = childRelationship;
    copy.compound = compound;
    copy.controller = controller;
    copy.formula = formula;
    copy.picklist = picklist;
    return copy;
  }
}
