import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../root.js';
import { print } from '../terminal.js';

/** The schema as it is committed; a test keeps it equal to what the API serves. */
export async function printSchema(): Promise<void> {
  print(await readFile(join(ROOT, 'schema.graphql'), 'utf8'));
}
