package io.offerflow.pipeline.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports that this process is to listen on. */
final class Ports {
  private Ports() {}

  /** Found out here, because a job whose metrics cannot listen would start again for ever. */
  static void requireFree(int port) {
    if (port <= 0) {
      return;
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(port));
    } catch (IOException e) {
      throw Stop.outside(
          "port " + port + " for the metrics is in use; choose another with --metrics-port", null);
    }
  }
}
