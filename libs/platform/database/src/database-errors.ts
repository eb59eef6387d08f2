import { QueryFailedError } from 'typeorm';

interface DriverError {
  readonly code?: string;
  readonly constraint?: string;
}

/** True for an error of PostgreSQL with one of the given SQLSTATE codes. */
export function isDatabaseError(error: unknown, sqlStates: readonly string[]): boolean {
  return sqlStates.includes(driverError(error)?.code ?? '');
}

/** The name of the violated constraint, or null. Every constraint has a name, so refusals can be told apart. */
export function violatedConstraint(error: unknown): string | null {
  return driverError(error)?.constraint ?? null;
}

function driverError(error: unknown): DriverError | null {
  if (!(error instanceof QueryFailedError)) return null;
  return error.driverError as DriverError;
}
