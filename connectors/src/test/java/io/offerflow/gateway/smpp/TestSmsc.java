package io.offerflow.gateway.smpp;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import org.jsmpp.PDUStringException;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.BroadcastSm;
import org.jsmpp.bean.CancelBroadcastSm;
import org.jsmpp.bean.CancelSm;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.QueryBroadcastSm;
import org.jsmpp.bean.QuerySm;
import org.jsmpp.bean.RawDataCoding;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.ReplaceSm;
import org.jsmpp.bean.SubmitMulti;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.session.BindRequest;
import org.jsmpp.session.BroadcastSmResult;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.QueryBroadcastSmResult;
import org.jsmpp.session.QuerySmResult;
import org.jsmpp.session.SMPPServerSession;
import org.jsmpp.session.SMPPServerSessionListener;
import org.jsmpp.session.ServerMessageReceiverListener;
import org.jsmpp.session.Session;
import org.jsmpp.session.SubmitMultiResult;
import org.jsmpp.session.SubmitSmResult;
import org.jsmpp.session.connection.ServerConnection;
import org.jsmpp.session.connection.socket.ServerSocketConnection;
import org.jsmpp.session.connection.socket.ServerSocketConnectionFactory;
import org.jsmpp.util.MessageId;

/** An SMSC on jsmpp's server side, which behaves as a test tells it. */
public final class TestSmsc implements AutoCloseable, ServerMessageReceiverListener {
  private static final int THREADS = 64;

  /** With a machine that has much else to do; an answer of the gateway's waits for Kafka, too. */
  private static final long PATIENCE_MILLIS = 60_000;

  private static final byte RECEIPT = 0x04;
  private static final byte WITH_HEADER = 0x40;

  private final ServerSocketFactory sockets;

  /** Any that is free at first, and from then on the same. */
  private int port;

  private final List<SMPPServerSession> sessions = new CopyOnWriteArrayList<>();
  private final List<SMPPServerSession> receivers = new CopyOnWriteArrayList<>();
  private final List<Received> all = new ArrayList<>();
  private final BlockingQueue<Received> arrivals = new LinkedBlockingQueue<>();
  private final AtomicInteger number = new AtomicInteger(1000);
  private final AtomicInteger binds = new AtomicInteger();
  private final List<BindType> bindTypes = new CopyOnWriteArrayList<>();
  private SMPPServerSessionListener listener;
  private volatile Behaviour behaviour = (message, smsc) -> 0;

  /** What it does with a message, in a thread of its own. */
  public interface Behaviour {
    /** The command status of the answer; 0 to take it. */
    int take(Received message, TestSmsc smsc) throws Exception;
  }

  /**
   * A message that it took.
   *
   * @param octets of the text, with a header where there is one
   */
  public record Received(
      String id,
      String from,
      String to,
      byte[] octets,
      byte dataCoding,
      boolean inParts,
      String validity,
      byte registered) {
    /** The text, without a header. */
    public String text() {
      int skip = inParts ? 1 + octets[0] : 0;
      byte[] bare = java.util.Arrays.copyOfRange(octets, skip, octets.length);
      return SmsText.decode(bare, dataCoding);
    }
  }

  private TestSmsc(ServerSocketFactory sockets) {
    this.sockets = sockets;
  }

  public static TestSmsc start() throws IOException {
    return start(ServerSocketFactory.getDefault());
  }

  /** Listens on sockets of another kind. */
  public static TestSmsc start(ServerSocketFactory sockets) throws IOException {
    TestSmsc smsc = new TestSmsc(sockets);
    smsc.listen();
    return smsc;
  }

  public int port() {
    return port;
  }

  /** Begins to listen, also again after {@link #away}. */
  public void listen() throws IOException {
    ServerSocket socket = sockets.createServerSocket(port);
    port = socket.getLocalPort();
    SMPPServerSessionListener opened =
        new SMPPServerSessionListener(
            port,
            new ServerSocketConnectionFactory() {
              @Override
              public ServerConnection listen(int known) {
                return new ServerSocketConnection(socket);
              }
            });
    opened.setMessageReceiverListener(this);
    opened.setPduProcessorDegree(THREADS);
    opened.setQueueCapacity(10_000);
    listener = opened;
    Thread accepting = new Thread(() -> accept(opened), "smsc");
    accepting.setDaemon(true);
    accepting.start();
  }

  private void accept(SMPPServerSessionListener opened) {
    try {
      while (true) {
        SMPPServerSession session = opened.accept();
        Thread greeting = new Thread(() -> greet(session), "smsc-bind");
        greeting.setDaemon(true);
        greeting.start();
      }
    } catch (IOException closed) {
      // The test is over, or it is away.
    }
  }

  private void greet(SMPPServerSession session) {
    try {
      session.setTransactionTimer(PATIENCE_MILLIS);
      BindRequest bind = session.waitForBind(PATIENCE_MILLIS);
      if (!"secret".equals(bind.getPassword())) {
        bind.reject(SMPPConstant.STAT_ESME_RINVPASWD);
        return;
      }
      bind.accept("test");
      bindTypes.add(bind.getBindType());
      sessions.add(session);
      if (bind.getBindType() != BindType.BIND_TX) {
        receivers.add(session);
      }
      binds.incrementAndGet();
    } catch (IOException | TimeoutException | PDUStringException gone) {
      session.close();
    }
  }

  public void behave(Behaviour next) {
    behaviour = next;
  }

  /** How often somebody was bound. */
  public int binds() {
    return binds.get();
  }

  public List<BindType> bindTypes() {
    return bindTypes;
  }

  /** All that it took, in the order in which it took them. */
  public List<Received> received() {
    synchronized (all) {
      return new ArrayList<>(all);
    }
  }

  /** The next message that it takes. */
  public Received next() throws InterruptedException {
    Received next = arrivals.poll(2 * PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    if (next == null) {
      throw new AssertionError("no message came");
    }
    return next;
  }

  /** Breaks all connections off. */
  public void drop() {
    for (SMPPServerSession session : sessions) {
      session.close();
    }
    sessions.clear();
    receivers.clear();
  }

  /** Is not there at all. */
  public void away() throws IOException {
    listener.close();
    drop();
  }

  /** Sends a receipt in the text that SMSCs have agreed on. */
  public void receipt(String id, String state) throws Exception {
    String text =
        "id:"
            + id
            + " sub:001 dlvrd:001 submit date:2611221200 done date:2611221201 stat:"
            + state
            + " err:000 text:";
    deliver("861380000", RECEIPT, (byte) 0, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Sends what somebody writes back. */
  public void reply(String from, String text) throws Exception {
    deliver(from, (byte) 0, SmsText.UCS2, text.getBytes(StandardCharsets.UTF_16BE));
  }

  /** Sends one part of a long text that somebody writes back. */
  public void replyPart(String from, String text, int part, int parts) throws Exception {
    byte[] octets = text.getBytes(StandardCharsets.UTF_16BE);
    byte[] whole = new byte[6 + octets.length];
    System.arraycopy(new byte[] {5, 0, 3, 77, (byte) parts, (byte) part}, 0, whole, 0, 6);
    System.arraycopy(octets, 0, whole, 6, octets.length);
    deliver(from, WITH_HEADER, SmsText.UCS2, whole);
  }

  /** One that is about to end may still look as if it were bound: then another one is asked. */
  void deliver(
      String from, byte esmClass, byte dataCoding, byte[] octets, OptionalParameter... more)
      throws Exception {
    Exception failed = new IllegalStateException("nobody is bound to receive");
    for (SMPPServerSession session : receivers) {
      if (session.getSessionState().isReceivable()) {
        try {
          deliver(session, from, esmClass, dataCoding, octets, more);
          return;
        } catch (IOException | ResponseTimeoutException gone) {
          failed = gone;
        }
      }
    }
    throw failed;
  }

  private static void deliver(
      SMPPServerSession session,
      String from,
      byte esmClass,
      byte dataCoding,
      byte[] octets,
      OptionalParameter... more)
      throws Exception {
    session.deliverShortMessage(
        "",
        TypeOfNumber.INTERNATIONAL,
        NumberingPlanIndicator.ISDN,
        from,
        TypeOfNumber.NETWORK_SPECIFIC,
        NumberingPlanIndicator.UNKNOWN,
        "10086",
        new ESMClass(esmClass),
        (byte) 0,
        (byte) 0,
        new RegisteredDelivery(0),
        new RawDataCoding(dataCoding),
        octets,
        more);
  }

  @Override
  public SubmitSmResult onAcceptSubmitSm(SubmitSm pdu, SMPPServerSession source)
      throws ProcessRequestException {
    OptionalParameter.Message_payload payload =
        pdu.getOptionalParameter(OptionalParameter.Message_payload.class);
    Received message =
        new Received(
            Integer.toString(number.incrementAndGet()),
            pdu.getSourceAddr(),
            pdu.getDestAddress(),
            payload == null ? pdu.getShortMessage() : payload.getValue(),
            pdu.getDataCoding(),
            pdu.isUdhi(),
            pdu.getValidityPeriod(),
            pdu.getRegisteredDelivery());
    try {
      int status = behaviour.take(message, this);
      if (status != 0) {
        throw new ProcessRequestException("refused", status);
      }
      synchronized (all) {
        all.add(message);
      }
      arrivals.add(message);
      return new SubmitSmResult(new MessageId(message.id), new OptionalParameter[0]);
    } catch (ProcessRequestException e) {
      throw e;
    } catch (Exception e) {
      throw new ProcessRequestException("broken", SMPPConstant.STAT_ESME_RSYSERR, e);
    }
  }

  @Override
  public void close() throws IOException {
    away();
  }

  @Override
  public SubmitMultiResult onAcceptSubmitMulti(SubmitMulti pdu, SMPPServerSession source)
      throws ProcessRequestException {
    throw unexpected();
  }

  @Override
  public QuerySmResult onAcceptQuerySm(QuerySm pdu, SMPPServerSession source)
      throws ProcessRequestException {
    throw unexpected();
  }

  @Override
  public void onAcceptReplaceSm(ReplaceSm pdu, SMPPServerSession source)
      throws ProcessRequestException {
    throw unexpected();
  }

  @Override
  public void onAcceptCancelSm(CancelSm pdu, SMPPServerSession source)
      throws ProcessRequestException {
    throw unexpected();
  }

  @Override
  public BroadcastSmResult onAcceptBroadcastSm(BroadcastSm pdu, SMPPServerSession source)
      throws ProcessRequestException {
    throw unexpected();
  }

  @Override
  public void onAcceptCancelBroadcastSm(CancelBroadcastSm pdu, SMPPServerSession source)
      throws ProcessRequestException {
    throw unexpected();
  }

  @Override
  public QueryBroadcastSmResult onAcceptQueryBroadcastSm(
      QueryBroadcastSm pdu, SMPPServerSession source) throws ProcessRequestException {
    throw unexpected();
  }

  @Override
  public DataSmResult onAcceptDataSm(DataSm pdu, Session source) throws ProcessRequestException {
    throw unexpected();
  }

  private static ProcessRequestException unexpected() {
    return new ProcessRequestException("not expected", SMPPConstant.STAT_ESME_RINVCMDID);
  }
}
