import { inventoryMessages } from '#libs/inventory';
import { operatorsMessages } from '#libs/operators';
import { vettingImportMessages } from '#libs/vetting';
import { Messages, kernelMessages, type MessageParameters } from '#platform/kernel';
import { cliMessages } from './messages.en.js';

export const messages = new Messages(
  kernelMessages,
  inventoryMessages,
  operatorsMessages,
  vettingImportMessages,
  cliMessages,
);

/** Text for the person at the terminal. */
export function say(key: string, parameters: MessageParameters = {}): void {
  process.stdout.write(`${messages.text(key, parameters)}\n`);
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
