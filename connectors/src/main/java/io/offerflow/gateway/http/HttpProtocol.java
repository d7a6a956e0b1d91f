package io.offerflow.gateway.http;

import io.offerflow.gateway.carrier.Account;
import io.offerflow.gateway.carrier.Protocol;
import io.offerflow.workspace.ConfigSection;

/** Accounts of {@code protocol: http}. */
public final class HttpProtocol implements Protocol {
  @Override
  public Account read(ConfigSection section) {
    section.error("protocol", "`http` is not built yet");
    return null;
  }
}
