export class ForeignHttpError extends Error {
  constructor(
    readonly reason: 'ADDRESS_CLOSED' | 'NOT_FOUND' | 'BAD_STATUS' | 'TOO_LARGE' | 'TIMEOUT' | 'UNREACHABLE',
    message: string,
  ) {
    super(message);
    this.name = 'ForeignHttpError';
  }
}
