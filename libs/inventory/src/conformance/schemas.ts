import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { DocumentKind, NotCheckedReason } from './conformance.js';

/** The package is a collection of files for us; none of its code is loaded. */
const FOLDER = join(
  dirname(createRequire(import.meta.url).resolve('@cyclonedx/cyclonedx-library/package.json')),
  'res/schema',
);
const CYCLONEDX_VERSIONS = ['1.2', '1.3', '1.4', '1.5', '1.6', '1.7'];
/** SPDX as JSON and as JSON-LD; later corrections of a version have its schema too. */
const SPDX_VERSION = /^(2\.[23]|3\.0)(?:\.\d+)?$/;
/** What the schemas of CycloneDX refer to, by names beside their own. */
const REFERRED = ['spdx', 'jsf-0.82', 'cryptography-defs'];

export type JsonSchema = Readonly<Record<string, unknown>> & { readonly $id?: string; readonly $schema?: string };

/** The file of a schema. */
export interface SchemaFile {
  readonly path: string;
  /** Whether somebody else put it there than we: it may be anything. */
  readonly isForeign: boolean;
}

/**
 * The file of a document's schema, or why it is compared with none.
 * @param spdxSchemas folder in which the operator has put those of SPDX, as `spdx-2.3.schema.json`; null when there is none
 */
export function schemaOf(
  { format, formatVersion }: DocumentKind,
  spdxSchemas: string | null,
): SchemaFile | NotCheckedReason {
  switch (format) {
    case 'cyclonedx-json':
      return CYCLONEDX_VERSIONS.includes(formatVersion) ? ofCycloneDx(`bom-${formatVersion}`) : 'NO_PUBLISHED_SCHEMA';
    case 'cyclonedx-xml':
      return 'XML';
    case 'spdx-json':
    case 'spdx-json-ld':
      return ofSpdx(formatVersion, spdxSchemas) ?? 'SCHEMA_NOT_INCLUDED';
    default:
      return 'NO_PUBLISHED_SCHEMA';
  }
}

function ofCycloneDx(name: string): SchemaFile {
  return { path: join(FOLDER, `${name}.SNAPSHOT.schema.json`), isForeign: false };
}

function ofSpdx(formatVersion: string, folder: string | null): SchemaFile | null {
  const version = SPDX_VERSION.exec(formatVersion)?.[1];
  if (folder === null || version === undefined) return null;
  const path = join(folder, `spdx-${version}.schema.json`);
  return existsSync(path) ? { path, isForeign: true } : null;
}

export function readSchema({ path }: SchemaFile): JsonSchema {
  return JSON.parse(readFileSync(path, 'utf8')) as JsonSchema;
}

/** By the addresses under which the package lets the other schemas refer to them. */
export function referredSchemas(): Map<string, JsonSchema> {
  const address = (name: string): string => `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`;
  return new Map(REFERRED.map((name) => [address(name), readSchema(ofCycloneDx(name))]));
}
