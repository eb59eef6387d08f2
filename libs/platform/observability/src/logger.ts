import { AsyncLocalStorage } from 'node:async_hooks';
import type { LoggerService } from '@nestjs/common';
import pino, { type Logger } from 'pino';

/** Anything under these names is replaced before a line is written, at any of the first three levels. */
const SECRET_NAMES = [
  'authorization',
  'cookie',
  'set-cookie',
  'token',
  'secret',
  'password',
  'idempotencyKey',
  'uploadUrl',
  'client_secret',
];
const REDACTED_PATHS = SECRET_NAMES.flatMap((name) => {
  const key = name.includes('-') ? `["${name}"]` : `.${name}`;
  return [key.startsWith('.') ? name : key, `*${key}`, `*.*${key}`];
});

/** What every line of one request or job carries. */
export interface LogScope {
  readonly requestId?: string;
  readonly jobId?: string;
}

const scopes = new AsyncLocalStorage<LogScope>();

/** Runs `work` so that every line logged inside carries the scope. */
export function withLogScope<T>(scope: LogScope, work: () => T): T {
  return scopes.run(scope, work);
}

export function currentRequestId(): string | undefined {
  return scopes.getStore()?.requestId;
}

export interface LogOptions {
  readonly service: string;
  readonly level: string;
  readonly destination?: { write(line: string): void };
}

export function createLogger({ service, level, destination }: LogOptions): Logger {
  const options = {
    level,
    base: { service },
    redact: { paths: REDACTED_PATHS, censor: '[redacted]' },
    mixin: () => ({ ...scopes.getStore() }),
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  return destination ? pino(options, destination) : pino(options);
}

/** Lets Nest write its own lines through the structured logger. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...context: unknown[]): void {
    this.logger.debug({ context }, String(message));
  }

  warn(message: unknown, ...context: unknown[]): void {
    this.logger.warn({ context }, String(message));
  }

  error(message: unknown, ...context: unknown[]): void {
    this.logger.error({ context, err: message instanceof Error ? message : undefined }, String(message));
  }
}

export type { Logger } from 'pino';
