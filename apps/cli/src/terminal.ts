import { Messages, kernelMessages, type MessageParameters } from '#platform/kernel';
import { catalogueMessages } from './catalogue/messages.en.js';
import { cliMessages } from './messages.en.js';
import { uploadMessages } from './upload/messages.en.js';

/** A command adds the texts of the libs that it uses, so that no other command has to load them. */
export const messages = new Messages(kernelMessages, cliMessages, catalogueMessages, uploadMessages);

/** Text for the person at the terminal. */
export function say(key: string, parameters: MessageParameters = {}): void {
  process.stdout.write(`${plain(messages.text(key, parameters))}\n`);
}

/** For the person too, beside an output that a program reads. */
export function warn(key: string, parameters: MessageParameters = {}): void {
  process.stderr.write(`${plain(messages.text(key, parameters))}\n`);
}

/** What a file brings along could steer the terminal: only tabs and ends of lines are kept of its control characters. */
export function plain(text: string): string {
  return text.replaceAll(/[^\P{Cc}\t\n]/gu, '\ufffd');
}

let lostBy: Error | null = null;

/**
 * Whoever read the output has gone, as with "| head": everything ends as with Ctrl-C, instead of being left behind. Any
 * other failure means that the output is lost, and is said where it still can be.
 */
export function watchOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') {
      process.kill(process.pid, 'SIGTERM');
      return;
    }
    if (lostBy === null) console.error(messages.text('cli.outputLost', { code: error.code ?? 'unknown' }));
    lostBy ??= error;
    process.exitCode = 1;
  });
}

/** Whether an error is that of the output, which was told already. */
export function isOutputLost(error: unknown): boolean {
  return lostBy !== null && error === lostBy;
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
