import type { EventOf } from '../../events/project-event.js';
import { Recent, Repeats, Tally } from '../recent.js';
import { PROJECT, signalRule } from '../signal.js';

type Change = EventOf<'change'>;

export const S05 = signalRule({
  id: 'S05',
  name: 'maintainer in distress',
  family: 'M',
  reads: ['distress'],
  benign: 'it speaks against nobody: help is offered, and one consent alone no longer counts',
  start:
    ({ policy }) =>
    (event) => ({ subject: PROJECT, points: policy.signals.S05.points, evidence: [event] }),
});

export const S06 = signalRule({
  id: 'S06',
  name: 'bus factor of one',
  family: 'M',
  reads: ['change', 'release', 'accessList'],
  benign: 'a library that is complete; it costs nobody a point',
  start({ policy, history }) {
    const { countDays, share, points } = policy.signals.S06;
    const authors = new RecentAuthors(countDays, (name) => history.personOf(name));
    const signers = new Set<string>();
    const repeats = new Repeats(policy.signals.repeatDays);
    return (event) => {
      const isExposed = exposed(event);
      return isExposed && repeats.isDue(PROJECT, event.at) ? { subject: PROJECT, points, evidence: [event] } : null;
    };
    function exposed(event: EventOf<'change' | 'release' | 'accessList'>): boolean {
      if (event.kind === 'accessList') return event.holders.length === 1;
      if (event.kind === 'change') {
        authors.add(event);
        return false;
      }
      if (event.signer !== null) signers.add(history.personOf(event.signer));
      return signers.size === 1 || authors.largestShare() >= share;
    }
  },
});

export const S15 = signalRule({
  id: 'S15',
  name: 'incumbents displaced',
  family: 'M',
  reads: ['change'],
  benign: 'every good succession',
  start({ policy, history }) {
    const { countDays, newcomer, incumbents, changes, points } = policy.signals.S15;
    const authors = new RecentAuthors(countDays, (name) => history.personOf(name));
    const repeats = new Repeats(policy.signals.repeatDays);
    return (event) => {
      authors.add(event);
      const person = history.personOf(event.author);
      const age = history.grantAge(person, event.at);
      if (authors.size < changes || age === null || age >= policy.signals.youngGrantDays) return null;
      if (authors.shareOf(person) < newcomer || authors.shareOf(authors.leaderBeside(person)) > incumbents) return null;
      return repeats.isDue(person, event.at) ? { subject: person, points, evidence: [event] } : null;
    };
  },
});

/** Who wrote the changes of a window, and who wrote most of all that is known. */
class RecentAuthors {
  readonly #recent: Recent<Change>;
  readonly #tally = new Tally();
  readonly #ever = new Tally();

  constructor(
    days: number,
    private readonly personOf: (name: string) => string,
  ) {
    this.#recent = new Recent(days);
  }

  add(event: Change): void {
    this.#tally.add(this.personOf(event.author), 1);
    this.#ever.add(this.personOf(event.author), 1);
    for (const { author } of this.#recent.add(event)) this.#tally.add(this.personOf(author), -1);
  }

  get size(): number {
    return this.#recent.size;
  }

  shareOf(person: string): number {
    return this.#tally.of(person) / this.size;
  }

  /** Whoever wrote most, ever, beside one person. */
  leaderBeside(person: string): string {
    return this.#ever.leader(person)?.name ?? '';
  }

  largestShare(): number {
    return this.size === 0 ? 0 : (this.#tally.leader()?.count ?? 0) / this.size;
  }
}
