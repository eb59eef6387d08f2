import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { hasSamples, sample } from './samples.mjs';

const PACKAGES = 100_000;

/** A catalogue of 100,000 packages, those of the sample lockfile among them, each of a project of its own. */
export async function fillCatalogue(root, client) {
  const keys = hasSamples() ? await keysOf(root, 'vendure.package-lock.json') : [];
  for (let n = keys.length; n < PACKAGES; n += 1) keys.push(`npm/catalogued-${n}`);
  await client.query(
    `WITH known AS (SELECT key, gen_random_uuid() AS project_id FROM unnest($1::text[]) AS key),
          made AS (INSERT INTO project (id, name, repository_url, created_at)
                   SELECT project_id, key, 'https://github.com/bench/' || project_id, now() FROM known)
     INSERT INTO package (purl_key, project_id, confidence, source) SELECT key, project_id, 90, 'bench' FROM known`,
    [keys],
  );
  await client.query('ANALYZE');
}

async function keysOf(root, file) {
  const { readDocument } = await import(
    pathToFileURL(join(root, 'dist/libs/inventory/src/readers/read-document.js')).href
  );
  const { components } = readDocument(sample(file));
  return [...new Set(components.flatMap(({ identity }) => identity?.packageKey ?? []))];
}
