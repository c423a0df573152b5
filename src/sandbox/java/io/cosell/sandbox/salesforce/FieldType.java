package io.cosell.sandbox.salesforce;

/** The field types of a describe, with what they are called there. */
public enum FieldType {
  ID("id", "tns:ID"),
  STRING("string", "xsd:string"),
  TEXT_AREA("textarea", "xsd:string"),
  LONG_TEXT("textarea", "xsd:string"),
  PICKLIST("picklist", "xsd:string"),
  EMAIL("email", "xsd:string"),
  PHONE("phone", "xsd:string"),
  URL("url", "xsd:string"),
  BASE64("base64", "xsd:base64Binary"),
  BOOLEAN("boolean", "xsd:boolean"),
  INT("int", "xsd:int"),
  DOUBLE("double", "xsd:double"),
  CURRENCY("currency", "xsd:double"),
  PERCENT("percent", "xsd:double"),
  DATE("date", "xsd:date"),
  DATE_TIME("datetime", "xsd:dateTime"),
  REFERENCE("reference", "tns:ID"),
  ADDRESS("address", "urn:address");

  final String apiName;
  final String soapType;

  FieldType(String apiName, String soapType) {
    this.apiName = apiName;
    this.soapType = soapType;
  }

  boolean isText() {
    return soapType.equals("xsd:string") || this == BASE64;
  }

  boolean isNumber() {
    return this == INT || this == DOUBLE || this == CURRENCY || this == PERCENT;
  }

  boolean isId() {
    return this == ID || this == REFERENCE;
  }
}
