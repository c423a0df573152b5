package io.cosell.sandbox.salesforce;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the integration user may see and edit, kept as the org keeps it: one permission set, its
 * assignment and object permissions. Change Data Capture leaves out objects of which the user does
 * not see all records, silently on a channel of several objects.
 */
public final class Permissions {
  private final Engine engine;
  private final Set<String> readOnly = ConcurrentHashMap.newKeySet();

  Permissions(Engine engine) {
    this.engine = engine;
  }

  /** Gives or takes View All Records of one object; taking it also takes View All Data. */
  public Permissions viewAll(String object, boolean on) {
    var name = engine.org.require(object).name;
    if (!on) {
      engine.store.seed(permissionSet().with(Map.of("PermissionsViewAllData", false)));
    }
    var row =
        engine.store.all("ObjectPermissions").stream()
            .filter(it -> name.equals(it.get("SobjectType")))
            .findFirst()
            .orElseGet(() -> grant(name));
    engine.store.seed(row.with(Map.of("PermissionsViewAllRecords", on)));
    return this;
  }

  /**
   * Lets the integration user edit this record, or only see it, as with sharing or an approval
   * process.
   */
  public Permissions edit(String id, boolean on) {
    if (on) {
      readOnly.remove(id);
    } else {
      readOnly.add(id);
    }
    return this;
  }

  boolean mayEdit(String id) {
    return !readOnly.contains(id);
  }

  boolean seesAll(String object) {
    return permissionSet().is("PermissionsViewAllData")
        || engine.store.all("ObjectPermissions").stream()
            .filter(it -> object.equals(it.get("SobjectType")))
            .allMatch(it -> it.is("PermissionsViewAllRecords"));
  }

  /** Plants the permission set with everything allowed. */
  void plant(String user) {
    var set =
        engine.seed(
            "PermissionSet",
            Map.of(
                "Name",
                "CoSell_Integration",
                "Label",
                "Co-sell integration",
                "PermissionsViewAllData",
                true,
                "PermissionsApiEnabled",
                true));
    engine.seed("PermissionSetAssignment", Map.of("PermissionSetId", set.id(), "AssigneeId", user));
    for (var type : engine.org.all()) {
      if (type.hasEvents) {
        grant(type.name);
      }
    }
  }

  private Row grant(String object) {
    return engine.seed(
        "ObjectPermissions",
        Map.of(
            "ParentId", permissionSet().id(),
            "SobjectType", object,
            "PermissionsRead", true,
            "PermissionsCreate", true,
            "PermissionsEdit", true,
            "PermissionsDelete", true,
            "PermissionsViewAllRecords", true,
            "PermissionsModifyAllRecords", false));
  }

  private Row permissionSet() {
    return engine.store.all("PermissionSet").iterator().next();
  }
}
