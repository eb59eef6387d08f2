import type { VirtualClock } from '#platform/kernel';
import type { IdSource } from './ids.js';
import type { EmulatorOptions } from './options.js';
import type { Store } from './store/store.js';

/** What every part of the emulator shares. There is one per running server. */
export class Services {
  /** Origin of the hosted pages; known once the port is. */
  origin = '';

  /** Moves the clock to an offset, and does what falls due on the way; known once the server runs. */
  moveClock: (offsetMs: number) => number = () => {
    throw new Error('the server does not run yet');
  };

  constructor(
    readonly options: EmulatorOptions,
    readonly store: Store,
    readonly clock: VirtualClock,
    readonly ids: IdSource,
  ) {}
}
