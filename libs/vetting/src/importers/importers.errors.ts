import { LimitError, ValidationError } from '#platform/kernel';

/** Not what its format says it is. `where` is a JSON pointer, a line, or a record. */
export class SnapshotMalformedError extends ValidationError {
  override readonly code = 'SNAPSHOT_MALFORMED';
  constructor(source: string, where: string, reason: string) {
    super('vetting.snapshotMalformed', { source, where: where === '' ? '/' : where, reason });
  }
}

export class SnapshotEncodingError extends ValidationError {
  override readonly code = 'SNAPSHOT_ENCODING';
  constructor(source: string) {
    super('vetting.snapshotEncoding', { source });
  }
}

/** Two readers of one object with a key twice can see two different values. */
export class DuplicateKeyError extends ValidationError {
  override readonly code = 'SNAPSHOT_DUPLICATE_KEY';
  constructor(source: string, key: string, line: number) {
    super('vetting.snapshotDuplicateKey', { source, key: key.slice(0, 100), line });
  }
}

export class SnapshotTooDeepError extends LimitError {
  override readonly code = 'SNAPSHOT_TOO_DEEP';
  constructor(source: string, maxDepth: number) {
    super('vetting.snapshotTooDeep', { source, maxDepth });
  }
}

export class SnapshotTooLargeError extends LimitError {
  override readonly code = 'SNAPSHOT_TOO_LARGE';
  constructor(source: string, maxBytes: number) {
    super('vetting.snapshotTooLarge', { source, maxBytes });
  }
}

export class SnapshotDigestError extends ValidationError {
  override readonly code = 'SNAPSHOT_DIGEST_MISMATCH';
  constructor(source: string) {
    super('vetting.snapshotDigest', { source });
  }
}

export class SnapshotSignatureError extends ValidationError {
  override readonly code = 'SNAPSHOT_SIGNATURE_INVALID';
  constructor(source: string) {
    super('vetting.snapshotSignature', { source });
  }
}

/** Not a key of the kind that signs snapshots. */
export class SnapshotKeyError extends ValidationError {
  override readonly code = 'SNAPSHOT_KEY_INVALID';
  constructor(kind: 'private' | 'public') {
    super('vetting.snapshotKey', { kind });
  }
}

export class SnapshotInFutureError extends ValidationError {
  override readonly code = 'SNAPSHOT_IN_FUTURE';
  constructor(source: string, takenAt: string) {
    super('vetting.snapshotInFuture', { source, takenAt });
  }
}

export class PackageNotFoundError extends ValidationError {
  override readonly code = 'PACKAGE_NOT_FOUND';
  constructor(name: string, known: readonly string[]) {
    super('vetting.packageNotFound', { name, known: known.join(', ') });
  }
}

/** Unpacking it could write outside of its folder, or read what is not in it. */
export class ArchiveUnsafeError extends ValidationError {
  override readonly code = 'ARCHIVE_UNSAFE';
  constructor(archive: string, path: string, reason: string) {
    super('vetting.archiveUnsafe', { archive, path: path.slice(0, 200), reason });
  }
}

export class ArchiveUnreadableError extends ValidationError {
  override readonly code = 'ARCHIVE_UNREADABLE';
  constructor(archive: string, reason: string) {
    super('vetting.archiveUnreadable', { archive, reason });
  }
}

export class ArchiveTooLargeError extends LimitError {
  override readonly code = 'ARCHIVE_TOO_LARGE';
  constructor(archive: string, limit: string) {
    super('vetting.archiveTooLarge', { archive, limit });
  }
}
