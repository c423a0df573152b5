package io.cosell.connector.remote;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/** The rules for the addresses an administrator configures. */
public final class RemoteAddress {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]|\\[0:0:0:0:0:0:0:1]");

  private RemoteAddress() {}

  /**
   * What is wrong with an address, if anything: it must be absolute, https (plain http for a
   * loopback host only), without user, query or fragment.
   */
  public static Optional<Problem> check(String setting, String address) {
    if (address.isBlank()) {
      return Optional.of(new Problem(setting, "", "is empty; set it to an https address"));
    }
    URI uri;
    try {
      uri = new URI(address.strip());
    } catch (URISyntaxException e) {
      return wrong(setting, address, "is not an address; write it like https://host");
    }
    if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      var shown = uri.getScheme() + "://" + uri.getHost();
      return wrong(setting, shown, "must have no user, query or fragment; remove them");
    }
    var scheme = String.valueOf(uri.getScheme()).toLowerCase(java.util.Locale.ROOT);
    if (uri.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
      return wrong(setting, address, "is not an https address; write it like https://host");
    }
    if (scheme.equals("http") && !isLoopback(uri.getHost())) {
      return wrong(
          setting, address, "uses plain http, which is for loopback hosts only; use https");
    }
    return Optional.empty();
  }

  /** True for {@code localhost} and the loopback addresses, without asking a name server. */
  public static boolean isLoopback(String host) {
    return LOOPBACK.matcher(host.toLowerCase(java.util.Locale.ROOT)).matches();
  }

  /** The address without slashes at its end, ready for a path to be appended. */
  public static String base(String address) {
    return address.strip().replaceAll("/+$", "");
  }

  private static Optional<Problem> wrong(String setting, String value, String remedy) {
    return Optional.of(new Problem(setting, value, remedy));
  }
}
