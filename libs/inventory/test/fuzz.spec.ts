/**
 * Mutated real files: whatever is done to them, the answer is a result or a refusal with a code. The files lie outside of
 * the project; where they are absent the suite says so.
 *
 *   MAINSTAY_LONG=1  tries 20,000 inputs (the default suite: 10 of each file)
 *   MAINSTAY_SEED    chooses others
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '#platform/kernel';
import { readUpload } from '../src/bundle/read-upload.js';
import { inspectUpload } from '../src/inspection.js';
import { inventoryRows } from '../src/reading/inventory-rows.js';

const SBOMS = join(process.cwd(), '../shared/data/sboms');
const FILES = existsSync(SBOMS)
  ? readdirSync(SBOMS).filter((name) => !/^(?:SOURCES\.md|expected\.json)$/.test(name))
  : [];
if (FILES.length === 0) process.stdout.write(`SKIPPED: no real files at ${SBOMS}, so none was mutated.\n`);
const describeReal = FILES.length === 0 ? describe.skip : describe;

const IS_LONG = process.env.MAINSTAY_LONG === '1';
const RUNS = IS_LONG ? Math.ceil(20_000 / Math.max(1, FILES.length)) : 10;
const SEED = process.env.MAINSTAY_SEED === undefined ? {} : { seed: Number(process.env.MAINSTAY_SEED) };
/** What means something in one of the formats, put where it does not belong. */
const TOKENS = [
  '{',
  '}',
  '[',
  ']',
  '"',
  "'",
  ':',
  ',',
  '\n',
  '\t',
  '<',
  '>',
  '/>',
  '&x;',
  '<!DOCTYPE a>',
  '*a',
  '&a ',
  '---\n',
  '__proto__',
  '\0',
  '\ud800',
  '1e999',
  'null',
  '(',
  '@',
  '#',
  '=',
  '%zz',
  'pkg:',
  ' '.repeat(5_000),
  'a'.repeat(5_000),
];

interface Mutation {
  readonly kind: 'remove' | 'repeat' | 'insert' | 'replace' | 'cut';
  /** Where, and how much, as shares of the text. */
  readonly at: number;
  readonly length: number;
  readonly token: string;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom('remove', 'repeat', 'insert', 'replace', 'cut'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 1, max: 2_000 }),
  token: fc.oneof(fc.constantFrom(...TOKENS), fc.string()),
});

function mutated(text: string, { kind, at, length, token }: Mutation): string {
  const start = Math.floor(at * text.length);
  const [before, after] = [text.slice(0, start), text.slice(start)];
  if (kind === 'remove') return before + after.slice(length);
  if (kind === 'repeat') return before + after.slice(0, length) + after;
  if (kind === 'insert') return before + token + after;
  if (kind === 'replace') return before + token + after.slice(token.length);
  return before;
}

/** Reads as an upload is read, up to what would be stored; true unless it is refused. */
function isRead(name: string, text: string): boolean {
  try {
    const upload = readUpload(name, Buffer.from(text));
    inspectUpload(upload);
    inventoryRows(upload, { linkOf: () => null, repositoryOf: () => null });
    return true;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}

describeReal('a real file that somebody changed', () => {
  it.each(FILES)(
    'is read or refused, and nothing else: %s',
    (name) => {
      const text = readFileSync(join(SBOMS, name), 'utf8');
      expect(isRead(name, text)).toBe(true);
      fc.assert(
        fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
          isRead(name, mutations.reduce(mutated, text));
        }),
        { numRuns: RUNS, ...SEED },
      );
    },
    IS_LONG ? 3_600_000 : 120_000,
  );
});
