import { setTimeout as sleep } from 'node:timers/promises';
import { CrashGate, type CrashPoint } from './crash-point.js';
import { MoneyLoad, type Done } from './money-load.js';
import { seeded } from './seeded.js';
import { defects, readBooks, type Books } from './story-books.js';
import { LEASE_IS_OVER_MS, StoryRig } from './story-rig.js';

const LONGEST_LIFE_MS = 900;
const LOOK_MS = 10;
const SETTLE_MS = 120_000;

export interface LoadReport {
  /** Names of the points at which one of the two was killed, in the order in which they were reached. */
  readonly points: readonly string[];
  /** Kills at moments of chance. */
  readonly kills: Readonly<Record<'api' | 'worker', number>>;
  readonly done: Done;
  readonly books: Books;
  /** What is not explained by what people did; empty when every effect happened once. */
  readonly unexplained: readonly string[];
  readonly seconds: number;
}

export interface LoadPlan {
  readonly firstPort: number;
  readonly at: readonly CrashPoint[];
  readonly kills: number;
  readonly seed: number;
}

/** API and worker are killed while people use them: at each of some points, and at moments that the seed chooses. */
export async function loadWithKills({ firstPort, at, kills, seed }: LoadPlan): Promise<LoadReport> {
  const began = performance.now();
  const rig = await StoryRig.start({ firstPort, isDatabaseShared: true });
  const gates: CrashGate[] = [];
  try {
    const load = new MoneyLoad(rig);
    await load.prepare();
    for (const [place, point] of at.entries()) gates.push(await CrashGate.close(rig, point, place));
    const killer = new LoadKiller(rig, gates, seeded(seed), kills);
    await Promise.all([killer.run(), load.run(() => killer.isDone)]);
    await rig.settle(SETTLE_MS);
    const books = await readBooks(rig);
    return {
      points: killer.points,
      kills: killer.killed,
      done: load.done,
      books,
      unexplained: [...defects(books), ...(await unexpected(rig, load.done, books))],
      seconds: (performance.now() - began) / 1_000,
    };
  } finally {
    for (const gate of gates) await gate.end();
    await rig.end();
  }
}

class LoadKiller {
  readonly points: string[] = [];
  readonly killed = { api: 0, worker: 0 };
  isDone = false;

  constructor(
    private readonly rig: StoryRig,
    private readonly gates: readonly CrashGate[],
    private readonly random: () => number,
    private readonly kills: number,
  ) {}

  async run(): Promise<void> {
    try {
      while (this.gates.some(({ isOpen }) => !isOpen)) await this.killAtGate();
      for (let kill = 0; kill < this.kills; kill += 1) await this.killByChance();
    } finally {
      this.isDone = true;
    }
  }

  private async killAtGate(): Promise<void> {
    await sleep(LOOK_MS);
    for (const gate of this.gates) {
      if (!(await gate.isReached())) continue;
      this.points.push(gate.point.name);
      await this.kill(gate.point.victim, () => gate.open());
    }
  }

  private async killByChance(): Promise<void> {
    await sleep(this.random() * LONGEST_LIFE_MS);
    const victim = this.random() < 0.5 ? 'api' : 'worker';
    this.killed[victim] += 1;
    await this.kill(victim);
  }

  private async kill(victim: 'api' | 'worker', then: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    await this.rig.stack.kill(victim);
    await then();
    // What a dead worker held may be claimed again when its lease is over.
    if (victim === 'worker') await this.rig.stack.advanceClock(LEASE_IS_OVER_MS);
    await this.rig.stack.restart(victim);
    // How much somebody may ask for in an hour is not what is tried here.
    await this.rig.sql('DELETE FROM rate_bucket');
  }
}

/** How often each fact has to be in the ledger, how many rows there have to be, and how much went out. */
async function unexpected(rig: StoryRig, done: Done, books: Books): Promise<string[]> {
  const { CHECKOUT, BALANCE, SAVED_METHOD, INVOICE } = done.paid;
  const arrived = CHECKOUT + SAVED_METHOD + INVOICE;
  const pledges = arrived + BALANCE;
  const transfers = 3 * done.released;
  const facts = {
    allocated: pledges,
    balance_paid: BALANCE,
    float_topped_up: 1,
    milestone_released: done.released,
    payment_settled: pledges,
    pledge_from_balance: BALANCE,
    pledge_paid: arrived,
    pledge_promised: pledges,
    pledge_returned: done.refunded,
    promise_ended: pledges,
    refund_settled: done.refunded,
    transfer_mirrored: transfers,
    transfer_requested: transfers,
    transfer_settled: transfers,
  };
  const kinds = await rig.sql<{ kind: string; count: string }>('SELECT kind, count(*) FROM ledger_tx GROUP BY kind');
  const found = Object.fromEntries(kinds.map(({ kind, count }) => [kind, Number(count)]));
  const { transfers: atStripe } = books;
  const made = async (path: string): Promise<number> =>
    new Set((await rig.control.posts(path)).map(({ objectId }) => objectId)).size;
  const paidOut = atStripe.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
  const sides: [string, unknown, unknown][] = [
    ...Object.entries(facts).map(([kind, times]): [string, unknown, unknown] => [kind, times, found[kind] ?? 0]),
    ['kinds', Object.keys(facts).sort().join(), Object.keys(found).sort().join()],
    ['payments', pledges, books.counts.payment],
    ['pledges', pledges, books.counts.pledge],
    // One more is that of the saved card.
    ['sessions at Stripe', CHECKOUT + BALANCE + 1, await made('/v1/checkout/sessions')],
    ['invoices at Stripe', INVOICE, await made('/v1/invoices')],
    ['transfers at Stripe', transfers, atStripe.length],
    ['cents paid out', done.paidOut, paidOut],
  ];
  return sides
    .filter(([, expected, is]) => expected !== is)
    .map(([what, expected, is]) => `${what}: ${String(is)} instead of ${String(expected)}`);
}
