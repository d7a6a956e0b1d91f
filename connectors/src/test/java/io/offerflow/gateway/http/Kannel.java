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

  public static boolean isInstalled() {
    return Files.isExecutable(BEARERBOX) && Files.isExecutable(SMSBOX);
  }

  /**
   * @param messages the address that what people send comes to
   */
  public Kannel(Path folder, String messages) throws IOException {
    int smsboxPort = freePort();
    int smscPort = freePort();
    sendsmsPort = freePort();
    Path file =
        Files.writeString(
            folder.resolve("kannel.conf"),
            settings(messages, freePort(), smsboxPort, smscPort, sendsmsPort));
    bearerbox = start(BEARERBOX, file);
    until(bearerbox, "Start-up done, entering mainloop");
    smsbox = start(SMSBOX, file);
    until(smsbox, "Connected to bearerbox");
    smsc = new Socket(InetAddress.getLoopbackAddress(), smscPort);
    smsc.setSoTimeout(20_000);
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

  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
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
    BufferedReader log = process.inputReader();
    StringBuilder seen = new StringBuilder();
    for (String each = log.readLine(); each != null; each = log.readLine()) {
      seen.append(each).append('\n');
      if (each.contains(line)) {
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
