export { readiness, type HealthCheck, type Readiness } from './health.js';
export { NestLogger, createLogger, currentRequestId, withLogScope, type LogScope, type Logger } from './logger.js';
export { Metrics } from './metrics.js';
