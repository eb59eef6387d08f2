import type { Moment } from '../events/moment.js';
import type { PersonLinks } from '../events/person-links.js';
import type { ProjectEvent } from '../events/project-event.js';

/** Who wrote which changes of a history, by the time of the change. */
export class WorkOfPeople {
  readonly #changes = new Map<string, Moment[]>();

  constructor(private readonly links: PersonLinks) {}

  add(events: readonly ProjectEvent[]): void {
    const authors = new Set<string>();
    for (const event of events) if (event.kind === 'change') authors.add(this.#add(event.author, event.at));
    for (const author of authors) this.#changes.get(author)!.sort((one, other) => one.from - other.from);
  }

  get isEmpty(): boolean {
    return this.#changes.size === 0;
  }

  /** When somebody's first change was made; null when none is found. */
  firstOf(name: string): Moment | null {
    return this.#of(name)[0] ?? null;
  }

  countUntil(name: string, ms: number): number {
    const own = this.#of(name);
    let [low, high] = [0, own.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (own[middle]!.from <= ms) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** @returns who that is */
  #add(author: string, at: Moment): string {
    const person = this.links.personOf(author);
    const own = this.#changes.get(person);
    if (own === undefined) this.#changes.set(person, [at]);
    else own.push(at);
    return person;
  }

  #of(name: string): readonly Moment[] {
    return this.#changes.get(this.links.personOf(name)) ?? [];
  }
}
