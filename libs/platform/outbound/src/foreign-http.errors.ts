export class ForeignHttpError extends Error {
  constructor(
    readonly reason: 'ADDRESS_CLOSED' | 'NOT_FOUND' | 'BUSY' | 'BAD_STATUS' | 'TOO_LARGE' | 'TIMEOUT' | 'UNREACHABLE',
    message: string,
    /** Of an answer that asks for patience (429, 503): when to ask again. */
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(message);
    this.name = 'ForeignHttpError';
  }
}
