import type { ManifestChannel } from './funding-manifest.js';
import { CUSTOM, PLATFORM_KEYS, entryOf, mostValues, nameAt, pageOfChannel } from './platforms.js';

/** A name that YAML reads as a text without quotes, whatever its schema. */
const PLAIN = /^(?!(?:null|true|false|yes|no|on|off|y|n)$)[a-z][\w-]*$/i;

export interface WrittenChannels {
  readonly text: string;
  /** Channels that the format cannot say, or has no room for. */
  readonly leftOut: number;
}

/** FUNDING.yml: each key once, in the order of the template. What is one too many for its key goes to `custom`. */
export function fundingYmlOf(channels: readonly ManifestChannel[]): WrittenChannels {
  const values = new Map<string, string[]>(PLATFORM_KEYS.map((key) => [key, []]));
  const extra: string[] = [];
  let leftOut = 0;
  for (const { type, address } of channels) {
    const page = pageOfChannel(type, address);
    if (page === null || address === null) {
      leftOut += 1;
      continue;
    }
    const { key, value } = entryFor(type, address, page);
    const row = values.get(key)!;
    if (row.includes(value)) continue;
    if (key === CUSTOM || row.length === mostValues(key)) extra.push(page);
    else row.push(value);
  }
  const custom = [...new Set(extra)];
  values.set(CUSTOM, custom.slice(0, mostValues(CUSTOM)));
  leftOut += Math.max(0, custom.length - mostValues(CUSTOM));
  const lines = [...values].filter(([, row]) => row.length > 0).map(([key, row]) => `${key}: ${scalarOrList(row)}\n`);
  return { text: lines.join(''), leftOut };
}

/** A channel of FUNDING.yml stays under its key; an address of another file is looked up among the platforms. */
function entryFor(type: string, address: string, page: string): { readonly key: string; readonly value: string } {
  if (type === CUSTOM) return { key: CUSTOM, value: page };
  if (PLATFORM_KEYS.includes(type) && page !== address) return { key: type, value: nameAt(type, address) ?? address };
  return entryOf(page);
}

function scalarOrList(values: readonly string[]): string {
  const scalars = values.map((value) => (PLAIN.test(value) ? value : JSON.stringify(value)));
  return scalars.length === 1 ? scalars[0]! : `[${scalars.join(', ')}]`;
}
