/** Thrown with a text for people: what is wrong and what to do. */
export class EmbeddedPostgresError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EmbeddedPostgresError';
  }
}

/** What a failure of PostgreSQL means to the person who started it. */
export function explain(error: unknown, what: string, folder: string): EmbeddedPostgresError {
  const text =
    error instanceof Error ? `${error.message}\n${(error as { stderr?: string }).stderr ?? ''}` : String(error);
  if (/ENOSPC|No space left/i.test(text))
    return new EmbeddedPostgresError(`${what}: the disk is full. Free some space below ${folder} and start again.`, {
      cause: error,
    });
  if (/EACCES|EPERM|Permission denied/i.test(text))
    return new EmbeddedPostgresError(
      `${what}: ${folder} cannot be read and written. Give yourself access, or choose another folder with --data-dir.`,
      { cause: error },
    );
  if (/Address already in use|could not bind/i.test(text))
    return new EmbeddedPostgresError(`${what}: the port is in use. Choose another one with --port.`, { cause: error });
  return new EmbeddedPostgresError(`${what} (${folder}): ${text.trim().split('\n').at(-1) ?? ''}`, { cause: error });
}
