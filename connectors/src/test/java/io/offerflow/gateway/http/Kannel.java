package io.offerflow.gateway.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Kannel as a distribution installs it: bearerbox, smsbox, and behind them the SMSC that its fake
 * driver talks to, a line a message.
 */
public final class Kannel implements AutoCloseable {
  public static final String USER = "offerflow";
  public static final String PASSWORD = "seeded-kannel-password";

  private static final Path BEARERBOX = Path.of("/usr/sbin/bearerbox");
  private static final Path SMSBOX = Path.of("/usr/sbin/smsbox");

  private final Process bearerbox;
  private final Process smsbox;
  private final Socket smsc;
  private final BufferedReader fromKannel;
  public final int sendsmsPort;

  /** Where it brings receipts and what people send. */
  public final int receiverPort;

  public static boolean isInstalled() {
    return Files.isExecutable(BEARERBOX) && Files.isExecutable(SMSBOX);
  }

  /**
   * @param token that it shows where it brings what people send
   */
  public Kannel(Path folder, String token) throws IOException {
    int[] ports = freePorts(5);
    receiverPort = ports[0];
    sendsmsPort = ports[1];
    int smscPort = ports[2];
    String messages = "http://127.0.0.1:" + receiverPort + "/message?token=" + token;
    Path file =
        Files.writeString(
            folder.resolve("kannel.conf"),
            settings(messages, ports[3], ports[4], smscPort, sendsmsPort));
    bearerbox = start(BEARERBOX, file);
    until(bearerbox, "Start-up done, entering mainloop");
    smsbox = start(SMSBOX, file);
    until(smsbox, "Connected to bearerbox");
    smsc = new Socket(InetAddress.getLoopbackAddress(), smscPort);
    smsc.setSoTimeout(60_000);
    fromKannel =
        new BufferedReader(new InputStreamReader(smsc.getInputStream(), StandardCharsets.UTF_8));
  }

  private static String settings(String messages, int admin, int smsbox, int smsc, int sendsms) {
    return """
    group = core
    admin-port = %d
    admin-password = %s
    smsbox-port = %d
    dlr-storage = internal

    group = smsc
    smsc = fake
    smsc-id = operator
    port = %d
    connect-allow-ip = 127.0.0.1

    group = smsbox
    bearerbox-host = 127.0.0.1
    sendsms-port = %d

    group = sendsms-user
    username = %s
    password = %s
    max-messages = 3
    concatenation = true

    group = sms-service
    keyword = default
    get-url = "%s&from=%%p&text=%%a"
    max-messages = 0
    """
        .formatted(admin, PASSWORD, smsbox, smsc, sendsms, USER, PASSWORD, messages);
  }

  /** The next message that reaches the SMSC: sender, receiver, kind and text. */
  public String[] next() throws IOException {
    return fromKannel.readLine().split(" ", 4);
  }

  /** Somebody sends a message. */
  public void send(String from, String to, String text) throws IOException {
    smsc.getOutputStream()
        .write((from + " " + to + " text " + text + "\n").getBytes(StandardCharsets.UTF_8));
    smsc.getOutputStream().flush();
  }

  /** Taken all at once: two of them are never the same. */
  private static int[] freePorts(int count) throws IOException {
    List<ServerSocket> taken = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        taken.add(new ServerSocket(0));
      }
      return taken.stream().mapToInt(ServerSocket::getLocalPort).toArray();
    } finally {
      for (ServerSocket socket : taken) {
        socket.close();
      }
    }
  }

  private static Process start(Path program, Path file) throws IOException {
    return new ProcessBuilder(program.toString(), "-v", "1", file.toString())
        .directory(file.getParent().toFile())
        .redirectErrorStream(true)
        .start();
  }

  /** Reads on afterwards, so that the process can write on. */
  private static void until(Process process, String line) throws IOException {
    Future<?> end =
        CompletableFuture.runAsync(
            process::destroyForcibly, CompletableFuture.delayedExecutor(1, TimeUnit.MINUTES));
    BufferedReader log = process.inputReader();
    StringBuilder seen = new StringBuilder();
    for (String each = log.readLine(); each != null; each = log.readLine()) {
      seen.append(each).append('\n');
      if (each.contains(line)) {
        end.cancel(true);
        Thread rest = new Thread(() -> drain(log), "kannel-log");
        rest.setDaemon(true);
        rest.start();
        return;
      }
    }
    throw new IOException("Kannel did not start:\n" + seen);
  }

  private static void drain(BufferedReader log) {
    try {
      log.transferTo(Writer.nullWriter());
    } catch (IOException ended) {
      // With its process.
    }
  }

  @Override
  public void close() throws IOException {
    smsc.close();
    for (Process process : new Process[] {smsbox, bearerbox}) {
      process.destroy();
      try {
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
        process.destroyForcibly();
      }
    }
  }
}
