import { inventoryMessages } from '#libs/inventory';
import { processEnvironment } from '#platform/config';
import { DomainError } from '#platform/kernel';
import { CliError } from '../cli-error.js';
import { REFUSED, refusalOf as refusalHere } from '../refusal.js';
import { messages, print, say } from '../terminal.js';
import { tokenFrom, type CredentialFlags } from '../upload/credentials.js';
import { LimitedRun } from '../upload/limited-run.js';
import { MainstayClient, RefusedByServer, originOf } from '../upload/mainstay-client.js';
import { packFiles, type PackedUpload } from '../upload/pack-files.js';
import { PatientHttp } from '../upload/patient-http.js';
import { ProgressLine } from '../upload/progress-line.js';
import { inventoryOf, showOutcome, showRefusal } from '../upload/upload-outcome.js';
import { UploadSession, type UploadState } from '../upload/upload-session.js';

messages.add(inventoryMessages);

const DEFAULT_SECONDS = 300;
const MAX_SECONDS = 24 * 60 * 60;
/** Refusals of the server that are about the bytes, and not about who sends them or where to. */
const OF_THE_FILE = ['TOO_LARGE', 'TOO_MANY_FILES'];

interface Flags extends CredentialFlags {
  readonly url?: string;
  readonly product: string;
  readonly organisation?: string;
  readonly manifest?: readonly string[];
  readonly wait: boolean;
  readonly timeout?: string;
  readonly json?: boolean;
}

type Refusal = NonNullable<UploadState['refusal']>;

/**
 * Uploads files as one SBOM of a product and says what the server read. A file that is refused ends with status 2,
 * everything else that goes wrong with 1.
 */
export async function uploadSbom(files: readonly string[], flags: Flags): Promise<void> {
  const run = new LimitedRun(secondsOf(flags));
  const progress = new ProgressLine();
  try {
    const packed = await packFiles(files, flags.manifest ?? []);
    await run.of(() => upload(packed, flags, { http: new PatientHttp(run.signal), progress }));
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === null) throw error;
    progress.end();
    tellRefusal(refusal, null, flags);
  } finally {
    progress.end();
  }
}

async function upload(
  packed: PackedUpload,
  flags: Flags,
  { http, progress }: { readonly http: PatientHttp; readonly progress: ProgressLine },
): Promise<void> {
  const origin = originOf(flags.url ?? processEnvironment().MAINSTAY_URL);
  const client = new MainstayClient(http, origin, await tokenFrom(flags, processEnvironment(), { http, origin }));
  const productId = await productOf(client, flags);
  const { length: bytes } = packed.bytes;
  progress.show('cli.upload.sending', { fileName: packed.fileName, files: packed.paths.length, bytes });
  const session = new UploadSession(client, http, (state) => tellProgress(progress, state));
  const sent = await session.send(productId, packed);
  const end = flags.wait ? await session.follow(sent) : sent;
  progress.end();
  if (end.refusal !== null) tellRefusal(end.refusal, end.id, flags);
  else if (end.status === 'READY') await tellInventory(client, end, flags);
  else if (flags.json) print(JSON.stringify({ upload: asJson(end), inventory: null }));
  else say('cli.upload.sent', { id: end.id });
}

function tellProgress(line: ProgressLine, { status, progress }: UploadState): void {
  if (progress !== null) line.show(`cli.upload.stage.${progress.stage}`, { ...progress });
  else if (status === 'RECEIVED') line.show('cli.upload.waiting');
}

async function tellInventory(client: MainstayClient, state: UploadState, { json }: Flags): Promise<void> {
  const inventory = await inventoryOf(client, state.id);
  if (json) print(JSON.stringify({ upload: asJson(state), inventory }));
  else showOutcome(state, inventory);
}

function asJson({ id, status, sha256, sizeBytes, isCurrent, isRepeated }: UploadState): object {
  return { id, status, sha256, sizeBytes, isCurrent, isRepeated };
}

function tellRefusal(refusal: Refusal, uploadId: string | null, { json }: Flags): void {
  process.exitCode = REFUSED;
  if (json) print(JSON.stringify({ error: refusal, uploadId }));
  else showRefusal(refusal);
}

/** What is wrong with the file itself, found here or by the server; null for everything else. */
function refusalOf(error: unknown): Refusal | null {
  const nowhere = { line: null, column: null, path: null };
  if (error instanceof DomainError) return refusalHere(error);
  if (!(error instanceof RefusedByServer) || !OF_THE_FILE.includes(error.code)) return null;
  return { code: error.code, message: error.text, ...nowhere };
}

/** A product by its id, or by the name that it has in an organisation. */
async function productOf(client: MainstayClient, { product, organisation }: Flags): Promise<string> {
  if (product.startsWith('prd_')) return product;
  if (organisation === undefined) throw new CliError('cli.upload.whichProduct', { product });
  const query = 'query ($id: ID!) { productsOf(organisationId: $id) { id name } }';
  const { productsOf } = await client
    .ask<{ productsOf: readonly { id: string; name: string }[] }>(query, { id: organisation })
    .catch((error: unknown) => {
      if (!(error instanceof RefusedByServer) || error.code !== 'FORBIDDEN') throw error;
      throw new CliError('cli.upload.mayNotLook', {}, { cause: error });
    });
  const found = productsOf.find(({ name }) => name === product);
  if (found === undefined) throw new CliError('cli.upload.noSuchProduct', { product });
  return found.id;
}

function secondsOf({ timeout }: Flags): number {
  const seconds = timeout === undefined ? DEFAULT_SECONDS : Number(timeout);
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= MAX_SECONDS) return seconds;
  throw new CliError('cli.upload.timeout', { timeout: timeout ?? '' });
}
