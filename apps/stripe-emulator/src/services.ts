import type { VirtualClock } from '#platform/kernel';
import type { IdSource } from './ids.js';
import type { EmulatorOptions } from './options.js';
import type { Store } from './store/store.js';

/** What every part of the emulator shares. There is one per running server. */
export class Services {
  /** Origin of the hosted pages; known once the port is. */
  origin = '';

  constructor(
    readonly options: EmulatorOptions,
    readonly store: Store,
    readonly clock: VirtualClock,
    readonly ids: IdSource,
  ) {}
}
