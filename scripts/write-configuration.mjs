/**
 * Writes docs/configuration.md from the variables that the compiled configuration declares.
 * Usage: npm run build && node scripts/write-configuration.mjs
 */
import { writeFile } from 'node:fs/promises';
import { configurationTable } from '../dist/libs/platform/config/src/index.js';

const HEADING = `# Configuration

Every process reads these environment variables once, at start, and names all that are wrong. An empty value counts as
none. In production the defaults of local trials are refused. This page is generated: change
\`libs/platform/config/src/variables.ts\`, then run \`npm run build && node scripts/write-configuration.mjs\`.
`;

await writeFile(new URL('../docs/configuration.md', import.meta.url), `${HEADING}\n${configurationTable()}\n`);
