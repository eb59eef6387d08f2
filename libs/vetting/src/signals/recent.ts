import { dayNumber, type Moment } from '../events/moment.js';

export const MOST_EVIDENCE = 10;

/** What lies at most a number of days back, of events that come in their order. */
export class Recent<T extends { readonly at: Moment }> {
  #kept: T[] = [];
  #first = 0;

  constructor(private readonly days: number) {}

  /** @returns what was dropped because it is too long ago now */
  add(entry: T): readonly T[] {
    this.#kept.push(entry);
    return this.dropBefore(entry.at);
  }

  dropBefore(at: Moment): readonly T[] {
    const oldest = dayNumber(at.from) - this.days;
    const from = this.#first;
    while (this.#first < this.#kept.length && dayNumber(this.#kept[this.#first]!.at.from) < oldest) this.#first += 1;
    if (from === this.#first) return [];
    const dropped = this.#kept.slice(from, this.#first);
    // The front is cut off now and then, so that a long history costs no more for each event than a short one.
    if (this.#first > 1_000 && this.#first * 2 > this.#kept.length) {
      this.#kept = this.#kept.slice(this.#first);
      this.#first = 0;
    }
    return dropped;
  }

  get size(): number {
    return this.#kept.length - this.#first;
  }

  /** The latest ones, in their order: as much evidence as anybody reads. */
  latest(): readonly T[] {
    return this.#kept.slice(Math.max(this.#first, this.#kept.length - MOST_EVIDENCE));
  }
}

/** How often each name occurs in a window that moves. */
export class Tally {
  readonly #counts = new Map<string, number>();
  #sum = 0;

  add(name: string, count: number): void {
    this.#sum += count;
    const sum = (this.#counts.get(name) ?? 0) + count;
    if (sum === 0) this.#counts.delete(name);
    else this.#counts.set(name, sum);
  }

  of(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  get sum(): number {
    return this.#sum;
  }

  get size(): number {
    return this.#counts.size;
  }

  names(): IterableIterator<string> {
    return this.#counts.keys();
  }

  /** The name that occurs most often, beside one that is left out. */
  leader(without?: string): { readonly name: string; readonly count: number } | null {
    let first: { name: string; count: number } | null = null;
    for (const [name, count] of this.#counts)
      if (name !== without && (first === null || count > first.count)) first = { name, count };
    return first;
  }
}

/** A state that lasts is found again after some days, not at every event. */
export class Repeats {
  readonly #last = new Map<string, number>();

  constructor(private readonly days: number) {}

  isDue(key: string, at: Moment): boolean {
    const day = dayNumber(at.from);
    const last = this.#last.get(key);
    if (last !== undefined && day - last < this.days) return false;
    this.#last.set(key, day);
    return true;
  }
}
