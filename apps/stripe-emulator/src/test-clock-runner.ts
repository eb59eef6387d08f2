import { SystemClock } from '#platform/kernel';
import { operate } from './operation.js';
import { arriveClock, targetOf } from './resources/test-clocks.js';
import type { Services } from './services.js';

/** Moves the clock of the server for test clocks that were told to advance, after the request that said so is stored. */
export class TestClockRunner {
  private readonly system = new SystemClock();
  private planned: NodeJS.Immediate | null = null;

  constructor(
    private readonly services: Services,
    private readonly moveClock: (offsetMs: number) => number,
  ) {
    services.store.onCommit(() => this.wake());
  }

  /** Also for what was under way when the server stopped. */
  wake(): void {
    if (this.planned !== null || this.advancing() === null) return;
    this.planned = setImmediate(() => {
      this.planned = null;
      this.run();
    });
  }

  close(): void {
    if (this.planned !== null) clearImmediate(this.planned);
  }

  /** A task that throws on the way is a bug and stops the clock: it is reported, and the next change tries again. */
  private run(): void {
    const next = this.advancing();
    if (next === null) return;
    try {
      this.moveClock(targetOf(next.value)! * 1000 - this.system.now().getTime());
      operate(this.services, (operation) => arriveClock(operation, next.value), { account: next.account });
    } catch (error) {
      console.error(error);
    }
  }

  private advancing() {
    return this.services.store.rows('test_clock').find(({ value }) => value.status === 'advancing') ?? null;
  }
}
