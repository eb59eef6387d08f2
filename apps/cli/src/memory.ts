import { readFile, readdir } from 'node:fs/promises';

const INTERVAL_MS = 500;
const MEBIBYTE = 1_048_576;

/**
 * Samples the memory of a set of processes and all their descendants: the proportional set size, which counts shared
 * pages once over all who share them. Only where /proc has it; elsewhere the peak is unknown.
 */
export class MemorySampler {
  private peakBytes = 0;
  private timer: NodeJS.Timeout | null = null;
  private sampling: Promise<void> = Promise.resolve();

  constructor(private readonly roots: () => readonly number[]) {}

  start(): void {
    this.timer = setInterval(() => {
      this.sampling = this.sampling.then(() => this.sample());
    }, INTERVAL_MS);
    this.timer.unref();
  }

  /** Peak in MiB, or null where it cannot be measured. */
  async stop(): Promise<number | null> {
    if (this.timer) clearInterval(this.timer);
    await this.sampling;
    return this.peakBytes === 0 ? null : this.peakBytes / MEBIBYTE;
  }

  private async sample(): Promise<void> {
    const parents = await parentsOfAll();
    const wanted = descendants(parents, this.roots());
    const sizes = await Promise.all([...wanted].map(proportionalBytes));
    this.peakBytes = Math.max(
      this.peakBytes,
      sizes.reduce((sum, size) => sum + size, 0),
    );
  }
}

async function parentsOfAll(): Promise<ReadonlyMap<number, number>> {
  const entries = await readdir('/proc').catch(() => []);
  const pairs = await Promise.all(
    entries
      .filter((name) => /^\d+$/.test(name))
      .map(async (name) => {
        const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
        // The command stands in brackets and may contain anything; the parent is the second field after it.
        const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
        return [Number(name), parent] as const;
      }),
  );
  return new Map(pairs.filter(([, parent]) => Number.isInteger(parent)));
}

function descendants(parents: ReadonlyMap<number, number>, roots: readonly number[]): Set<number> {
  const found = new Set(roots);
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const [pid, parent] of parents) if (found.has(parent)) found.add(pid);
  }
  return found;
}

async function proportionalBytes(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${String(pid)}/smaps_rollup`, 'utf8').catch(() => '');
  const kibibytes = /^Pss:\s+(\d+) kB/m.exec(rollup)?.[1];
  return kibibytes === undefined ? 0 : Number(kibibytes) * 1_024;
}
