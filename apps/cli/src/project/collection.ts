import {
  dayNumber,
  dayText,
  instant,
  namesNotIn,
  type ImportResult,
  type ImportWarning,
  type OnePerson,
  type ProjectEvent,
  type SnapshotPart,
} from '#libs/vetting';
import { sha256Hex } from '#platform/kernel';
import { basename } from 'node:path';
import { CliError } from '../cli-error.js';
import { messages } from '../terminal.js';
import { NEVER_COLLECTED, PARTLY_COLLECTED, blindSignals, type SourceName } from './coverage.js';

/** What is kept inside of the snapshot file; of larger parts only the digest is. */
const LARGEST_CONTENT = 8 * 1024 * 1024;
const QUIET_MS = 2_000;

/** What one archive has that its tag has not, and the other way round. */
export interface ComparedArchive {
  readonly archive: string;
  readonly tag: string;
  readonly unexplained: readonly string[];
  readonly missing: readonly string[];
}

export interface Collected {
  readonly source: SourceName;
  readonly name: string;
  readonly events: number;
}

/** Gathers what the importers give, the parts they were read from, and what was said on the way. */
export class Collection {
  readonly events: ProjectEvent[] = [];
  readonly warnings: ImportWarning[] = [];
  readonly parts: SnapshotPart[] = [];
  readonly collected: Collected[] = [];
  readonly archives: ComparedArchive[] = [];
  /** Names of one person, as somebody says. */
  readonly people: OnePerson[] = [];
  hasPrevious = false;
  #saidAt = performance.now();

  constructor(readonly takenAt: Date) {}

  get now(): number {
    return this.takenAt.getTime();
  }

  /** @throws CliError for what has not happened yet: a replay would refuse it */
  add(source: SourceName, name: string, { events, warnings, people = [] }: ImportResult): void {
    const late = events.find(({ at }) => at.from > this.now);
    if (late) {
      const date = dayText(dayNumber(late.at.from));
      throw new CliError('cli.project.inFuture', { source: late.source, date });
    }
    this.people.push(...people);
    for (const event of events) this.events.push(event);
    for (const warning of warnings) this.warnings.push(warning);
    this.collected.push({ source, name, events: events.length });
  }

  /** @param keep false for what people wrote: of that only the digest is kept */
  keep(kind: string, name: string, bytes: Buffer, keep = true): void {
    const content = keep && bytes.length <= LARGEST_CONTENT ? bytes.toString('base64') : null;
    this.keepDigest(kind, name, sha256Hex(bytes), bytes.length, content);
  }

  keepDigest(kind: string, name: string, digest: string, bytes: number, content: string | null = null): void {
    this.parts.push({ takenAt: this.takenAt.toISOString(), kind, name: basename(name), digest, bytes, content });
  }

  /** Signals that see nothing, by the options that would show them something. */
  get missing(): { readonly needed: string; readonly blind: readonly string[] }[] {
    const given = new Set(this.collected.map(({ source }) => source));
    if (this.hasPrevious) given.add('previous');
    return [...blindSignals(given)].map(([needed, blind]) => ({ needed, blind }));
  }

  /** Declared names that nothing in the collection has. */
  declare(people: readonly OnePerson[], source: string): void {
    for (const name of namesNotIn(people, this.events))
      this.warnings.push({ code: 'NAME_UNKNOWN', source: `${source} ${name}` });
    this.people.unshift(...people);
  }

  /** Facts that speak against what is about to be used: an archive that is not explained, a tag other than before. */
  get findings(): number {
    const moved = this.events.filter((event) => event.kind === 'tagMove' && event.isFloating !== true).length;
    const gone = this.warnings.filter(({ code }) => code === 'TAG_GONE').length;
    return this.archives.reduce((sum, { unexplained }) => sum + unexplained.length, moved + gone);
  }

  /** Where each kind of warning comes from. */
  get warningSources(): ReadonlyMap<string, readonly string[]> {
    const sources = new Map<string, string[]>();
    for (const { code, source } of this.warnings) {
      const known = sources.get(code);
      if (known) known.push(source);
      else sources.set(code, [source]);
    }
    return sources;
  }

  summary(): object {
    const { archives, collected, findings, missing, warnings } = this;
    return {
      takenAt: this.takenAt.toISOString(),
      collected,
      events: this.events.length,
      warnings,
      archives,
      findings,
      people: this.people,
      missing,
      partlyCollected: PARTLY_COLLECTED,
      neverCollected: NEVER_COLLECTED,
    };
  }

  /** A sign of life every two seconds, beside the output. */
  progress(what: 'commits' | 'messages', count: number): void {
    if (performance.now() - this.#saidAt < QUIET_MS) return;
    this.#saidAt = performance.now();
    process.stderr.write(`${messages.text(`cli.project.progress.${what}`, { count })}\n`);
  }
}

export const nowOf = ({ now }: Collection) => instant(now);
