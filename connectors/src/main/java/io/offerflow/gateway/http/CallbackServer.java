package io.offerflow.gateway.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The receiver of callbacks. Bodies are short, slow callers are hung up on, and what a call says is
 * answered with 200 only when it is safe.
 */
final class CallbackServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CallbackServer.class);
  private static final int LONGEST_BODY = 64 * 1024;
  private static final int THREADS = 16;
  private static final long SAFE_WITHIN_SECONDS = 10;
  private static final int UNAVAILABLE = 503;
  private static final int TOO_LONG = 413;
  private static final int FAULT = 500;

  static {
    // The JDK's server waits for ever for the end of a request unless it is told, before it starts.
    if (System.getProperty("sun.net.httpserver.maxReqTime") == null) {
      System.setProperty("sun.net.httpserver.maxReqTime", "10");
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, daemons());

  private CallbackServer(HttpServer server, Callbacks callbacks) {
    this.server = server;
    server.createContext("/", exchange -> handle(exchange, callbacks));
    server.setExecutor(threads);
  }

  /**
   * Binds and starts.
   *
   * @param tls null for plain HTTP
   */
  static CallbackServer open(InetSocketAddress listen, SSLContext tls, Callbacks callbacks)
      throws IOException {
    HttpServer server;
    if (tls == null) {
      server = HttpServer.create(listen, 0);
    } else {
      HttpsServer secure = HttpsServer.create(listen, 0);
      secure.setHttpsConfigurator(new HttpsConfigurator(tls));
      server = secure;
    }
    CallbackServer opened = new CallbackServer(server, callbacks);
    server.start();
    return opened;
  }

  InetSocketAddress address() {
    return server.getAddress();
  }

  private static void handle(HttpExchange exchange, Callbacks callbacks) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(answer(exchange, callbacks), -1);
    }
  }

  private static int answer(HttpExchange exchange, Callbacks callbacks) throws IOException {
    byte[] body;
    try (InputStream in = exchange.getRequestBody()) {
      body = in.readNBytes(LONGEST_BODY + 1);
    }
    if (body.length > LONGEST_BODY) {
      return TOO_LONG;
    }
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    Call call =
        new Call(
            exchange.getRequestMethod(),
            exchange.getRequestURI().getRawPath(),
            exchange.getRequestURI().getRawQuery(),
            headers,
            body);
    try {
      return callbacks.take(call).toCompletableFuture().get(SAFE_WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException notSafe) {
      return UNAVAILABLE;
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return UNAVAILABLE;
    } catch (RuntimeException fault) {
      LOG.error("a callback cannot be handled: {}", fault.getClass().getName());
      return FAULT;
    }
  }

  private static ThreadFactory daemons() {
    return task -> {
      Thread thread = new Thread(task, "gateway-http-callbacks");
      thread.setDaemon(true);
      return thread;
    };
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
