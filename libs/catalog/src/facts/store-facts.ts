import type { Tx } from '#platform/database';
import { newId } from '#platform/kernel';
import { CONFIRMED, GUESSED, type AliasFact, type ProjectFacts, type SignalFact } from './catalogue-facts.js';
import { subjectOf } from './signals.js';

export interface StoredFacts {
  readonly projects: number;
  readonly packages: number;
  readonly signals: number;
}

interface Origin {
  readonly source: string;
  readonly isDemo: boolean;
}

/** Keeps facts with four statements, whatever their number: projects, packages, and the signals of both. */
export async function storeFacts(tx: Tx, facts: readonly ProjectFacts[], origin: Origin): Promise<StoredFacts> {
  if (facts.length === 0) return { projects: 0, packages: 0, signals: 0 };
  const projects = await storeProjects(tx, facts, origin);
  const packages = await storePackages(tx, facts, origin.source);
  const ofProjects = await storeProjectSignals(tx, facts, origin.source);
  const ofPackages = await storePackageSignals(tx, facts, origin.source);
  return { projects, packages, signals: ofProjects + ofPackages };
}

/** What is known of a repository is completed, never replaced: a list may know less than what is there. */
async function storeProjects(tx: Tx, facts: readonly ProjectFacts[], { isDemo }: Origin): Promise<number> {
  return rowsOf(
    tx,
    `INSERT INTO project AS known (id, name, repository_url, language, licence, homepage_url, is_demo, created_at)
     SELECT DISTINCT ON (url) id, name, url, language, licence, homepage, $7, $8::timestamptz
       FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) WITH ORDINALITY AS entry (id, name, url, language, licence, homepage, place)
      ORDER BY url, place
     ON CONFLICT ON CONSTRAINT project_repository DO UPDATE
        SET language = COALESCE(known.language, excluded.language), licence = COALESCE(known.licence, excluded.licence),
            homepage_url = COALESCE(known.homepage_url, excluded.homepage_url)
      WHERE (known.language IS NULL AND excluded.language IS NOT NULL) OR (known.licence IS NULL AND excluded.licence IS NOT NULL)
         OR (known.homepage_url IS NULL AND excluded.homepage_url IS NOT NULL)
     RETURNING (xmax = 0) AS is_new`,
    [
      facts.map(() => newId<'prj'>()),
      facts.map(({ name, repositoryUrl }) => (name ?? nameOf(repositoryUrl)).slice(0, 200)),
      facts.map(({ repositoryUrl }) => repositoryUrl),
      facts.map(({ language }) => language ?? null),
      facts.map(({ licence }) => licence ?? null),
      facts.map(({ homepageUrl }) => homepageUrl ?? null),
      isDemo,
      tx.now.toISOString(),
    ],
  );
}

/**
 * A package stays where it leads to, unless what is said now is more certain. A list that leads it to two repositories, as
 * to one before and after a move, has guessed.
 */
async function storePackages(tx: Tx, facts: readonly ProjectFacts[], source: string): Promise<number> {
  const entries = facts.flatMap(({ repositoryUrl, packages }) =>
    packages.map(({ key, confidence }) => ({ key, repositoryUrl, confidence })),
  );
  return rowsOf(
    tx,
    `INSERT INTO package AS known (purl_key, project_id, confidence, source)
     SELECT DISTINCT ON (entry.key) entry.key, project.id,
            CASE WHEN min(entry.url) OVER same_key < max(entry.url) OVER same_key THEN LEAST(entry.confidence, $5) ELSE entry.confidence END, $4
       FROM unnest($1::text[], $2::text[], $3::int[]) WITH ORDINALITY AS entry (key, url, confidence, place)
       JOIN project ON project.repository_url = entry.url
     WINDOW same_key AS (PARTITION BY entry.key)
      ORDER BY entry.key, entry.confidence DESC, entry.place
     ON CONFLICT ON CONSTRAINT package_pk DO UPDATE
        SET project_id = excluded.project_id, confidence = excluded.confidence, source = excluded.source
      WHERE known.confidence < excluded.confidence
        AND NOT EXISTS (SELECT 1 FROM package_link WHERE package_link.purl_key = known.purl_key AND package_link.confidence = $6)
     RETURNING (xmax = 0) AS is_new`,
    [
      entries.map(({ key }) => key),
      entries.map(({ repositoryUrl }) => repositoryUrl),
      entries.map(({ confidence }) => confidence),
      source,
      GUESSED,
      CONFIRMED,
    ],
  );
}

function storeProjectSignals(tx: Tx, facts: readonly ProjectFacts[], source: string): Promise<number> {
  const entries = facts.flatMap(({ repositoryUrl, signals }) =>
    signals.map((signal) => ({ subject: repositoryUrl, signal })),
  );
  return storeSignals(
    tx,
    `INSERT INTO project_signal AS known (project_id, signal, value, source, observed_at)
     SELECT DISTINCT ON (project.id, entry.signal) project.id, entry.signal, entry.value, $5, entry.observed_at
       FROM ${SIGNAL_ENTRIES} JOIN project ON project.repository_url = entry.subject
      ORDER BY project.id, entry.signal, entry.observed_at DESC, entry.place
     ON CONFLICT ON CONSTRAINT project_signal_pk DO UPDATE ${NEWER}`,
    { entries, source },
  );
}

function storePackageSignals(tx: Tx, facts: readonly ProjectFacts[], source: string): Promise<number> {
  const entries = facts.flatMap(({ packages }) =>
    packages.flatMap(({ key, signals }) =>
      signals.filter(({ signal }) => subjectOf(signal) === 'package').map((signal) => ({ subject: key, signal })),
    ),
  );
  return storeSignals(
    tx,
    `INSERT INTO package_signal AS known (purl_key, signal, value, source, observed_at)
     SELECT DISTINCT ON (package.purl_key, entry.signal) package.purl_key, entry.signal, entry.value, $5, entry.observed_at
       FROM ${SIGNAL_ENTRIES} JOIN package ON package.purl_key = entry.subject
      ORDER BY package.purl_key, entry.signal, entry.observed_at DESC, entry.place
     ON CONFLICT ON CONSTRAINT package_signal_pk DO UPDATE ${NEWER}`,
    { entries, source },
  );
}

const SIGNAL_ENTRIES =
  'unnest($1::text[], $2::text[], $3::float8[], $4::timestamptz[]) WITH ORDINALITY AS entry (subject, signal, value, observed_at, place)';
const NEWER = `SET value = excluded.value, source = excluded.source, observed_at = excluded.observed_at
      WHERE known.observed_at <= excluded.observed_at
        AND (known.value, known.source, known.observed_at) IS DISTINCT FROM (excluded.value, excluded.source, excluded.observed_at)`;

async function storeSignals(
  tx: Tx,
  statement: string,
  {
    entries,
    source,
  }: { readonly entries: readonly { subject: string; signal: SignalFact }[]; readonly source: string },
): Promise<number> {
  if (entries.length === 0) return 0;
  const rows = await tx.manager.query<unknown[]>(`${statement} RETURNING 1`, [
    entries.map(({ subject }) => subject),
    entries.map(({ signal }) => signal.signal),
    entries.map(({ signal }) => signal.value),
    entries.map(({ signal }) => signal.observedAt.toISOString()),
    source,
  ]);
  return rows.length;
}

/** @returns how many are new; an alias that is known leads to where the newest list says */
export async function storeAliases(tx: Tx, aliases: readonly AliasFact[], source: string): Promise<number> {
  if (aliases.length === 0) return 0;
  return rowsOf(
    tx,
    `INSERT INTO package_alias (alias_key, purl_key, source)
     SELECT DISTINCT ON (alias) alias, key, $3 FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS entry (alias, key, place) ORDER BY alias, place
     ON CONFLICT ON CONSTRAINT package_alias_pk DO UPDATE SET purl_key = excluded.purl_key, source = excluded.source
     RETURNING (xmax = 0) AS is_new`,
    [aliases.map(({ aliasKey }) => aliasKey), aliases.map(({ key }) => key), source],
  );
}

async function rowsOf(tx: Tx, statement: string, parameters: readonly unknown[]): Promise<number> {
  const rows = await tx.manager.query<{ is_new: boolean }[]>(statement, [...parameters]);
  return rows.filter(({ is_new }) => is_new).length;
}

/** `owner/name`, as hosts show a repository. */
function nameOf(repositoryUrl: string): string {
  return new URL(repositoryUrl).pathname.slice(1);
}
