import { DAY_MS, addMs } from '#platform/kernel';

export const TERMS_NAMES = ['giver', 'receiver', 'programme'] as const;
export type TermsName = (typeof TERMS_NAMES)[number];

export interface TermsVersion {
  readonly version: number;
  /** ISO 8601 instant from which it is asked for. */
  readonly publishedAt: string;
  /** SHA-256 of the text, in hexadecimal digits. */
  readonly sha256: string;
  readonly text: string;
}

export type Standing = 'accepted' | 'grace' | 'missing';

const GRACE_MS = 30 * DAY_MS;

/** Givers and programmes are organisations. Who is paid is a person, or an organisation such as a fiscal host. */
export function isParty(terms: TermsName, party: 'person' | 'organisation'): boolean {
  return party === 'organisation' || terms === 'receiver';
}

/** The version that is asked for now: the last one that was published. */
export function currentVersion(versions: readonly TermsVersion[], now: Date): TermsVersion {
  const published = versions.filter(({ publishedAt }) => new Date(publishedAt) <= now);
  return published.at(-1) ?? versions[0]!;
}

/**
 * Whether somebody who accepted these versions may act. Who accepted an older one has 30 days from the day on which the
 * newer one was published.
 */
export function standingOf(versions: readonly TermsVersion[], accepted: readonly number[], now: Date): Standing {
  const current = currentVersion(versions, now);
  if (accepted.includes(current.version)) return 'accepted';
  const isInGrace = now < addMs(new Date(current.publishedAt), GRACE_MS);
  return isInGrace && accepted.some((version) => version < current.version) ? 'grace' : 'missing';
}
