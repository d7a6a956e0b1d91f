package io.offerflow.gateway.carrier;

import io.offerflow.workspace.ConfigSection;

/** A protocol reads the section of an account that names it. */
@FunctionalInterface
public interface Protocol {
  /**
   * The account's settings; null is allowed when there were problems, which stand in the section.
   * Who calls it has read the keys {@code protocol} and {@code rate}, and closes the section.
   */
  Account read(ConfigSection section);
}
