package io.offerflow.benchmarks;

import io.offerflow.pipeline.job.Endpoints;
import io.offerflow.pipeline.job.JobRules;
import io.offerflow.pipeline.job.ModelFeed;
import io.offerflow.pipeline.job.Outgoing;
import io.offerflow.pipeline.job.PastEvents;
import io.offerflow.pipeline.job.PushLog;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;

/**
 * A job's own topics, but for the events: those come from a backlog that many jobs read one after
 * another. What a job puts out has to be its own: jobs count as contacts what former ones sent.
 *
 * @param backlog of which only the first inlet is read
 */
record BacklogEndpoints(Endpoints own, Endpoints backlog) implements Endpoints {

  @Override
  public List<Inlet> inlets() {
    List<Inlet> inlets = new ArrayList<>(own.inlets());
    inlets.set(0, backlog.inlets().get(0));
    return inlets;
  }

  @Override
  public JobRules rules() {
    return own.rules();
  }

  @Override
  public Sink<Outgoing> decisions() {
    return own.decisions();
  }

  @Override
  public Sink<Outgoing> versions() {
    return own.versions();
  }

  @Override
  public ModelFeed models() {
    return own.models();
  }

  @Override
  public PastEvents past() {
    return own.past();
  }

  @Override
  public Sink<Outgoing> deadLetters() {
    return own.deadLetters();
  }

  @Override
  public PushLog pushes() {
    return own.pushes();
  }
}
