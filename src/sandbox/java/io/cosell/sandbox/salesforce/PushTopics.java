package io.cosell.sandbox.salesforce;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Which push topics a change concerns, and the record they tell. */
final class PushTopics {
  private final Engine engine;

  PushTopics(Engine engine) {
    this.engine = engine;
  }

  /** A notification for {@code /topic/<name>}. */
  record Notification(String topic, String kind, Map<String, Object> record) {}

  boolean exists(String name) {
    return engine.store.all("PushTopic").stream()
        .anyMatch(row -> isActive(row) && name.equals(row.get("Name")));
  }

  List<Notification> of(Change change) {
    var found = new ArrayList<Notification>();
    for (var topic : engine.store.all("PushTopic")) {
      if (isActive(topic) && isWanted(topic, change.kind())) {
        var query = engine.parse(topic.text("Query"));
        if (query.from().equalsIgnoreCase(change.type()) && concerns(topic, query, change)) {
          found.add(notification(topic, query, change));
        }
      }
    }
    return found;
  }

  private static boolean isActive(Row topic) {
    return !topic.deleted() && topic.is("IsActive");
  }

  private static boolean isWanted(Row topic, Change.Kind kind) {
    return switch (kind) {
      case CREATE -> topic.is("NotifyForOperationCreate");
      case UPDATE -> topic.is("NotifyForOperationUpdate");
      case DELETE -> topic.is("NotifyForOperationDelete");
      case UNDELETE -> topic.is("NotifyForOperationUndelete");
    };
  }

  private boolean concerns(Row topic, Soql query, Change change) {
    if (!engine.queries.fits(engine.store, query.where(), change.after())) {
      return false;
    }
    if (change.kind() != Change.Kind.UPDATE || "All".equals(topic.get("NotifyForFields"))) {
      return true;
    }
    var watched = new HashSet<String>();
    if (!"Where".equals(topic.get("NotifyForFields"))) {
      selected(query).forEach(name -> watched.add(name.toLowerCase(Locale.ROOT)));
    }
    if (!"Select".equals(topic.get("NotifyForFields"))) {
      collect(query.where(), watched);
    }
    for (var field : engine.org.require(change.type()).all()) {
      boolean moved =
          !Objects.equals(change.before().get(field.name), change.after().get(field.name));
      if (moved && watched.contains(field.name.toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }

  private static List<String> selected(Soql query) {
    return query.select().stream().map(item -> ((Soql.Path) item).text()).toList();
  }

  private static void collect(Soql.Condition where, Set<String> names) {
    if (where instanceof Soql.And and) {
      collect(and.left(), names);
      collect(and.right(), names);
    } else if (where instanceof Soql.Or or) {
      collect(or.left(), names);
      collect(or.right(), names);
    } else if (where instanceof Soql.Compare compare) {
      names.add(compare.path().text().toLowerCase(Locale.ROOT));
    } else if (where instanceof Soql.In in) {
      names.add(in.path().text().toLowerCase(Locale.ROOT));
    }
  }

  private Notification notification(Row topic, Soql query, Change change) {
    var record = new LinkedHashMap<String, Object>();
    var type = engine.org.require(change.type());
    if (change.kind() == Change.Kind.DELETE) {
      record.put("Id", change.id());
    } else {
      for (var name : selected(query)) {
        type.visible(name)
            .ifPresent(field -> record.put(field.name, Values.json(change.after(), field)));
      }
    }
    var kind =
        switch (change.kind()) {
          case CREATE -> "created";
          case UPDATE -> "updated";
          case DELETE -> "deleted";
          case UNDELETE -> "undeleted";
        };
    return new Notification(topic.text("Name"), kind, record);
  }

  /** Refuses a topic whose query the Streaming API does not accept. */
  static void check(Row topic) {
    var query = SoqlParser.parse(topic.text("Query"));
    boolean plain =
        query.order().isEmpty()
            && query.limit() < 0
            && query.offset() == 0
            && query.select().stream()
                .allMatch(item -> item instanceof Soql.Path path && path.names().size() == 1);
    if (!plain) {
      throw ApiException.badRequest(
          "INVALID_FIELD", "The query of a PushTopic must be plain: " + topic.text("Query"));
    }
    if (selected(query).stream().noneMatch("Id"::equalsIgnoreCase)) {
      throw ApiException.badRequest(
          "INVALID_FIELD", "The query of a PushTopic must select Id", "Query");
    }
  }
}
