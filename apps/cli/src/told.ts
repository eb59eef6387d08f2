import { DomainError } from '#platform/kernel';
import { CliError } from './cli-error.js';

/** What a lib refuses is told to the person as one line. */
export async function told<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DomainError) throw new CliError(error.messageKey, error.details, { cause: error });
    throw error;
  }
}
