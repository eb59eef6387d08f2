import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId, type Id } from '#platform/kernel';
import { signedReport } from '../../libs/statements/src/reports/compliance-json.js';
import { periodOf } from '../../libs/statements/src/period.rules.js';
import { CommandLine } from '../support/command-line.js';
import { signer } from '../support/planted-log.js';

const key = signer();
let folder: string;
let text: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mainstay-report-'));
  const pieces: string[] = [];
  const report = {
    organisationId: newId<'org'>(),
    productId: newId<'prd'>(),
    productName: 'Product ,"sha256":" of a hostile name',
    period: periodOf('2026-01-01', '2026-02-01'),
    generatedAt: new Date('2026-02-03T04:05:06.000Z'),
    inventory: null,
    projects: [],
  };
  for await (const piece of signedReport(report, components(), key)) pieces.push(piece);
  text = pieces.join('');
});
afterAll(() => rm(folder, { recursive: true }));

async function* components() {
  for (const name of ['left', 'right'])
    yield await Promise.resolve([
      {
        name,
        version: null,
        packageUrl: null,
        depth: 1,
        scope: 'runtime' as const,
        projectId: null as Id<'prj'> | null,
      },
    ]);
}

async function verify(content: string, verifier: string): Promise<{ status: unknown; lines: readonly string[] }> {
  const path = join(folder, 'report.json');
  await writeFile(path, content);
  const { status, lines } = await new CommandLine(['report', 'verify', path, '--key', verifier]).ends();
  return { status, lines };
}

it('is verified by the command with nothing but the file and a key', async () => {
  const { status, lines } = await verify(text, key.verifier);
  expect(status).toBe(0);
  expect(lines.join('\n')).toMatch(new RegExp(`The report is as ${key.name} signed it\\. Its SHA-256 is [0-9a-f]{64}`));
});

it.each([
  ['was changed', () => text.replace('"left"', '"lift"'), key.verifier, /it was changed/],
  ['another key signed', () => text, signer().verifier, /no known key signed it/],
  ['has no sound key to be checked with', () => text, 'nonsense', /not an Ed25519 verifier key/],
])('is refused when it %s', async (_case, content, verifier, message) => {
  const { status, lines } = await verify(content(), verifier);
  expect([status, lines.join('\n')]).toEqual([1, expect.stringMatching(message)]);
});
