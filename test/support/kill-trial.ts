import { setTimeout as sleep } from 'node:timers/promises';
import { CrashGate, type CrashPoint } from './crash-point.js';
import { LEASE_IS_OVER_MS, type StoryRig } from './story-rig.js';

const LOOK_MS = 20;
/** From the moment at which a message may be claimed again to the end of what it asks for. */
export const LIMIT_MS = 30_000;

/** Kills one process of a Mainstay at a point that somebody leads it to. */
export class KillTrial {
  private gates = 0;

  constructor(readonly rig: StoryRig) {}

  /** Does something that leads a process to a point, and kills the process there, with what it had in the database. */
  async killAt<Result>(
    point: CrashPoint,
    lead: () => Promise<Result>,
    look: (result: Result) => Promise<void>,
  ): Promise<Result> {
    const gate = await CrashGate.close(this.rig, point, this.gates);
    this.gates += 1;
    try {
      const result = await lead();
      await this.until(point.name, () => gate.isReached());
      await look(result);
      await this.rig.stack.kill(point.victim);
      return result;
    } finally {
      await gate.open();
      await gate.end();
    }
  }

  /** A worker that comes after the dead one, when the lease of what that one held is over. */
  async nextWorker(): Promise<void> {
    await this.rig.stack.kill('worker');
    await this.rig.stack.advanceClock(LEASE_IS_OVER_MS);
    await this.rig.stack.restart('worker');
  }

  async until(what: string, see: () => Promise<boolean>, limitMs = LIMIT_MS): Promise<void> {
    for (const end = performance.now() + limitMs; performance.now() < end; await sleep(LOOK_MS))
      if (await see()) return;
    throw new Error(`waited too long for ${what}`);
  }
}
