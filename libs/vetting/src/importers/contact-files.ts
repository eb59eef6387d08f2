import { SnapshotMalformedError } from './importers.errors.js';
import { readFlatYaml } from './flat-yaml.js';

/** Paths of files that say whom to tell, or where a project lives. */
const CONTACT_FILE = /(^|\/)(security(\.(md|txt|rst|adoc))?|project\.yaml)$/i;
const ADDRESS = /[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}/g;
const LINK = /https?:\/\/[^\s)>\]"']{1,300}/g;
const CONTACT_LINE = /^contact:\s*(\S+)\s*$/gim;
/** A line that asks a reporter for something, or promises something. */
const INTAKE_LINE = /^\s*(?:[-*+]|\d+[.)]|#{1,6})\s+\S/gm;
const DAYS = /\b(\d{1,3})[\s-]*(?:(?:business|working|calendar)\s+)?(hours?|days?|weeks?|months?)\b/gi;
const HOURS: Readonly<Record<string, number>> = { hour: 1, day: 24, week: 168, month: 720 };

/** What a file says of contacts and of places. */
export interface ContactFacts {
  readonly contacts: ReadonlySet<string>;
  /** How much is asked of a reporter, in lines; null for a file of data. */
  readonly intakeLines: number | null;
  /** The longest wait that is named, in hours; null when none is. */
  readonly longestWaitHours: number | null;
  /** Address of the repository, website and the like, by name of the field. */
  readonly places: ReadonlyMap<string, string>;
}

export const NO_FACTS: ContactFacts = {
  contacts: new Set(),
  intakeLines: null,
  longestWaitHours: null,
  places: new Map(),
};

export function isContactFile(path: string): boolean {
  return CONTACT_FILE.test(path);
}

/** @throws SnapshotMalformedError for a project.yaml that is not plain */
export function readContactFile(path: string, text: string): ContactFacts {
  if (/project\.yaml$/i.test(path)) return readProjectYaml(path, text);
  const contacts = /security\.txt$/i.test(path)
    ? [...text.matchAll(CONTACT_LINE)].map(([, value]) => value!.replace(/^mailto:/i, ''))
    : [
        ...(text.match(ADDRESS) ?? []),
        ...(text.match(LINK) ?? []).filter((link) => /advisor|security|report|bounty/i.test(link)),
      ];
  const waits = [...text.matchAll(DAYS)].map(
    ([, number, unit]) => Number(number) * HOURS[unit!.toLowerCase().replace(/s$/, '')]!,
  );
  return {
    contacts: new Set(contacts.map((contact) => contact.toLowerCase())),
    intakeLines: text.match(INTAKE_LINE)?.length ?? 0,
    longestWaitHours: waits.length === 0 ? null : Math.max(...waits),
    places: new Map(),
  };
}

/** The file of a project at OSS-Fuzz. */
function readProjectYaml(path: string, text: string): ContactFacts {
  const fields = readFlatYaml(text, path);
  const contacts = ['primary_contact', 'auto_ccs', 'vendor_ccs'].flatMap((key) => fields.get(key) ?? []);
  const places = ['homepage', 'main_repo'].flatMap((key): [string, string][] => {
    const value = fields.get(key)?.[0];
    return value === undefined ? [] : [[key, value]];
  });
  return {
    contacts: new Set(contacts.map((contact) => contact.toLowerCase())),
    intakeLines: null,
    longestWaitHours: null,
    places: new Map(places),
  };
}

/** Null instead of a refusal, for files of a history that nobody can mend. */
export function contactFactsOrNull(path: string, text: string | null): ContactFacts | null {
  if (text === null) return NO_FACTS;
  try {
    return readContactFile(path, text);
  } catch (error) {
    if (error instanceof SnapshotMalformedError) return null;
    throw error;
  }
}
