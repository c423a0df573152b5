package io.cosell.connector.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A person as an element of a list: by e-mail, or by name where there is none. Salesforce keeps
 * e-mail addresses in lower case, so that is how they are compared and sent.
 */
final class People {
  static final String FIRST_NAME = "firstName";
  static final String LAST_NAME = "lastName";
  static final String EMAIL = "email";
  static final String PHONE = "phone";

  private People() {}

  /** A member of a referral's team (Referrals API, Member). */
  static SortedMap<String, String> ofPartnerCenter(JsonNode member) {
    return person(
        member.path("firstName"),
        member.path("lastName"),
        member.path("email"),
        member.path("phoneNumber"));
  }

  /** A contact or user of Salesforce. */
  static SortedMap<String, String> ofSalesforce(JsonNode person) {
    return person(
        person.path("FirstName"),
        person.path("LastName"),
        person.path("Email"),
        person.path("Phone"));
  }

  /** What tells one person from another; empty for nobody. */
  static String key(SortedMap<String, String> person) {
    var email = person.getOrDefault(EMAIL, "");
    var key =
        email.isEmpty()
            ? (person.getOrDefault(FIRST_NAME, "") + " " + person.getOrDefault(LAST_NAME, ""))
                .strip()
            : email;
    return key.toLowerCase(Locale.ROOT);
  }

  /** What may be changed of a person who is there: who is told by the name keeps it. */
  static SortedMap<String, String> changeable(SortedMap<String, String> person) {
    var changeable = new TreeMap<>(person);
    if (!person.containsKey(EMAIL)) {
      changeable.remove(FIRST_NAME);
      changeable.remove(LAST_NAME);
    }
    return changeable;
  }

  private static SortedMap<String, String> person(
      JsonNode firstName, JsonNode lastName, JsonNode email, JsonNode phone) {
    var person = new TreeMap<String, String>();
    put(person, FIRST_NAME, firstName);
    put(person, LAST_NAME, lastName);
    put(person, EMAIL, email);
    person.computeIfPresent(EMAIL, (attribute, text) -> text.toLowerCase(Locale.ROOT));
    put(person, PHONE, phone);
    return person;
  }

  private static void put(SortedMap<String, String> person, String attribute, JsonNode value) {
    Kind.TEXT.canonical(attribute, value).ifPresent(text -> person.put(attribute, text));
  }
}
