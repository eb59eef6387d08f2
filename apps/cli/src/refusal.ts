import { DomainError, placeOf, type RefusedPlace } from '#platform/kernel';
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
  process.exitCode = REFUSED;
  const refusal = refusalOf(error);
  if (json) print(JSON.stringify({ error: refusal }));
  else console.error(plain(refusal.message));
}
