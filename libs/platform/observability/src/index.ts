export { readiness, type HealthCheck, type Readiness } from './health.js';
export { NestLogger, createLogger, currentRequestId, withLogScope, type LogScope, type Logger } from './logger.js';
export { Metrics } from './metrics.js';
export { AppLogger } from './app-logger.js';
export { processClock, type ClockMessage } from './process-clock.js';
export { RuntimeModule, type Runtime } from './runtime.module.js';
