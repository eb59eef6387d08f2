import { PersonLinks } from '../events/person-links.js';
import type { GitPerson } from './git-log.reader.js';

/** What a commit shows for the first time of an account that was seen before. */
export interface Shown {
  readonly account: string;
  readonly shows: 'NAME' | 'MAIL' | 'KEY';
  readonly value: string;
}

/** How a person of git is called: by the mail address in lower case, or by the name where there is none. */
export function personKey({ name, mail }: Pick<GitPerson, 'name' | 'mail'>): string {
  return mail.trim() === '' ? name.trim() : mail.trim().toLowerCase();
}

/**
 * Follows names, addresses and keys of the people of git. Git has no accounts: an address is taken for one, and an address
 * that comes with a full name known from another address counts as a further address of that account.
 */
export class GitPeople {
  readonly #links = new PersonLinks();
  readonly #names = new Map<string, Set<string>>();
  readonly #keys = new Map<string, Set<string>>();
  readonly #accountOfName = new Map<string, string>();

  /** @param key fingerprint of a signature of this person; null when there is none */
  see(person: GitPerson, key: string | null): Shown[] {
    const mail = personKey(person);
    const name = person.name.trim();
    const shown: Shown[] = [];
    const known = this.#names.has(mail);
    const account = this.#accountOf(mail, name);
    if (!known && account !== mail) shown.push({ account, shows: 'MAIL', value: mail });
    if (this.#isNew(this.#names, mail, name) && known) shown.push({ account, shows: 'NAME', value: name });
    if (key !== null) {
      const hadKey = this.#keys.has(account);
      if (this.#isNew(this.#keys, account, key) && hadKey) shown.push({ account, shows: 'KEY', value: key });
    }
    return shown;
  }

  #accountOf(mail: string, name: string): string {
    // One word is too little to tell two people apart.
    if (!name.includes(' ')) return this.#links.personOf(mail);
    const known = this.#accountOfName.get(name);
    if (known === undefined) this.#accountOfName.set(name, mail);
    else this.#links.link(known, mail);
    return this.#links.personOf(mail);
  }

  #isNew(seen: Map<string, Set<string>>, owner: string, value: string): boolean {
    const values = seen.get(owner) ?? new Set();
    seen.set(owner, values);
    if (values.has(value)) return false;
    values.add(value);
    return true;
  }
}
