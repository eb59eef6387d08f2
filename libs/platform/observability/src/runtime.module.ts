import { Global, Module, type DynamicModule } from '@nestjs/common';
import { Config } from '#platform/config';
import { Clock, Messages } from '#platform/kernel';
import { AppLogger } from './app-logger.js';
import { Metrics } from './metrics.js';

export interface Runtime {
  readonly config: Config;
  readonly clock: Clock;
  readonly messages: Messages;
  readonly logger: AppLogger;
}

/** What every process has before it has anything else: configuration, time, texts, log and metrics. */
@Global()
@Module({})
export class RuntimeModule {
  static of({ config, clock, messages, logger }: Runtime): DynamicModule {
    const providers = [
      { provide: Config, useValue: config },
      { provide: Clock, useValue: clock },
      { provide: Messages, useValue: messages },
      { provide: AppLogger, useValue: logger },
      { provide: Metrics, useFactory: () => new Metrics() },
    ];
    return { module: RuntimeModule, providers, exports: [Config, Clock, Messages, AppLogger, Metrics] };
  }
}
