import { Messages, kernelMessages, type MessageParameters } from '#platform/kernel';
import { cliMessages } from './messages.en.js';

/** A command adds the texts of the libs that it uses, so that no other command has to load them. */
export const messages = new Messages(kernelMessages, cliMessages);

/** Text for the person at the terminal. */
export function say(key: string, parameters: MessageParameters = {}): void {
  process.stdout.write(`${messages.text(key, parameters)}\n`);
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
