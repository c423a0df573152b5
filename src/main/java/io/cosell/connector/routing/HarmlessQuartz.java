package io.cosell.connector.routing;

import java.util.HashMap;
import java.util.Map;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.spi.annotations.Component;
import org.quartz.Scheduler;
import org.quartz.SchedulerFactory;

/**
 * A Quartz component that checks cron expressions in memory: it never starts a scheduler and never
 * joins the one of the running connector, whatever it is configured to.
 */
@Component("quartz")
final class HarmlessQuartz extends QuartzComponent {
  @Override
  public void setScheduler(Scheduler scheduler) {}

  @Override
  public void setSchedulerFactory(SchedulerFactory schedulerFactory) {}

  @Override
  @SuppressWarnings("rawtypes")
  public void setProperties(Map properties) {}

  @Override
  public void setPropertiesFile(String propertiesFile) {}

  @Override
  public void setPropertiesRef(String propertiesRef) {}

  @Override
  protected void doStart() throws Exception {
    var inMemory = new HashMap<String, Object>();
    inMemory.put("org.quartz.scheduler.instanceName", "route-check");
    inMemory.put("org.quartz.threadPool.threadCount", "1");
    inMemory.put("org.quartz.jobStore.class", "org.quartz.simpl.RAMJobStore");
    super.setProperties(inMemory);
    setPrefixInstanceName(true);
    setEnableJmx(false);
    setInterruptJobsOnShutdown(true);
    super.doStart();
  }

  @Override
  protected void doStartScheduler() {}
}
