import { readFile } from 'node:fs/promises';
import { CliError } from './cli-error.js';
import { messages } from './terminal.js';

/** Causes that people meet, in words; the system's own name is shown for the others. */
const KNOWN = ['EACCES', 'EISDIR', 'EEXIST', 'ENOENT', 'ENOSPC', 'ENOTDIR', 'EPERM', 'EROFS'];

/** Why something could not be done with a file, for a person. */
function reasonOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  return code !== undefined && KNOWN.includes(code) ? messages.text(`cli.file.${code}`) : (code ?? 'unknown');
}

/** @throws CliError */
export async function bytesOf(file: string): Promise<Buffer> {
  return readFile(file).catch(cannotRead(file));
}

export function cannotRead(file: string): (error: unknown) => never {
  return cannot('cli.cannotReadFile', file);
}

export function cannotUse(file: string): (error: unknown) => never {
  return cannot('cli.cannotUseFile', file);
}

/** What is no fault of a file is thrown on as it is. */
function cannot(messageKey: string, file: string): (error: unknown) => never {
  return (error) => {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    if (file === '') throw new CliError('cli.emptyFileName', {}, { cause: error });
    throw new CliError(messageKey, { file, reason: reasonOf(error) }, { cause: error });
  };
}
