package io.cosell.connector.mapping;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;

/**
 * A place in a referral: {@code /details/dealValue}, or with a selector a place in one element of a
 * list, such as {@code /…/attributes[type=SolutionArea]/id}.
 *
 * @param target what is patched: the value, or the list as a whole
 * @param key what the selected element is known by; null without selector
 * @param value that key's value
 * @param leaf the place in the element
 */
record ReferralPath(String target, String key, String value, String leaf) {
  private static final Pattern SELECTOR = Pattern.compile("(.+)\\[([A-Za-z]+)=([^]]+)](/.+)");

  static ReferralPath of(String text) {
    var selector = SELECTOR.matcher(text);
    return selector.matches()
        ? new ReferralPath(
            selector.group(1), selector.group(2), selector.group(3), selector.group(4))
        : new ReferralPath(text, null, null, null);
  }

  boolean selects() {
    return key != null;
  }

  /** The value there, a missing node for none. */
  JsonNode read(JsonNode referral) {
    var there = referral.at(target);
    if (!selects()) {
      return there;
    }
    for (var element : there) {
      if (isMeant(element)) {
        return element.at(leaf);
      }
    }
    return MissingNode.getInstance();
  }

  private boolean isMeant(JsonNode element) {
    return element.path(key).asText().equalsIgnoreCase(value);
  }

  /** Sets the value, making what is above it. */
  void put(ObjectNode referral, JsonNode node) {
    set(referral, target, selects() ? withElement(referral.at(target), node) : node);
  }

  /** The list with the value in the selected element; all else as it was. */
  JsonNode withElement(JsonNode list, JsonNode node) {
    var elements = JsonNodeFactory.instance.arrayNode();
    ObjectNode meant = null;
    for (var element : list) {
      var copy = element.deepCopy();
      elements.add(copy);
      if (meant == null && isMeant(copy)) {
        meant = (ObjectNode) copy;
      }
    }
    set(meant == null ? elements.addObject().put(key, value) : meant, leaf, node);
    return elements;
  }

  private static void set(ObjectNode root, String path, JsonNode node) {
    var pointer = JsonPointer.compile(path);
    var parent = root;
    for (var at = pointer; !at.tail().matches(); at = at.tail()) {
      parent = parent.withObjectProperty(at.getMatchingProperty());
    }
    parent.set(pointer.last().getMatchingProperty(), node);
  }
}
