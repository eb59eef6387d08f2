import { Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

const DURATION_BUCKETS_S = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/**
 * The Prometheus metrics of one process. Label values come from closed sets (operation names that the schema knows,
 * topics, outcomes), so that no client can make the number of series grow.
 */
export class Metrics {
  readonly registry = new Registry();

  readonly httpDuration = new Histogram({
    name: 'mainstay_http_request_duration_seconds',
    help: 'Time to answer a request',
    labelNames: ['route', 'status'],
    buckets: DURATION_BUCKETS_S,
    registers: [this.registry],
  });

  readonly jobDuration = new Histogram({
    name: 'mainstay_job_duration_seconds',
    help: 'Time to handle one message',
    labelNames: ['topic', 'outcome'],
    buckets: DURATION_BUCKETS_S,
    registers: [this.registry],
  });

  readonly outboxOldestSeconds = new Gauge({
    name: 'mainstay_outbox_oldest_seconds',
    help: 'Age of the oldest message that is due and not done',
    registers: [this.registry],
  });

  readonly outboxDead = new Gauge({
    name: 'mainstay_outbox_dead_messages',
    help: 'Messages that need a person',
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** The text exposition format. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  close(): void {
    this.registry.clear();
  }
}
