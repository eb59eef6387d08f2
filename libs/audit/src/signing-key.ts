import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Config, ConfigurationError } from '#platform/config';
import { formatSigner, readSigner, type NoteSigner } from './note.rules.js';

const FILE = 'audit-signing.key';
const SEED_BYTES = 32;
const LOCAL_NAME_BYTES = 4;
const OWNER_ONLY = 0o600;

/** The key that signs checkpoints: the configured one, or for local trials one that is made once and kept in the data folder. */
@Injectable()
export class SigningKey {
  private signer: Promise<NoteSigner> | null = null;

  constructor(private readonly config: Config) {}

  /**
   * Only who signs needs the key, so it is asked for here and not of every process. The key is no part of any message.
   * @throws ConfigurationError in production without a key, and for a text that is none
   */
  load(): Promise<NoteSigner> {
    // A failure is not kept: the file may be half written by another process that starts at this moment.
    this.signer ??= this.read().catch((error: unknown) => {
      this.signer = null;
      throw error;
    });
    return this.signer;
  }

  private async read(): Promise<NoteSigner> {
    const configured = this.config.get('AUDIT_SIGNING_KEY');
    if (configured === undefined && this.config.isProduction)
      throw new ConfigurationError([
        'AUDIT_SIGNING_KEY: missing. Make one with "mainstay audit key", and keep it away from the host of the database.',
      ]);
    const signer = readSigner(configured ?? (await localKey(this.config.get('DATA_DIR'))));
    if (signer) return signer;
    throw new ConfigurationError([
      `AUDIT_SIGNING_KEY: ${configured === undefined ? `the key in ${FILE} of the data folder` : 'it'} is damaged.`,
    ]);
  }
}

/** A new signing key for a log of this name. */
export function newSigningKey(origin: string): string {
  return formatSigner(origin, randomBytes(SEED_BYTES));
}

async function localKey(directory: string): Promise<string> {
  const path = join(directory, FILE);
  // Two local logs are not the same one, so their names differ too.
  const fresh = newSigningKey(`local/${randomBytes(LOCAL_NAME_BYTES).toString('hex')}`);
  await mkdir(directory, { recursive: true });
  try {
    await writeFile(path, `${fresh}\n`, { flag: 'wx', mode: OWNER_ONLY });
    return fresh;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return (await readFile(path, 'utf8')).trim();
  }
}
