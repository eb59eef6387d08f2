/**
 * Files that want to do harm.
 *
 *   MAINSTAY_LONG=1  measures the memory of every one (the default suite: of those that are large or deep)
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DomainError } from '#platform/kernel';
import { readUpload } from '../src/bundle/read-upload.js';
import { DEFAULT_DOCUMENT_LIMITS } from '../src/document-limits.js';
import { HOSTILE_SAMPLES } from './hostile-samples.js';

const run = promisify(execFile);
const READER = join(import.meta.dirname, 'read-in-a-process.mjs');
const LIMIT_KB = 80 * 1024;
/** Far more than any takes; a machine under load must not fail the suite. */
const HANG_MS = 20_000;

/** What can be answered to an upload, each with the rule's own row. */
const CODES = [
  'EMPTY_FILE',
  'TOO_LARGE',
  'UNSUPPORTED_ENCODING',
  'MALFORMED_JSON',
  'MALFORMED_XML',
  'MALFORMED_YAML',
  'MALFORMED_TOML',
  'UNKNOWN_FORMAT',
  'UNSUPPORTED_SPEC_VERSION',
  'SCHEMA_INVALID',
  'XML_DTD_FORBIDDEN',
  'YAML_ALIAS_FORBIDDEN',
  'TOO_DEEP',
  'TOO_MANY_COMPONENTS',
  'TOO_MANY_EDGES',
  'MERGE_CONFLICT_MARKERS',
];
const WARNINGS = [
  'INVALID_PURL',
  'DUPLICATE_BOM_REF',
  'DUPLICATE_SPDXID',
  'DANGLING_REF',
  'NON_STRING_VERSION',
  'LINK_LOOP',
  'BAD_LINE',
  'ROOT_INFERRED',
  'DEPTH_UNKNOWN',
  'SKIPPED_INCLUDE',
  'NON_REGISTRY_SOURCE',
];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mainstay-hostile-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Outcome {
  readonly refusal: string | null;
  readonly warnings: readonly string[];
}

/** A process for each takes a while: the default suite looks at those that are large or deep. */
const inProcesses = HOSTILE_SAMPLES.filter(
  ({ refusal, name }) =>
    process.env.MAINSTAY_LONG === '1' ||
    ['TOO_LARGE', 'TOO_DEEP'].includes(refusal ?? '') ||
    /million|sixty|chain/.test(name),
);

describe('a hostile file', () => {
  it('is there for every answer and every warning', () => {
    expect(HOSTILE_SAMPLES.length).toBeGreaterThanOrEqual(60);
    expect(CODES.filter((code) => !HOSTILE_SAMPLES.some(({ refusal }) => refusal === code))).toEqual([]);
    expect(WARNINGS.filter((code) => !HOSTILE_SAMPLES.some(({ warnings }) => warnings?.includes(code)))).toEqual([]);
  });

  it.each(HOSTILE_SAMPLES)('is answered as it should be: $name', ({ bytes, refusal, warnings = [], limits = {} }) => {
    const outcome = outcomeOf(bytes(), limits);
    expect(outcome).toMatchObject({ refusal, warnings: expect.arrayContaining([...warnings]) });
  });

  it.each(inProcesses.map((sample, index) => ({ ...sample, index })))(
    'does not take more memory than it may, in a process of its own: $name',
    async ({ bytes, refusal, limits = {}, index }) => {
      const file = join(folder, String(index));
      await writeFile(file, bytes());
      const { stdout } = await run(process.execPath, [READER, file, JSON.stringify(limits)], { timeout: HANG_MS });
      const outcome = JSON.parse(stdout) as Outcome & { readonly grownKb: number };
      expect(outcome.refusal).toBe(refusal);
      expect(outcome.grownKb).toBeLessThan(LIMIT_KB);
    },
    2 * HANG_MS,
  );
});

function outcomeOf(bytes: Uint8Array, limits: Readonly<Record<string, number>>): Outcome {
  try {
    const { warnings } = readUpload('upload', bytes, { limits: { ...DEFAULT_DOCUMENT_LIMITS, ...limits } });
    return { refusal: null, warnings: [...warnings.counts.keys()] };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { refusal: error.code, warnings: [] };
  }
}
