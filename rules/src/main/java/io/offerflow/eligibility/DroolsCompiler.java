package io.offerflow.eligibility;

import java.util.concurrent.atomic.AtomicLong;
import org.drools.model.codegen.ExecutableModelProject;
import org.kie.api.KieBase;
import org.kie.api.KieServices;
import org.kie.api.builder.KieFileSystem;
import org.kie.api.builder.Message;
import org.kie.api.builder.ReleaseId;
import org.kie.api.builder.model.KieModuleModel;
import org.kie.api.runtime.KieContainer;
import org.kie.internal.builder.InternalKieBuilder;

/**
 * From DRL to a KieBase by the executable model, so that nothing of the compilation stays behind.
 *
 * <p>Drools keeps every module it has built in a static repository, and its parallel build keeps a
 * pool of threads that hold the class loader; either leaks classes with each new bundle. So all
 * builds share one group and artifact id, each module is removed when its KieBase is there, and
 * nothing is built in parallel. What Drools keeps statically is also why one build goes after
 * another.
 */
final class DroolsCompiler {
  private static final AtomicLong BUILDS = new AtomicLong();

  private DroolsCompiler() {}

  static synchronized KieBase compile(String drl) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    ClassLoader own = DroolsCompiler.class.getClassLoader();
    thread.setContextClassLoader(own);
    try {
      return build(drl, own);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static KieBase build(String drl, ClassLoader loader) {
    KieServices services = KieServices.get();
    ReleaseId id =
        services.newReleaseId("io.offerflow", "campaigns", "0." + BUILDS.incrementAndGet());
    KieFileSystem files = services.newKieFileSystem();
    files.generateAndWritePomXML(id);
    files.write("src/main/resources/offerflow/campaigns/campaigns.drl", drl);
    KieContainer container = null;
    try {
      InternalKieBuilder builder = (InternalKieBuilder) services.newKieBuilder(files, loader);
      builder.withKModuleModel(module(services));
      builder.buildAll(ExecutableModelProject.class);
      if (builder.getResults().hasMessages(Message.Level.ERROR)) {
        throw new IllegalStateException(
            "Drools refuses the campaigns' rules: "
                + builder.getResults().getMessages(Message.Level.ERROR));
      }
      container = services.newKieContainer(id, loader);
      return container.getKieBase();
    } finally {
      if (container != null) {
        container.dispose();
      }
      services.getRepository().removeKieModule(id);
    }
  }

  private static KieModuleModel module(KieServices services) {
    KieModuleModel module = services.newKieModuleModel();
    module.setConfigurationProperty("drools.parallelRulesBuildThreshold", "-1");
    module.setConfigurationProperty("drools.parallelLambdaExternalization", "false");
    module.newKieBaseModel("campaigns").setDefault(true).addPackage("*");
    return module;
  }
}
