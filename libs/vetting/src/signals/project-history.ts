import { daysWithin, type Moment } from '../events/moment.js';
import type { PersonLinks } from '../events/person-links.js';
import type { EventOf, ProjectEvent } from '../events/project-event.js';

/** What several rules ask of the past of a project. An event is observed after the rules have seen it. */
export class ProjectHistory {
  readonly #grants = new Map<string, Moment>();
  readonly #signers = new Set<string>();
  readonly #contacts = new Set<string>();

  constructor(private readonly links: PersonLinks) {}

  personOf(name: string): string {
    return this.links.personOf(name);
  }

  /**
   * How many days old the youngest right of a person is, for an upper bound; null when no right is known. Who releases or becomes
   * a security contact for the first time has got a right, whether anybody wrote it down or not.
   */
  grantAge(name: string, at: Moment): number | null {
    const granted = this.#grants.get(this.personOf(name));
    return granted === undefined ? null : daysWithin(granted, at);
  }

  observe(event: ProjectEvent): void {
    if (event.kind === 'grant' && event.person !== null) this.#grants.set(this.personOf(event.person), event.at);
    else if (event.kind === 'release') this.#observeSigner(event);
    else if (event.kind === 'contactChange' && event.beneficiary !== null)
      this.#observeContact(event.beneficiary, event.at);
  }

  /** For whoever releases already it is no new right. */
  #observeContact(name: string, at: Moment): void {
    if (!this.#signers.has(this.personOf(name))) this.#observeFirst(this.#contacts, name, at);
  }

  /** Whoever signed before has only another key. */
  #observeSigner({ signer, isNewSigner, at }: EventOf<'release'>): void {
    if (signer === null) return;
    if (isNewSigner === true) this.#observeFirst(this.#signers, signer, at);
    this.#signers.add(this.personOf(signer));
  }

  #observeFirst(known: Set<string>, name: string, at: Moment): void {
    const person = this.personOf(name);
    if (!known.has(person)) this.#grants.set(person, at);
    known.add(person);
  }
}
