import { Messages, kernelMessages, type MessageParameters } from '#platform/kernel';
import { cliMessages } from './messages.en.js';

/** A command adds the texts of the libs that it uses, so that no other command has to load them. */
export const messages = new Messages(kernelMessages, cliMessages);

/** Text for the person at the terminal. */
export function say(key: string, parameters: MessageParameters = {}): void {
  process.stdout.write(`${plain(messages.text(key, parameters))}\n`);
}

/** What a file brings along could steer the terminal: only tabs and ends of lines are kept of its control characters. */
export function plain(text: string): string {
  return text.replaceAll(/[^\P{Cc}\t\n]/gu, '\ufffd');
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
