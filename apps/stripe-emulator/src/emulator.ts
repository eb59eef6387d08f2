import { VirtualClock } from '#platform/kernel';
import { Control } from './control/control.js';
import { Faults } from './control/faults.js';
import { Deliverer } from './events/deliverer.js';
import { syncConfiguredEndpoints } from './events/endpoints.js';
import { Api } from './http/api.js';
import { Router } from './http/router.js';
import { HttpServer } from './http/server.js';
import { IdSource } from './ids.js';
import { emulatorOptions, type EmulatorOptions } from './options.js';
import { operate } from './operation.js';
import { answerPage } from './pages/pages.js';
import { apiRoutes } from './resources/index.js';
import { Scheduler } from './scheduler.js';
import { Services } from './services.js';
import { TestClockRunner } from './test-clock-runner.js';
import { Store } from './store/store.js';

export interface RunningEmulator {
  readonly port: number;
  /** Moves the clock to an offset, runs what falls due on the way, and gives the offset the clock then has. */
  moveClock(offsetMs: number): number;
  /** Whether nothing happens by itself within the time, in milliseconds: no delivery, no task. */
  isQuiet(withinMs: number): boolean;
  close(): Promise<void>;
}

/** Starts the server on loopback; what was left undone when it last stopped goes on. */
export async function startEmulator(
  given: Partial<Omit<EmulatorOptions, 'host'>> & { host?: string },
): Promise<RunningEmulator> {
  const options = emulatorOptions(given);
  const store = Store.open(options.stateFile);
  const setting = store.get('setting', 'clock');
  const clock = new VirtualClock(setting?.kind === 'clock' ? setting.offsetMs : 0);
  const ids = new IdSource(options.seed, () => store.lastPosition);
  const services = new Services(options, store, clock, ids);
  operate(services, ({ tx, nowSeconds }) => syncConfiguredEndpoints(tx, options, nowSeconds));

  const faults = new Faults();
  const scheduler = new Scheduler(services);
  const deliverer = new Deliverer(services, faults);
  const api = new Api(services, new Router(apiRoutes), faults);
  const moveClock = (offsetMs: number): number => deliverer.pausedWhile(() => scheduler.moveTo(offsetMs));
  const testClocks = new TestClockRunner(services, moveClock);
  const control = new Control(services, { deliverer, faults, moveClock });
  const answerApi = api.answer.bind(api);
  const server = new HttpServer(
    { sim: (incoming) => answerPage(services, incoming), _sim: control.answer.bind(control) },
    answerApi,
  );
  const port = await server.listen(options.port, options.host);
  services.origin = `http://${options.host}:${port}`;
  scheduler.wake();
  deliverer.wake();
  testClocks.wake();
  return {
    port,
    moveClock,
    isQuiet: (withinMs) => scheduler.isQuiet(withinMs) && deliverer.isQuiet(withinMs),
    close: async () => {
      testClocks.close();
      scheduler.close();
      await server.close();
      await deliverer.close();
      store.close();
    },
  };
}
