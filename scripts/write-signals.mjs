/**
 * Writes docs/vetting/signals.md from the compiled rules and policy.
 * Usage: npm run build && node scripts/write-signals.mjs
 */
import { writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { renderSignals } from './lib/render-signals.mjs';

const { POLICY_2026_1, SIGNALS_LEFT_OUT, SIGNAL_RULES } = await import('../dist/libs/vetting/src/index.js');
const page = new URL('../docs/vetting/signals.md', import.meta.url).pathname;
const text = renderSignals(SIGNAL_RULES, SIGNALS_LEFT_OUT, POLICY_2026_1);
await writeFile(page, await format(text, { ...(await resolveConfig(page)), parser: 'markdown' }));
