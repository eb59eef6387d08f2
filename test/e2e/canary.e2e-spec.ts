import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditExport } from '#libs/audit';
import { MatrixRunner } from './authorisation/runner.js';
import type { PrincipalName } from './authorisation/world.js';
import { key } from '../support/given.js';

/** Stands in everything that the company says about what it ships, and nowhere else. */
const CANARY = 'zq7canary';
const OUTSIDERS: readonly PrincipalName[] = [
  'anonymous',
  'stranger',
  'rival',
  'maintainer',
  'reviewer',
  'officer',
  'rivalToken',
];

let runner: MatrixRunner;
let statuses: readonly string[];

beforeAll(async () => {
  runner = await MatrixRunner.open('trace');
  statuses = [
    await upload(JSON.stringify(sbom())),
    await upload(`{"bomFormat":"CycloneDX","specVersion":"${CANARY}"}`),
    await upload(`{"bomFormat":"CycloneDX","specVersion":"1.5","components":[{"name":"${CANARY}"`),
  ];
}, 120_000);
afterAll(() => runner.api.close());

function sbom(): object {
  const component = { type: 'library', name: CANARY, version: CANARY, purl: `pkg:npm/${CANARY}@1.0.0` };
  return { bomFormat: 'CycloneDX', specVersion: '1.5', components: [component] };
}

/** A product and a file for it, both with the canary in their names. @returns what became of the file */
async function upload(body: string): Promise<string> {
  const { api, world } = runner;
  const { organisation: organisationId } = world.ids;
  const { product } = await api.mutate<{ product: { id: string } }>(
    'createProduct',
    'CreateProductInput',
    'product { id }',
    { organisationId, name: `${CANARY} ${key()}` },
    world.people.member,
  );
  const input = { purpose: 'SBOM', productId: product.id, fileName: `${CANARY}.json`, idempotencyKey: key() };
  const made = await api.mutate<{ upload: { id: string }; url: string }>(
    'createUpload',
    'CreateUploadInput',
    'upload { id } url',
    input,
    world.people.member,
  );
  await fetch(made.url, { method: 'PUT', body });
  await api.settle();
  const text = 'query ($id: ID!) { upload(id: $id) { status fileName refusal { code message } } }';
  return JSON.stringify(await api.gql(text, { id: made.upload.id }, world.people.member));
}

describe('what one company ships', () => {
  it('is read, and is seen by the company itself', async () => {
    expect(statuses.map((answer) => /"status":"(\w+)"/.exec(answer)?.[1])).toEqual(['READY', 'REJECTED', 'REJECTED']);
    expect(statuses.every((answer) => answer.includes(CANARY))).toBe(true);
    expect(await runner.answer('Query.productsOf', 'member')).not.toContain('errors');
    const names = await runner.api.gql(
      'query ($id: ID!) { productsOf(organisationId: $id) { name } }',
      { id: runner.world.ids.organisation },
      runner.world.people.member,
    );
    expect(JSON.stringify(names)).toContain(CANARY);
  });

  it('is in no answer to anybody else, whatever they ask for', async () => {
    const seen: string[] = [];
    let answers = 0;
    const ask = async (coordinate: string, principal: (typeof OUTSIDERS)[number]): Promise<void> => {
      answers += 1;
      if ((await runner.answer(coordinate, principal)).includes(CANARY)) seen.push(`${coordinate} as ${principal}`);
    };
    for (const coordinate of runner.coordinates().filter((name) => !name.startsWith('Mutation.')))
      await Promise.all(OUTSIDERS.map((principal) => ask(coordinate, principal)));
    expect(answers).toBeGreaterThan(1_000);
    expect(seen).toEqual([]);
  }, 120_000);

  it('is in no log line, no label of a metric and no leaf of the published log', async () => {
    const { api } = runner;
    expect(api.lines.length).toBeGreaterThan(50);
    expect(JSON.stringify(api.lines)).not.toContain(CANARY);
    const metrics = await (await fetch(`${api.url}/metrics`)).text();
    expect(metrics).toContain('http');
    expect(metrics).not.toContain(CANARY);
    const exported: string[] = [];
    for await (const line of new AuditExport(api.database.dataSource).lines()) exported.push(line);
    expect(exported.length).toBeGreaterThan(50);
    expect(exported.join('\n')).not.toContain(CANARY);
  });

  it('is in no message between the parts of the house', async () => {
    const messages = await runner.api.database.asOwner<{ text: string }>(
      'SELECT message::text AS text FROM outbox_message AS message',
    );
    expect(messages.length).toBeGreaterThan(20);
    expect(messages.filter(({ text }) => text.includes(CANARY))).toEqual([]);
  });
});
