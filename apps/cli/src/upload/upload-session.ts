import { createHash } from 'node:crypto';
import { formatId, newId } from '#platform/kernel';
import { CliError } from '../cli-error.js';
import { RefusedByServer, type MainstayClient } from './mainstay-client.js';
import type { PackedUpload } from './pack-files.js';
import type { PatientHttp } from './patient-http.js';

export interface UploadState {
  readonly id: string;
  readonly status: 'OPEN' | 'RECEIVING' | 'RECEIVED' | 'READY' | 'REJECTED';
  readonly sha256: string | null;
  readonly sizeBytes: number | null;
  readonly isCurrent: boolean;
  readonly isRepeated: boolean;
  readonly progress: {
    readonly stage: 'PARSING' | 'RESOLVING' | 'MEASURING';
    readonly documentsRead: number;
    readonly documents: number;
    readonly components: number;
  } | null;
  readonly refusal: {
    readonly code: string;
    readonly message: string;
    readonly line: number | null;
    readonly column: number | null;
    readonly path: string | null;
  } | null;
}

const STATE = `id status sha256 sizeBytes isCurrent isRepeated
  progress { stage documentsRead documents components } refusal { code message line column path }`;
const CREATE = `mutation ($input: CreateUploadInput!) {
  createUpload(input: $input) { upload { ${STATE} } url userErrors { code message } } }`;
const LOOK = `query ($id: ID!) { upload(id: $id) { ${STATE} } }`;

const FIRST_LOOK_MS = 250;
const LONGEST_LOOK_MS = 5_000;
const SENDINGS = 5;
/** Upload addresses that nobody answers to any more: expired, or used by somebody else meanwhile. */
const ADDRESS_GONE = 'UPLOAD_URL_INVALID';

/** Sends one packed upload to a product and follows it until it has been read. */
export class UploadSession {
  constructor(
    private readonly client: MainstayClient,
    private readonly http: PatientHttp,
    private readonly onState: (state: UploadState) => void,
  ) {}

  /**
   * The same bytes for the same product are the same upload, however often a job is repeated. When that one is of no use any
   * more, because it was never sent, was refused by an older server, or something else became current since, a new one is made.
   * @throws RefusedByServer
   */
  async send(productId: string, packed: PackedUpload): Promise<UploadState> {
    const known = await this.open(productId, packed, repeatableKey(productId, packed));
    const isUseful = known.state.status === 'RECEIVED' || (known.state.status === 'READY' && known.state.isCurrent);
    if (isUseful) return known.state;
    if (known.state.status === 'OPEN' || known.state.status === 'RECEIVING') {
      const sent = await this.deliver(known, packed);
      if (sent !== null) return sent;
    }
    const fresh = await this.open(productId, packed, formatId('key', newId<'key'>()));
    const sent = await this.deliver(fresh, packed);
    if (sent === null) throw new CliError('cli.upload.notTaken');
    return sent;
  }

  /** Looks until there is an end: read, or refused. */
  async follow(state: UploadState): Promise<UploadState> {
    let latest = state;
    for (let waitMs = FIRST_LOOK_MS; ; waitMs = Math.min(LONGEST_LOOK_MS, waitMs * 1.5)) {
      this.onState(latest);
      if (latest.status === 'READY' || latest.status === 'REJECTED') return latest;
      await this.http.wait(waitMs);
      latest = await this.look(latest.id);
    }
  }

  private async open(
    productId: string,
    { fileName }: PackedUpload,
    idempotencyKey: string,
  ): Promise<{ readonly state: UploadState; readonly url: string }> {
    const input = { purpose: 'SBOM', productId, fileName, idempotencyKey };
    const { createUpload } = await this.client.ask<{
      createUpload: { upload: UploadState; url: string };
    }>(CREATE, { input });
    return { state: createUpload.upload, url: createUpload.url };
  }

  /**
   * Puts the bytes; an answer that was lost on the way, and somebody else who sends the same, are told from a refusal by
   * looking at the upload. Null when the address has expired.
   */
  private async deliver(
    { state, url }: { readonly state: UploadState; readonly url: string },
    { bytes }: PackedUpload,
  ): Promise<UploadState | null> {
    for (let sending = 1; sending <= SENDINGS; sending += 1) {
      const refusal = await this.client.put(url, bytes);
      const latest = await this.look(state.id);
      if (refusal === null || !['OPEN', 'RECEIVING'].includes(latest.status)) return latest;
      if (refusal.code !== ADDRESS_GONE && refusal.code !== 'UPLOAD_INCOMPLETE') throw refusal;
      if (refusal.code === ADDRESS_GONE && latest.status === 'OPEN') return null;
      await this.http.wait(FIRST_LOOK_MS * 2 ** sending);
    }
    throw new CliError('cli.upload.notTaken');
  }

  private async look(id: string): Promise<UploadState> {
    const { upload } = await this.client.ask<{ upload: UploadState | null }>(LOOK, { id });
    if (upload === null) throw new RefusedByServer('UPLOAD_NOT_FOUND', id);
    return upload;
  }
}

function repeatableKey(productId: string, { fileName, bytes }: PackedUpload): string {
  const digest = createHash('sha256').update(bytes).digest('hex');
  return `sbom-${createHash('sha256')
    .update(JSON.stringify([productId, fileName, digest]))
    .digest('hex')}`;
}
