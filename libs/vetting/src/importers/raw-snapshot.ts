import { sha256Hex } from '#platform/kernel';
import type { Moment } from '../events/moment.js';
import { SnapshotInFutureError, SnapshotMalformedError } from './importers.errors.js';
import { JsonNode } from './json-node.js';
import { readSnapshot, type Snapshot } from './snapshot.js';
import { decodeUtf8 } from './strict-json.js';

/**
 * A snapshot, or a document as its source hands it out: members or audit log of GitHub, a package of npm or PyPI. Such a
 * document does not say when it was taken, so it counts as taken now.
 * @throws SnapshotInFutureError, SnapshotMalformedError and those of snapshots and JSON
 */
export function openSnapshot(bytes: Uint8Array, source: string, now: Moment): Snapshot {
  const text = decodeUtf8(bytes, source);
  const content = JsonNode.parse(isLines(text) ? `[${text.trim().split(/\r?\n/).join(',')}]` : text, source);
  if (content.isObject && !content.get('takenAt').isAbsent) return takenUntil(readSnapshot(text, source), now);
  const kind = kindOf(content);
  if (kind === null)
    throw new SnapshotMalformedError(source, '', 'this is neither a snapshot nor an export that is known');
  return { takenAt: now, kind, digest: sha256Hex(text), content, source };
}

function takenUntil(snapshot: Snapshot, now: Moment): Snapshot {
  const { source, takenAt } = snapshot;
  if (takenAt.from > now.to) throw new SnapshotInFutureError(source, new Date(takenAt.from).toISOString());
  return snapshot;
}

/** One object a line, as audit logs are exported. */
function isLines(text: string): boolean {
  return /^\s*\{[^\n]*\}\r?\n\s*\{/.test(text);
}

function kindOf(content: JsonNode): string | null {
  if (content.isArray) {
    const first = content.items()[0];
    if (!first?.isObject) return null;
    if (!first.get('action').isAbsent) return 'github-audit-log';
    return first.get('login').isAbsent ? null : 'github-members';
  }
  if (!content.isObject) return null;
  if (content.get('versions').isObject && content.get('time').isObject) return 'npm-packument';
  return content.get('info').isObject && content.get('releases').isObject ? 'pypi-project' : null;
}
