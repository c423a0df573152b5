package io.cosell.connector.flow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cosell.connector.link.Intents;
import io.cosell.connector.link.Link;
import io.cosell.connector.link.Links;
import io.cosell.connector.merge.Snapshot;
import io.cosell.connector.partnercenter.PartnerCenter;
import io.cosell.connector.partnercenter.Referral;
import io.cosell.connector.salesforce.ChangeEvent;
import io.cosell.connector.salesforce.ReplayPositions;
import java.util.Optional;
import org.aopalliance.intercept.MethodInterceptor;
import org.springframework.aop.framework.ProxyFactory;

/** The protections the promises rest on, each switched off. */
enum Sabotages implements Sabotage {
  /** A create whose answer was lost is repeated. */
  NO_INTENT {
    @Override
    public Object applied(Object bean) {
      return bean instanceof Intents
          ? advised(
              bean,
              call ->
                  call.getMethod().getReturnType() == Optional.class
                      ? Optional.empty()
                      : call.proceed())
          : bean;
    }
  },

  /** Nobody knows which side changed a field. */
  NO_SNAPSHOT {
    @Override
    public Object applied(Object bean) {
      return bean instanceof Links
          ? advised(
              bean,
              call -> {
                if (call.getMethod().getName().equals("save")) {
                  var link = (Link) call.getArguments()[0];
                  call.getArguments()[0] =
                      new Link(
                          link.referralId(),
                          link.engagementId(),
                          link.microsoftReferralId(),
                          link.opportunityId(),
                          link.accountId(),
                          Snapshot.EMPTY.toJson(),
                          null,
                          link.eTag(),
                          link.state());
                }
                return call.proceed();
              })
          : bean;
    }
  },

  /** What was about to be written is forgotten with the process. */
  NO_WRITE_AHEAD {
    @Override
    public Object applied(Object bean) {
      return bean instanceof WriteAhead
          ? advised(
              bean, call -> call.getMethod().getName().startsWith("note") ? null : call.proceed())
          : bean;
    }
  },

  /** A patch overwrites what changed since the referral was read. */
  NO_ETAG {
    @Override
    public Object applied(Object bean) {
      return bean instanceof PartnerCenter
          ? advised(
              bean,
              call -> {
                if (call.getMethod().getName().equals("patch")) {
                  ObjectNode json = ((Referral) call.getArguments()[0]).json().deepCopy();
                  json.remove("eTag");
                  call.getArguments()[0] = new Referral(json);
                }
                return call.proceed();
              })
          : bean;
    }
  },

  /** The replay position is saved before its event, on its own. */
  POSITION_WITHOUT_EVENT {
    private ReplayPositions positions;

    @Override
    public Object applied(Object bean) {
      if (bean instanceof ReplayPositions found) {
        positions = found;
      }
      return bean instanceof SalesforceEvents
          ? advised(
              bean,
              call -> {
                if (call.getArguments().length > 0
                    && call.getArguments()[0] instanceof ChangeEvent event) {
                  var alone = new Thread(() -> positions.save(event.position()));
                  alone.start();
                  alone.join();
                }
                return call.proceed();
              })
          : bean;
    }
  },

  /** Two workers have one deal at the same time. */
  NO_CLAIM {
    @Override
    public Object applied(Object bean) {
      return bean instanceof Locks
          ? advised(
              bean, call -> call.getMethod().getName().startsWith("take") ? null : call.proceed())
          : bean;
    }
  };

  private static Object advised(Object bean, MethodInterceptor advice) {
    var factory = new ProxyFactory(bean);
    factory.setProxyTargetClass(true);
    factory.addAdvice(advice);
    return factory.getProxy(bean.getClass().getClassLoader());
  }
}
