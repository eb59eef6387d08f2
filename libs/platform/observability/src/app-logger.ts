import type { Logger } from './logger.js';

/** The structured logger as an injection token. */
export class AppLogger {
  constructor(readonly logger: Logger) {}
}
