import type { PersonLinks } from '../events/person-links.js';
import type { ProjectEvent } from '../events/project-event.js';
import type { Tier } from '../policy/scopes.js';
import type { VettingPolicy } from '../policy/vetting-policy.js';
import { Deriving } from '../replay/derived-facts.js';
import { SignalFold } from '../signals/signal-fold.js';
import type { Signal } from '../signals/signal.js';

/** The rules as they stand after the events of one project: what comes after these is read alone. */
export class ProjectFold {
  readonly #fold: SignalFold;
  readonly #deriving: Deriving;
  #lastTo = -Infinity;

  constructor(terms: { readonly links: PersonLinks; readonly tier: Tier; readonly policy: VettingPolicy }) {
    this.#fold = new SignalFold(terms);
    this.#deriving = new Deriving(terms.links);
  }

  /**
   * Whether events come after all that were read, and leave what was filled in of these as it is. A publication tells who
   * published a release before it, and a change that somebody has worked who got something before.
   */
  canTake(events: readonly ProjectEvent[]): boolean {
    return events.every((event) => {
      const isNews = event.kind === 'publication' || (event.kind === 'change' && this.#deriving.isNews(event));
      return event.at.from > this.#lastTo && !isNews;
    });
  }

  /** @param events in the order of their moments */
  take(events: readonly ProjectEvent[]): Signal[] {
    this.#deriving.add(events);
    const found = events.flatMap((event) => this.#fold.take(this.#deriving.of(event)));
    for (const { at } of events) this.#lastTo = Math.max(this.#lastTo, at.to);
    return [...new Map(found.map((signal) => [signal.id, signal])).values()];
  }
}
