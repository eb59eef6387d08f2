import { instant, openSnapshot, parseMoment, readSnapshotFile, type Snapshot } from '#libs/vetting';
import { basename } from 'node:path';
import { bytesOf } from '../files.js';

/** What earlier snapshot files hold of some kinds: with it, today's sources have something to be compared with. */
export class PreviousSnapshots {
  private constructor(private readonly snapshots: readonly Snapshot[]) {}

  /** @param key the Ed25519 public key that must have signed all of the files; null when none is asked for */
  static async read(files: readonly string[], key: string | null): Promise<PreviousSnapshots> {
    const snapshots: Snapshot[] = [];
    for (const file of files) {
      const { parts } = readSnapshotFile(await bytesOf(file), basename(file), key);
      for (const { kind, name, takenAt, content } of parts) {
        if (content === null || !isJson(kind)) continue;
        const now = parseMoment(takenAt) ?? instant(0);
        snapshots.push(openSnapshot(Buffer.from(content, 'base64'), `${basename(file)}: ${name}`, now));
      }
    }
    return new PreviousSnapshots(snapshots);
  }

  of(kinds: readonly string[]): Snapshot[] {
    return this.snapshots.filter(({ kind }) => kinds.includes(kind));
  }
}

/** The contents of a history are read again from the clone. */
function isJson(kind: string): boolean {
  return !kind.startsWith('git-');
}
