package io.offerflow.gateway.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What an account proves who it is with, where that is made anew from time to time. */
interface Credentials {
  /** For accounts whose headers say all. */
  Credentials NONE =
      new Credentials() {
        @Override
        public CompletionStage<String> authorization() {
          return CompletableFuture.completedFuture(null);
        }

        @Override
        public void refused(String authorization) {}
      };

  /**
   * The value of the header Authorization; null for none. Completes exceptionally while there are
   * no credentials to be had.
   */
  CompletionStage<String> authorization();

  /** The other side did not believe this value: it is not handed out again, where possible. */
  void refused(String authorization);
}
