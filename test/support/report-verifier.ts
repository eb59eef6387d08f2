import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The shape of scripts/verify-report.mjs, which has no types since it runs without a build. */
interface ReportVerifier {
  verifyReport(bytes: Buffer, keys: readonly string[]): { readonly sha256: string; readonly signer: string };
}

const path = resolve(import.meta.dirname, '../../scripts/verify-report.mjs');

export const { verifyReport } = (await import(pathToFileURL(path).href)) as ReportVerifier;
