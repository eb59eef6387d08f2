import { messages, plain, print, say } from '../terminal.js';
import { RefusedByServer, type MainstayClient } from './mainstay-client.js';
import type { UploadState } from './upload-session.js';

export interface UploadedInventory {
  readonly id: string;
  readonly componentCount: number;
  readonly packageCount: number;
  readonly edgeCount: number;
  readonly directCount: number;
  readonly resolvedCount: number;
  readonly maxDepth: number | null;
  readonly warnings: readonly { readonly code: string; readonly count: number; readonly first: string | null }[];
  readonly documents: readonly {
    readonly path: string;
    readonly format: string;
    readonly formatVersion: string;
    readonly entryCount: number;
    readonly directCount: number | null;
  }[];
}

const INVENTORY = `query ($id: ID!) { upload(id: $id) { inventory {
  id componentCount packageCount edgeCount directCount resolvedCount maxDepth warnings { code count first }
  documents { path format formatVersion entryCount directCount } } } }`;

/** What was read; null for a token that may upload and not look. */
export async function inventoryOf(client: MainstayClient, uploadId: string): Promise<UploadedInventory | null> {
  try {
    const { upload } = await client.ask<{ upload: { inventory: UploadedInventory | null } | null }>(INVENTORY, {
      id: uploadId,
    });
    return upload?.inventory ?? null;
  } catch (error) {
    if (error instanceof RefusedByServer && error.code === 'FORBIDDEN') return null;
    throw error;
  }
}

export function showOutcome(state: UploadState, inventory: UploadedInventory | null): void {
  if (state.isRepeated) say('cli.upload.repeated');
  if (inventory === null) say('cli.upload.readUnseen', { id: state.id });
  else showInventory(inventory);
  if (!state.isCurrent) say('cli.upload.overtaken');
}

function showInventory(inventory: UploadedInventory): void {
  for (const { path, format, formatVersion, entryCount } of inventory.documents)
    say('cli.sbom.document', { path, format: `${format} ${formatVersion}`.trim(), entries: entryCount });
  const unknown = messages.text('cli.sbom.unknown');
  const tellsDirect = inventory.documents.some(({ directCount }) => directCount !== null);
  const rows: readonly (readonly [string, number | string])[] = [
    ['cli.upload.components', inventory.componentCount],
    ['cli.sbom.packages', inventory.packageCount],
    ['cli.sbom.direct', tellsDirect ? inventory.directCount : unknown],
    ['cli.sbom.edges', inventory.edgeCount],
    ['cli.sbom.maxDepth', inventory.maxDepth ?? unknown],
    ['cli.upload.known', inventory.resolvedCount],
  ];
  for (const [key, value] of rows) print(`  ${messages.text(key).padEnd(28)}${String(value)}`);
  for (const { code, count, first } of inventory.warnings)
    say('cli.sbom.warning', { code, count, first: plain(first ?? '?') });
}

/** Where the file is wrong goes with the reason, as `sbom inspect` says it. */
export function showRefusal({ code, message, line, column, path }: NonNullable<UploadState['refusal']>): void {
  const place = [
    ...(line === null ? [] : [messages.text('cli.upload.line', { line })]),
    ...(column === null ? [] : [messages.text('cli.upload.column', { column })]),
    ...(path === null ? [] : [path]),
  ].join(', ');
  console.error(plain(messages.text('cli.upload.fileRefused', { code, message })));
  if (place !== '') console.error(plain(messages.text('cli.upload.place', { place })));
}
