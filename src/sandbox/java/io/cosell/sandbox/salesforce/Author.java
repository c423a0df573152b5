package io.cosell.sandbox.salesforce;

/**
 * Who changes a record and through what.
 *
 * @param userId the user of the session
 * @param origin the text for a change event's {@code changeOrigin}
 * @param savesDuplicates {@code allowSave=true} of the duplicate rule header
 * @param person a seller in the user interface, not an API client
 */
record Author(String userId, String origin, boolean savesDuplicates, boolean person) {
  static Author api(String userId, String version, String client, boolean savesDuplicates) {
    var origin = "com/salesforce/api/rest/" + version + (client == null ? "" : ";client=" + client);
    return new Author(userId, origin, savesDuplicates, false);
  }

  /** Lightning saves through an internal client of its own. */
  static Author lightning(String userId) {
    return new Author(userId, "com/salesforce/api/soap/60.0;client=SfdcInternalAPI/", true, true);
  }
}
