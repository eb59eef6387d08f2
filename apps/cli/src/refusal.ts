import { DomainError, placeOf, type RefusedPlace } from '#platform/kernel';
import { CliError } from './cli-error.js';
import { messages, plain, print } from './terminal.js';

/** Status of a command whose input was refused; 1 says that the command itself could not be carried out. */
export const REFUSED = 2;

export interface RefusalShown extends RefusedPlace {
  readonly code: string;
  readonly message: string;
}

export function refusalOf({ code, messageKey, details }: DomainError): RefusalShown {
  return { code, message: messages.text(messageKey, details), ...placeOf(details) };
}

/** Of a file that cannot be read, for a command whose input is that file. */
function refusalOfFile({ messageKey, parameters }: CliError): RefusalShown {
  return { code: 'UNREADABLE_FILE', message: messages.text(messageKey, parameters), ...placeOf({}) };
}

/** Ends with status 2 and says why, as one JSON object on request. Anything but a refusal is thrown on. */
export function tellRefusal(error: unknown, json: boolean): void {
  if (!(error instanceof DomainError || error instanceof CliError)) throw error;
  process.exitCode = REFUSED;
  const refusal = error instanceof DomainError ? refusalOf(error) : refusalOfFile(error);
  if (json) print(JSON.stringify({ error: refusal }));
  else console.error(plain(refusal.message));
}
