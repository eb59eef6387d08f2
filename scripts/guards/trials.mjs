import { failuresOf, runJest } from './jest-run.mjs';

/** A file that takes longer is asked for the tests that are tried alone; the others then show that nothing else broke. */
const QUICK_MS = 15_000;

/** Tries guards in the tests that meet them until one of these fails. */
export class Trials {
  /** The test that noticed, by the id of the guard. */
  seen = new Map();
  #candidates;
  #tookMs;
  #workers;

  constructor(sites, met, workers) {
    this.#candidates = candidatesOf(sites, met);
    this.#tookMs = new Map(met.map(({ file, tookMs }) => [file, tookMs]));
    this.#workers = workers;
  }

  /** Rounds of all files; in each round a test tries one guard. */
  async run() {
    for (let round = 1; ; round += 1) {
      const plans = [...this.#plansOf().entries()].sort(
        ([left], [right]) => this.#tookMs.get(right) - this.#tookMs.get(left),
      );
      if (plans.length === 0) return;
      const began = performance.now();
      const waiting = plans.values();
      await Promise.all(
        Array.from({ length: this.#workers }, async () => {
          for (const [file, plan] of waiting) await this.#try(file, plan);
        }),
      );
      const tried = plans.reduce((sum, [, plan]) => sum + Object.keys(plan).length, 0);
      const seconds = ((performance.now() - began) / 1_000).toFixed(0);
      console.log(
        `round ${round}: ${tried} trials in ${plans.length} files, ${this.seen.size} guards seen (${seconds} s)`,
      );
    }
  }

  /** Gives every guard that nobody has noticed yet its likeliest free test, and then another, until no test is free. */
  #plansOf() {
    const plans = new Map();
    const waiting = [...this.#candidates].filter(([id]) => !this.seen.has(id));
    for (let given = -1; given !== 0;) {
      given = 0;
      for (const [id, candidates] of waiting) {
        const at = candidates.findIndex(({ file, test }) => plans.get(file)?.[test] === undefined);
        if (at < 0) continue;
        const [{ file, test }] = candidates.splice(at, 1);
        plans.set(file, { ...plans.get(file), [test]: id });
        given += 1;
      }
    }
    return plans;
  }

  async #try(file, plan) {
    const failed = await this.#failed(file, plan);
    if (failed === null) return this.#tryAlone(file, Object.entries(plan));
    // A test that fails without a guard of its own says that one test has spoilt another: then each is tried alone.
    if (failed.some((test) => plan[test] === undefined))
      return this.#tryAlone(
        file,
        Object.entries(plan).filter(([test]) => failed.includes(test)),
      );
    for (const test of failed) this.#note(file, test, plan[test]);
  }

  async #tryAlone(file, entries) {
    for (const [test, id] of entries) {
      const failed = await this.#failed(file, { [test]: id }, [test]);
      if (failed === null || failed.includes(test)) this.#note(file, test, id);
    }
  }

  async #failed(file, plan, names = this.#tookMs.get(file) > QUICK_MS ? Object.keys(plan) : null) {
    const run = await runJest({ files: [file], plan, names });
    return run && failuresOf(run);
  }

  #note(file, test, id) {
    if (this.seen.has(id)) return;
    this.seen.set(id, `${file}: ${test}`);
    console.log(`seen ${id} by ${file}: ${test}`);
  }
}

/** Tests that meet each guard: first those in which it refuses, and of these the ones that meet few others. */
function candidatesOf(sites, met) {
  const candidates = new Map(sites.map(({ id }) => [id, []]));
  for (const { file, guards } of met) {
    const counts = new Map();
    for (const { reached, fired } of Object.values(guards))
      for (const test of new Set([...reached, ...fired])) counts.set(test, (counts.get(test) ?? 0) + 1);
    for (const [id, { reached, fired }] of Object.entries(guards))
      for (const test of new Set([...fired, ...reached]))
        if (test !== '')
          candidates.get(id)?.push({ file, test, isFired: fired.includes(test), count: counts.get(test) });
  }
  for (const list of candidates.values())
    list.sort((left, right) => Number(right.isFired) - Number(left.isFired) || left.count - right.count);
  return candidates;
}
