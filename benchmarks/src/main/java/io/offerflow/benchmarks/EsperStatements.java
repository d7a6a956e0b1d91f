package io.offerflow.benchmarks;

import io.offerflow.condition.Values;
import io.offerflow.eligibility.CampaignRule;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The same campaigns as statements of Esper, a library for complex event processing: all conditions
 * of a campaign are the filter of one statement, for which Esper has indexes.
 *
 * <p>Esper is under the GPL and brings an ANTLR of its own. So no class here needs it to compile:
 * it is called by reflection, in a class loader that sees nothing else, where somebody has put its
 * jars. README.md tells how.
 */
final class EsperStatements implements AutoCloseable {
  /** From the repository's folder, or from this module's. */
  private static final Path JARS =
      Path.of(Files.isDirectory(Path.of("benchmarks")) ? "benchmarks" : "", "target", "esper");

  private static final String SCHEMA =
      """
      @public @buseventtype create map schema Cause(trigger string, tier string,
        fee java.math.BigDecimal, spend java.math.BigDecimal);
      """;

  private static final String STATEMENT =
      """
      @name('%s') select trigger from Cause(trigger = '%s', tier in ('gold', 'platinum'),
        spend >= %s, fee < %s);
      """;

  private final URLClassLoader loader;
  private final Object runtime;
  private final MethodHandle send;
  private int found;

  EsperStatements(List<CampaignRule> rules) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      loader = new URLClassLoader(jars(), ClassLoader.getPlatformClassLoader());
      // What Esper writes and compiles it loads by the thread's loader.
      thread.setContextClassLoader(loader);
      Object settings = make("com.espertech.esper.common.client.configuration.Configuration");
      Object compiled = compiled(statements(rules), settings);
      runtime =
          call(
              null,
              loader.loadClass("com.espertech.esper.runtime.client.EPRuntimeProvider"),
              "getRuntime",
              "campaigns",
              settings);
      send = sender();
      deploy(compiled);
    } catch (ReflectiveOperationException | IOException e) {
      throw new IllegalStateException("Esper does not take the campaigns", e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Whether somebody has put it there. */
  static boolean isThere() {
    return Files.isDirectory(JARS);
  }

  private static URL[] jars() throws IOException {
    List<URL> jars = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(JARS, "*.jar")) {
      for (Path file : files) {
        jars.add(file.toUri().toURL());
      }
    }
    return jars.toArray(URL[]::new);
  }

  private static String statements(List<CampaignRule> rules) {
    StringBuilder text = new StringBuilder(SCHEMA);
    for (CampaignRule rule : rules) {
      BigDecimal spend = Triggered.leastSpend(rule.index());
      BigDecimal fee = Triggered.feeBelow(rule.index());
      text.append(STATEMENT.formatted(rule.campaign(), rule.trigger(), spend, fee));
    }
    return text.toString();
  }

  private Object compiled(String statements, Object settings) throws ReflectiveOperationException {
    Class<?> provider = loader.loadClass("com.espertech.esper.compiler.client.EPCompilerProvider");
    Object arguments =
        loader
            .loadClass("com.espertech.esper.compiler.client.CompilerArguments")
            .getConstructor(settings.getClass())
            .newInstance(settings);
    Class<?> compiler = loader.loadClass("com.espertech.esper.compiler.client.EPCompiler");
    return call(call(null, provider, "getCompiler"), compiler, "compile", statements, arguments);
  }

  private void deploy(Object compiled) throws ReflectiveOperationException {
    Class<?> listener = loader.loadClass("com.espertech.esper.runtime.client.UpdateListener");
    Object counting =
        Proxy.newProxyInstance(
            loader,
            new Class<?>[] {listener},
            (proxy, method, arguments) -> {
              found++;
              return null;
            });
    Object service = part("getDeploymentService");
    Object deployed =
        call(
            service,
            type("com.espertech.esper.runtime.client.EPDeploymentService"),
            "deploy",
            compiled);
    Class<?> deployment = type("com.espertech.esper.runtime.client.EPDeployment");
    for (Object statement : (Object[]) call(deployed, deployment, "getStatements")) {
      call(
          statement,
          type("com.espertech.esper.runtime.client.EPStatement"),
          "addListener",
          counting);
    }
  }

  private MethodHandle sender() throws ReflectiveOperationException {
    Method method =
        type("com.espertech.esper.runtime.client.EPEventServiceSendEvent")
            .getMethod("sendEventMap", Map.class, String.class);
    return MethodHandles.publicLookup().unreflect(method).bindTo(part("getEventService"));
  }

  private Object part(String getter) throws ReflectiveOperationException {
    return call(runtime, type("com.espertech.esper.runtime.client.EPRuntime"), getter);
  }

  private Class<?> type(String name) throws ClassNotFoundException {
    return loader.loadClass(name);
  }

  private Object make(String name) throws ReflectiveOperationException {
    return type(name).getConstructor().newInstance();
  }

  private static Object call(Object on, Class<?> type, String name, Object... arguments)
      throws ReflectiveOperationException {
    for (Method method : type.getMethods()) {
      if (method.getName().equals(name) && takes(method, arguments)) {
        return method.invoke(on, arguments);
      }
    }
    throw new NoSuchMethodException(type + "." + name);
  }

  private static boolean takes(Method method, Object... arguments) {
    Class<?>[] types = method.getParameterTypes();
    boolean fit = types.length == arguments.length;
    for (int i = 0; fit && i < types.length; i++) {
      fit = types[i].isInstance(arguments[i]);
    }
    return fit;
  }

  /** How many statements match. */
  int eligible(String trigger, Values values) {
    Map<String, Object> event = new HashMap<>();
    event.put("trigger", trigger);
    event.put("tier", values.get(Triggered.TIER));
    event.put("fee", values.get(Triggered.FEE));
    event.put("spend", values.get(Triggered.SPEND));
    found = 0;
    try {
      send.invokeExact(event, "Cause");
    } catch (Throwable e) {
      throw new IllegalStateException("Esper does not take the event", e);
    }
    return found;
  }

  @Override
  public void close() {
    try {
      call(runtime, type("com.espertech.esper.runtime.client.EPRuntime"), "destroy");
      loader.close();
    } catch (ReflectiveOperationException | IOException e) {
      throw new IllegalStateException("Esper does not end", e);
    }
  }
}
