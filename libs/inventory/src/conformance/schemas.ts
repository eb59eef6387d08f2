import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { DocumentKind, NotCheckedReason } from './conformance.js';

/** The package is a collection of files for us; none of its code is loaded. */
const FOLDER = join(
  dirname(createRequire(import.meta.url).resolve('@cyclonedx/cyclonedx-library/package.json')),
  'res/schema',
);
const CYCLONEDX_VERSIONS = ['1.2', '1.3', '1.4', '1.5', '1.6', '1.7'];
/** What the schemas of CycloneDX refer to, by names beside their own. */
const REFERRED = ['spdx', 'jsf-0.82', 'cryptography-defs'];

export type JsonSchema = Readonly<Record<string, unknown>> & { readonly $id: string };

/** The name of the file of a document's schema, or why it is compared with none. */
export function schemaOf({ format, formatVersion }: DocumentKind): { readonly name: string } | NotCheckedReason {
  switch (format) {
    case 'cyclonedx-json':
      return CYCLONEDX_VERSIONS.includes(formatVersion) ? { name: `bom-${formatVersion}` } : 'NO_PUBLISHED_SCHEMA';
    case 'cyclonedx-xml':
      return 'XML';
    case 'spdx-json':
    case 'spdx-json-ld':
      return 'SCHEMA_NOT_INCLUDED';
    default:
      return 'NO_PUBLISHED_SCHEMA';
  }
}

export function schemaNamed(name: string): JsonSchema {
  return JSON.parse(readFileSync(join(FOLDER, `${name}.SNAPSHOT.schema.json`), 'utf8')) as JsonSchema;
}

/** By the addresses under which the package lets the other schemas refer to them. */
export function referredSchemas(): Map<string, JsonSchema> {
  const address = (name: string): string => `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`;
  return new Map(REFERRED.map((name) => [address(name), schemaNamed(name)]));
}
