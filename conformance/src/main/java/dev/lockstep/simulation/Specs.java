package dev.lockstep.simulation;

import dev.lockstep.catalog.Catalog;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the catalog says about protocols, read once. */
final class Specs {

  private static final Map<String, String> MODULES = new ConcurrentHashMap<>();

  private Specs() {}

  static String moduleOf(String protocol) {
    return MODULES.computeIfAbsent(protocol, name -> Catalog.load().protocol(name).spec());
  }
}
