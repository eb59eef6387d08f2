/**
 * Which names are one person: two accounts that share a key, a second factor or a declared link count as one
 * everywhere. The person is called by the name that was linked first.
 */
export class PersonLinks {
  readonly #parents = new Map<string, string>();

  constructor(links: Iterable<readonly [string, string]> = []) {
    for (const [one, other] of links) this.link(one, other);
  }

  link(one: string, other: string): void {
    const [kept, joined] = [this.personOf(one), this.personOf(other)];
    if (kept !== joined) this.#parents.set(joined, kept);
  }

  personOf(name: string): string {
    let person = name;
    for (let parent = this.#parents.get(person); parent !== undefined; parent = this.#parents.get(person))
      person = parent;
    return person;
  }

  areOne(one: string, other: string): boolean {
    return this.personOf(one) === this.personOf(other);
  }
}
