import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readUpload } from '../bundle/read-upload.js';
import { notChecked, type Conformance, type DocumentKind } from './conformance.js';
import { checkAgainstSchema } from './schema-check.js';
import { readSchema, referredSchemas, schemaOf, type SchemaFile } from './schemas.js';

const SBOMS = resolve(import.meta.dirname, '../../../../../shared/data/sboms');
const VERSIONS = ['1.2', '1.3', '1.4', '1.5', '1.6', '1.7'];
/** The first two were corrected after they had been published. */
const idOf = (version: string): string =>
  `http://cyclonedx.org/schema/bom-${{ '1.2': '1.2b', '1.3': '1.3a' }[version] ?? version}.schema.json`;

function compare(kind: DocumentKind, json: unknown, spdxSchemas: string | null = null): Conformance {
  const schema = schemaOf(kind, spdxSchemas);
  return typeof schema === 'string' ? notChecked(schema) : checkAgainstSchema(schema, json);
}

function check(bom: object, formatVersion = '1.6'): Conformance {
  return compare({ format: 'cyclonedx-json', formatVersion }, bom);
}

const bom = (specVersion: string, more: object = {}): object => ({
  bomFormat: 'CycloneDX',
  specVersion,
  version: 1,
  components: [{ type: 'library', name: 'left', version: '1.0.0', purl: 'pkg:npm/left@1.0.0' }],
  ...more,
});

describe('a BOM', () => {
  it.each(VERSIONS)('of version %s is compared with the schema of that version', (version) => {
    expect(check(bom(version), version)).toEqual({ result: 'YES', schema: idOf(version) });
    const { components, ...wrong } = bom(version) as { components: unknown };
    expect(check({ ...wrong, components: [{ name: 'no type' }], more: components }, version)).toMatchObject({
      result: 'NO',
      schema: idOf(version),
      errors: expect.arrayContaining([{ pointer: '/components/0', message: "must have required property 'type'" }]),
    });
  });

  it('that breaks rules of each kind is told where, and what is permitted', () => {
    const wrong = check(
      bom('1.6', {
        serialNumber: 'urn:uuid:nonsense',
        surprise: true,
        metadata: { timestamp: 'yesterday', component: { type: 'libary', name: 'app' } },
        dependencies: [{ ref: 'app', dependsOn: ['a', 'a'] }],
      }),
    );
    expect(wrong).toMatchObject({ result: 'NO', errorCount: 5 });
    const { errors } = wrong as Extract<Conformance, { result: 'NO' }>;
    expect(Object.fromEntries(errors.map(({ pointer, message }) => [pointer, message]))).toEqual({
      '': 'must NOT have additional properties: surprise',
      '/serialNumber': expect.stringContaining('must match pattern'),
      '/metadata/timestamp': 'must match format "date-time"',
      '/metadata/component/type': expect.stringMatching(/^must be equal to one of the allowed values: application, /),
      '/dependencies/0/dependsOn': 'must not have the same item twice',
    });
  });

  it('with thirty errors shows twenty and counts thirty', () => {
    const components = Array.from({ length: 30 }, (_, index) => ({ type: 'library', name: index }));
    const wrong = check(bom('1.6', { components }));
    expect(wrong).toMatchObject({ result: 'NO', errorCount: 30 });
    const { errors } = wrong as Extract<Conformance, { result: 'NO' }>;
    expect(errors.map(({ pointer }) => pointer)).toEqual(
      Array.from({ length: 20 }, (_, index) => `/components/${String(index)}/name`),
    );
  });

  it('with endless names and what cannot be stored leaves short texts', () => {
    const wrong = check(
      bom('1.6', { ['x'.repeat(100_000)]: 1, 'a\0b': 1, metadata: { ['y'.repeat(9_999)]: { z: 1 } } }),
    );
    const { errors } = wrong as Extract<Conformance, { result: 'NO' }>;
    for (const { pointer, message } of errors) expect(`${pointer}${message}`).not.toMatch(/\0|.{601}/);
    expect(errors.map(({ message }) => message)).toContain('must NOT have additional properties: a\ufffdb');
  });

  it('may have what no version of a format is', () => {
    expect(check(bom('9.9'), '9.9')).toEqual({ result: 'NOT_CHECKED', reason: 'NO_PUBLISHED_SCHEMA' });
  });
});

describe('an SPDX document', () => {
  const document = (more: object = {}): object => ({ spdxVersion: 'SPDX-2.3', name: 'app', ...more });
  const schema = (dialect: string, more: object): string =>
    JSON.stringify({
      $schema: `https://json-schema.org/draft/${dialect}/schema`,
      $id: `https://spdx.example/${dialect}`,
      type: 'object',
      required: ['name'],
      properties: { name: { type: 'string' }, spdxVersion: { type: 'string' }, ids: { type: 'array' } },
      ...more,
    });
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'mainstay-spdx-'));
    // A word of each dialect that the one before does not know.
    writeFileSync(join(folder, 'spdx-2.3.schema.json'), schema('2019-09', { unevaluatedProperties: false }));
    const ids = { type: 'array', prefixItems: [{ type: 'string' }] };
    writeFileSync(join(folder, 'spdx-3.0.schema.json'), schema('2020-12', { properties: { ids } }));
    writeFileSync(join(folder, 'spdx-2.2.schema.json'), '{"type": "nonsense"}');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is compared with the schema that the operator has put there, in the dialect of that schema', () => {
    const kind = { format: 'spdx-json', formatVersion: '2.3' };
    expect(compare(kind, document(), folder)).toEqual({ result: 'YES', schema: 'https://spdx.example/2019-09' });
    expect(compare(kind, document({ surprise: 1 }), folder)).toMatchObject({
      result: 'NO',
      errors: [{ pointer: '', message: 'must NOT have unevaluated properties: surprise' }],
    });
    const later = { format: 'spdx-json-ld', formatVersion: '3.0.1' };
    expect(compare(later, document({ ids: ['a'] }), folder)).toMatchObject({ result: 'YES' });
    expect(compare(later, document({ ids: [1] }), folder)).toMatchObject({
      result: 'NO',
      errors: [{ pointer: '/ids/0' }],
    });
  });

  it('is the one inside of an export of GitHub', () => {
    const kind = { format: 'spdx-json', formatVersion: '2.3' };
    expect(compare(kind, { sbom: document(), more: 1 }, folder)).toMatchObject({ result: 'YES' });
    expect(compare(kind, { sbom: document({ name: 1 }) }, folder)).toMatchObject({
      result: 'NO',
      errors: [{ pointer: '/sbom/name', message: 'must be string' }],
    });
  });

  it('is not compared with what is no schema, nor without one', () => {
    const kind = { format: 'spdx-json', formatVersion: '2.2' };
    expect(compare(kind, document(), folder)).toEqual({ result: 'NOT_CHECKED', reason: 'SCHEMA_UNUSABLE' });
    expect(compare(kind, document())).toEqual({ result: 'NOT_CHECKED', reason: 'SCHEMA_NOT_INCLUDED' });
    const unknown = { format: 'spdx-json-ld', formatVersion: '3.9' };
    expect(compare(unknown, document(), folder)).toEqual({ result: 'NOT_CHECKED', reason: 'SCHEMA_NOT_INCLUDED' });
  });
});

it('knows every format that a schema names, since an unknown one would not be looked at', () => {
  const named = new Set<string>();
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { format } = value as { format?: unknown };
    if (typeof format === 'string') named.add(format);
    Object.values(value).forEach(collect);
  };
  [
    ...VERSIONS.map((formatVersion) =>
      readSchema(schemaOf({ format: 'cyclonedx-json', formatVersion }, null) as SchemaFile),
    ),
    ...referredSchemas().values(),
  ].forEach(collect);
  expect([...named].filter((format) => !(format in fullFormats)).sort()).toEqual(['idn-email', 'iri-reference']);
});

const describeReal = existsSync(SBOMS) ? describe : describe.skip;
if (!existsSync(SBOMS)) console.warn(`skipped: real documents are not at ${SBOMS}`);

describeReal('a real document', () => {
  const OUTCOMES: Readonly<Record<string, string>> = {
    'cdx14-juice-shop.cdx.json': `YES ${idOf('1.4')}`,
    'cdx16-opencollective-api.cdx.json': `YES ${idOf('1.6')}`,
    'cdx14-laravel.cdx.xml': 'NOT_CHECKED XML',
    'spdx22-kube-apiserver-1.25.2.spdx.json': 'NOT_CHECKED SCHEMA_NOT_INCLUDED',
    'spdx23-examplemaven.spdx.json': 'NOT_CHECKED SCHEMA_NOT_INCLUDED',
    'spdx23-flink-dashboard.spdx.json': 'NOT_CHECKED SCHEMA_NOT_INCLUDED',
    'spdx30-appbomination.spdx3.json': 'NOT_CHECKED SCHEMA_NOT_INCLUDED',
  };

  it.each(existsSync(SBOMS) ? readdirSync(SBOMS).filter((name) => !/^(?:SOURCES|expected)/.test(name)) : [])(
    'has the outcome that was counted: %s',
    (name) => {
      const [{ graph, bytes }] = readUpload(name, readFileSync(join(SBOMS, name))).documents as never as [
        { graph: { format: { name: string; version: string } }; bytes: Uint8Array },
      ];
      const kind = { format: graph.format.name, formatVersion: graph.format.version };
      const json: unknown = name.endsWith('.json') ? JSON.parse(Buffer.from(bytes).toString()) : undefined;
      const outcome = compare(kind, json);
      const said = outcome.result === 'NOT_CHECKED' ? outcome.reason : outcome.schema;
      expect(`${outcome.result} ${said}`).toBe(OUTCOMES[name] ?? 'NOT_CHECKED NO_PUBLISHED_SCHEMA');
    },
  );
});
