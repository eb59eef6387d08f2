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

/** Ends with status 2 and says why, as one JSON object on request. Anything but a refusal is thrown on. */
export function tellRefusal(error: unknown, json: boolean): void {
  if (!(error instanceof DomainError)) throw error;
  tell(refusalOf(error), json);
}

/** The same for a file that cannot be read, where that is a refusal of the input by contract. */
export function tellUnreadableFile(error: unknown, json: boolean): void {
  if (!(error instanceof CliError)) throw error;
  const message = messages.text(error.messageKey, error.parameters);
  tell({ code: 'UNREADABLE_FILE', message, ...placeOf({}) }, json);
}

function tell(refusal: RefusalShown, json: boolean): void {
  process.exitCode = REFUSED;
  if (json) print(JSON.stringify({ error: refusal }));
  else console.error(plain(refusal.message));
}
