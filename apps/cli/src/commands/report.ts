import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CliError } from '../cli-error.js';
import { cannotUse } from '../files.js';
import { ROOT } from '../root.js';
import { say } from '../terminal.js';

/** The verifier runs without Mainstay, so it is no part of the build; this is its shape. */
interface Verifier {
  verifyReportFile(
    path: string,
    keys: readonly string[],
  ): Promise<{ readonly sha256: string; readonly signer: string }>;
}

/** Names of what the verifier throws for a report that is not as it was signed, and for a key that is none. */
const FAULTS = ['BadReport', 'BadLog'];

/** Verifies a signed report with nothing but the file and keys that the reader trusts. */
export async function reportVerify(file: string, { key }: { readonly key: readonly string[] }): Promise<void> {
  const path = pathToFileURL(join(ROOT, 'scripts/verify-report.mjs')).href;
  const { verifyReportFile } = (await import(path)) as Verifier;
  try {
    say('cli.report.verified', { ...(await verifyReportFile(file, key)) });
  } catch (error) {
    if (error instanceof Error && FAULTS.includes(error.name))
      throw new CliError('cli.report.broken', { reason: error.message }, { cause: error });
    cannotUse(file)(error);
  }
}
