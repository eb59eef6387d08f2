import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { CrashGate, type CrashPoint } from './crash-point.js';
import type { FaultRule, JournalRequest } from './emulator-control.js';
import { seeded } from './seeded.js';
import { readBooks, type Books } from './story-books.js';
import { LEASE_IS_OVER_MS, StoryRig } from './story-rig.js';

const LOOK_MS = 10;
const LONGEST_LIFE_MS = 700;
/** The story goes on by itself when its transfer has ended; when it does not, that is told with the books. */
const STORY_GRACE_MS = 15_000;
const PLANTED_GRACE_MS = 3_000;
const PLANTED_SETTLE_MS = 6_000;

export interface KillPlan {
  readonly firstPort: number;
  /** Kills at moments that the seed chooses, each within a short life of the worker. */
  readonly randomKills: number;
  readonly seed: number;
  /** Kills once when the effect of a write to this path is in the emulator's journal, before its answer is committed. */
  readonly afterEffectOf: readonly string[];
  /** Kills once at each of these places. */
  readonly at: readonly CrashPoint[];
  /** The clock stands still after the kill at this path: what the worker held stays held for half a minute. */
  readonly leaseStaysAfter: string | null;
  /** No event of Stripe comes to help until the call that makes the transfer has ended. */
  readonly holdEvents: boolean;
  /** How far the clock moves after a kill of the worker. */
  readonly waitMs: number;
  /** How long the story may go on when nobody is killed any more; null while it makes progress. */
  readonly patienceMs: number | null;
  /** A file of test/support/plants that is loaded into the worker. */
  readonly plant: string | null;
}

export interface KillReport {
  readonly kills: readonly string[];
  readonly books: Books;
  /** Why the story did not come to its end, or null. */
  readonly storyError: string | null;
  readonly transferRequests: readonly JournalRequest[];
  readonly seconds: number;
}

export const UNDISTURBED: Omit<KillPlan, 'firstPort'> = {
  randomKills: 0,
  seed: 0,
  afterEffectOf: [],
  at: [],
  leaseStaysAfter: null,
  holdEvents: false,
  waitMs: LEASE_IS_OVER_MS,
  patienceMs: null,
  plant: null,
};

/**
 * Plays the first story while the worker is killed without a chance to clean up and started again. The emulator is
 * told to be slow and to cut connections after the effect, so that kills fall between effect and commit. After a kill
 * the clock moves past the lease of what the worker held.
 */
export async function playWithKills(plan: KillPlan): Promise<KillReport> {
  const began = performance.now();
  const told = new Set<string>();
  const rig = await StoryRig.start({
    firstPort: plan.firstPort,
    isDatabaseShared: true,
    environmentOf: plan.plant === null ? {} : { worker: { NODE_OPTIONS: `--import ${plantUrl(plan.plant)}` } },
    onTold: (key) => told.add(key),
  });
  const gates: CrashGate[] = [];
  try {
    for (const [place, point] of plan.at.entries()) gates.push(await CrashGate.close(rig, point, place));
    if (killsAtAll(plan)) await rig.control.faults(FAULTS);
    const killer = new Killer(rig, plan, gates);
    const story = rig.play().then(
      () => null,
      (error: unknown) => String(error),
    );
    const killing = killer.run();
    const grace = plan.plant === null ? STORY_GRACE_MS : PLANTED_GRACE_MS;
    const holding = plan.holdEvents ? holdUntilTransferEnded(rig, told).then(() => sleep(grace)) : null;
    const late = holding?.then(() => 'the transfer was never confirmed');
    const { patienceMs } = plan;
    const tired =
      patienceMs === null ? [] : [killing.then(() => sleep(patienceMs)).then(() => 'the story did not end')];
    const storyError = await Promise.race([story, ...(late ? [late] : []), ...tired]);
    killer.finish();
    await killing;
    await rig.settle(...(plan.plant === null ? [] : [PLANTED_SETTLE_MS]));
    const [books, transferRequests] = [await readBooks(rig), await rig.control.posts('/v1/transfers')];
    return {
      kills: killer.kills,
      books,
      storyError,
      transferRequests,
      seconds: (performance.now() - began) / 1_000,
    };
  } finally {
    for (const gate of gates) await gate.end();
    await rig.end();
  }
}

/** The first answers are lost after the effect; later requests are slow. */
const FAULTS: readonly FaultRule[] = [
  ...['/v1/checkout/sessions', '/v1/transfers'].flatMap((path): FaultRule[] => [
    { method: 'POST', path, nth: 1, times: 2, action: 'drop_after' },
    { method: 'POST', path, nth: 3, times: 3, action: 'delay', ms: 400 },
  ]),
  { method: 'POST', path: '/v2/core/accounts', times: 2, action: 'delay', ms: 300 },
  { method: 'POST', path: '/v2/core/account_links', times: 2, action: 'delay', ms: 300 },
  { method: 'GET', path: '/v1/payment_intents/*', times: 8, action: 'delay', ms: 150 },
  { method: 'GET', path: '/v1/transfers/*', times: 4, action: 'delay', ms: 250 },
];

class Killer {
  readonly kills: string[] = [];
  private readonly random: () => number;
  private readonly effectsToCome: Set<string>;
  private randomLeft: number;
  private finished = false;

  constructor(
    private readonly rig: StoryRig,
    private readonly plan: KillPlan,
    private readonly gates: readonly CrashGate[],
  ) {
    this.random = seeded(plan.seed);
    this.randomLeft = plan.randomKills;
    this.effectsToCome = new Set(plan.afterEffectOf);
  }

  /** Kills until all moments of the plan have come, or the story is over and the random ones are used up. */
  async run(): Promise<void> {
    for (;;) {
      const moment = await this.nextMoment();
      if (moment === null) return;
      this.kills.push(moment.name);
      const { gate } = moment;
      const victim = gate?.point.victim ?? 'worker';
      await this.rig.stack.kill(victim);
      await gate?.open();
      const isHeld = moment.name === effectOf(this.plan.leaseStaysAfter);
      if (victim === 'worker' && !isHeld) await this.rig.stack.advanceClock(this.plan.waitMs);
      await this.rig.stack.restart(victim);
    }
  }

  /** The story is over: moments that have not come will not come. */
  finish(): void {
    this.finished = true;
  }

  private async nextMoment(): Promise<Moment | null> {
    const life = this.random() * LONGEST_LIFE_MS;
    const end = performance.now() + life;
    for (;;) {
      const seen = (await this.gateReached()) ?? (await this.effectSeen());
      if (seen !== null) return seen;
      if (this.randomLeft > 0 && performance.now() >= end) {
        this.randomLeft -= 1;
        return { name: `${life.toFixed(0)} ms after its start` };
      }
      if (this.randomLeft === 0 && (this.finished || !this.waitsForMore())) return null;
      await sleep(LOOK_MS);
    }
  }

  private waitsForMore(): boolean {
    return this.effectsToCome.size > 0 || this.gates.some(({ isOpen }) => !isOpen);
  }

  private async gateReached(): Promise<Moment | null> {
    for (const gate of this.gates) if (await gate.isReached()) return { name: gate.point.name, gate };
    return null;
  }

  private async effectSeen(): Promise<Moment | null> {
    for (const path of this.effectsToCome) {
      const done = (await this.rig.control.posts(path)).some(({ status }) => status === 200);
      if (!done) continue;
      // A gate may have been reached since it was looked at, and it comes first.
      const gate = await this.gateReached();
      if (gate !== null) return gate;
      this.effectsToCome.delete(path);
      return { name: effectOf(path) };
    }
    return null;
  }
}

interface Moment {
  readonly name: string;
  readonly gate?: CrashGate;
}

function effectOf(path: string | null): string {
  return `after the effect of POST ${path ?? 'nothing'}`;
}

async function holdUntilTransferEnded(rig: StoryRig, told: ReadonlySet<string>): Promise<void> {
  while (!told.has('story.evidence')) await sleep(LOOK_MS);
  await rig.control.holdWebhooks();
  const ended = async (): Promise<boolean> =>
    (
      await rig.sql(
        `SELECT 1 FROM stripe_call WHERE operation = 'transfer.create' AND status NOT IN ('ready', 'sending')`,
      )
    ).length > 0;
  while (!(await ended())) await sleep(LOOK_MS);
  await rig.control.releaseWebhooks();
}

function killsAtAll({ randomKills, afterEffectOf, at }: KillPlan): boolean {
  return randomKills > 0 || afterEffectOf.length > 0 || at.length > 0;
}

/** Address of a planted bug, for NODE_OPTIONS. */
export function plantUrl(name: string): string {
  return pathToFileURL(join(import.meta.dirname, 'plants', name)).href;
}
