export { BullRunner, type BullSettings } from './bull.runner.js';
export { Consumers } from './consumers.js';
export { InProcessRunner } from './in-process.runner.js';
export { JobRunner } from './job-runner.js';
export { MessageExecutor } from './message-executor.js';
export { OutboxRelay } from './outbox-relay.js';
export { ConsumersModule, QueueModule } from './queue.module.js';
export { RecurringJobs } from './recurring-jobs.js';
