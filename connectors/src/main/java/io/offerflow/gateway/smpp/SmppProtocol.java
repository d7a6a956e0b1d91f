package io.offerflow.gateway.smpp;

import io.offerflow.gateway.carrier.Account;
import io.offerflow.gateway.carrier.Protocol;
import io.offerflow.workspace.ConfigSection;

/** Accounts of {@code protocol: smpp}. */
public final class SmppProtocol implements Protocol {
  @Override
  public Account read(ConfigSection section) {
    section.error("protocol", "`smpp` is not built yet");
    return null;
  }
}
