import { daysAtMost, type Moment } from '../events/moment.js';
import type { PersonLinks } from '../events/person-links.js';
import type { ProjectEvent } from '../events/project-event.js';

/** What several rules ask of the past of a project. An event is observed after the rules have seen it. */
export class ProjectHistory {
  readonly #grants = new Map<string, Moment>();

  constructor(private readonly links: PersonLinks) {}

  personOf(name: string): string {
    return this.links.personOf(name);
  }

  /**
   * How many days old the youngest right of a person can be at most; null when no right is known. Who releases or becomes
   * a security contact for the first time has got a right, whether anybody wrote it down or not.
   */
  grantAgeAtMost(name: string, at: Moment): number | null {
    const granted = this.#grants.get(this.personOf(name));
    return granted === undefined ? null : daysAtMost(granted, at);
  }

  observe(event: ProjectEvent): void {
    if (event.kind === 'grant' && event.person !== null) this.#grants.set(this.personOf(event.person), event.at);
    else if (event.kind === 'release' && event.isNewSigner === true && event.signer !== null)
      this.#grants.set(this.personOf(event.signer), event.at);
    else if (event.kind === 'contactChange' && event.beneficiary !== null)
      this.#grants.set(this.personOf(event.beneficiary), event.at);
  }
}
