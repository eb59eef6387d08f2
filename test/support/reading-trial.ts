import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { request, type ClientRequest } from 'node:http';
import { join } from 'node:path';
import { HOUR_MS, parseId } from '#platform/kernel';
import { newKey, type Person } from '../../apps/cli/src/index.js';
import { people, put } from '../../apps/cli/src/story/chapters/cast.js';
import { foundCompany } from '../../apps/cli/src/story/chapters/company.js';
import { signUpAll } from '../../apps/cli/src/story/chapters/sign-up.js';
import { npmBom } from './given-inventory.js';
import { KillTrial, LIMIT_MS } from './kill-trial.js';
import { StoryRig, type RigOptions } from './story-rig.js';

/** An address for the bytes of a new product. */
export interface OpenUpload {
  readonly id: string;
  readonly url: string;
  readonly productId: string;
}

export interface UploadView {
  readonly status: string;
  readonly progress: object | null;
  readonly inventory: { readonly id: string; readonly isCurrent: boolean; readonly componentCount: number } | null;
}

/** A BOM of packages, each of which leads to the next two. */
export function largeBom(name: string, components: number): Buffer {
  const packageOf = (place: number): string => `${name}-${String(place % components)}@1.0.0`;
  const edges: Record<string, readonly string[]> = { app: [packageOf(0)] };
  for (let place = 0; place < components; place += 1)
    edges[packageOf(place)] = [packageOf(place + 1), packageOf(place + 2)];
  return Buffer.from(npmBom(edges));
}

/** A company that uploads what it ships to a Mainstay whose processes are killed under it. */
export class ReadingTrial extends KillTrial {
  private products = 0;

  private constructor(
    rig: StoryRig,
    private readonly engineer: Person,
    private readonly organisationId: string,
  ) {
    super(rig);
  }

  static async start(options: RigOptions): Promise<ReadingTrial> {
    const rig = await StoryRig.start({ ...options, isDatabaseShared: true });
    try {
      const cast = people(rig.stack.url);
      await signUpAll(cast);
      const organisationId = await foundCompany({ tell: () => undefined }, cast);
      const { token } = await cast.engineer.mutate<{ token: string }>(
        'createApiToken',
        'CreateApiTokenInput',
        'token',
        {
          organisationId,
          name: 'build server',
          scopes: ['INVENTORY_READ', 'INVENTORY_WRITE'],
        },
      );
      // A session changes its secret, and one whose answer is cut off is lost; a token is not.
      cast.engineer.useToken(token);
      return new ReadingTrial(rig, cast.engineer, organisationId);
    } catch (error) {
      await rig.end();
      throw error;
    }
  }

  async open(): Promise<OpenUpload> {
    this.products += 1;
    const { product } = await this.engineer.mutate<{ product: { id: string } }>(
      'createProduct',
      'CreateProductInput',
      'product { id }',
      { organisationId: this.organisationId, name: `Product ${String(this.products)}` },
    );
    const { upload, url } = await this.engineer.mutate<{ upload: { id: string }; url: string }>(
      'createUpload',
      'CreateUploadInput',
      'upload { id } url',
      { purpose: 'SBOM', productId: product.id, fileName: 'bom.json', idempotencyKey: newKey() },
    );
    return { id: upload.id, url, productId: product.id };
  }

  async send(bytes: Buffer): Promise<OpenUpload> {
    const upload = await this.open();
    await put(upload.url, bytes);
    return upload;
  }

  /** Sends a part of the bytes and no more; resolves when they are on the disk of the API. */
  async sendHalf({ id, url }: OpenUpload, bytes: Buffer): Promise<ClientRequest> {
    const sending = request(url, { method: 'PUT', headers: { 'Content-Length': bytes.length } });
    sending.on('error', () => undefined);
    sending.write(bytes.subarray(0, bytes.length / 2));
    await this.until('half of the bytes', async () => {
      const [part] = (await this.files()).filter((name) => isPartOf(id, name));
      return part !== undefined && (await stat(join(this.directory, part))).size >= bytes.length / 4;
    });
    return sending;
  }

  async view({ id }: OpenUpload): Promise<UploadView> {
    const { upload } = await this.engineer.query<{ upload: UploadView }>(
      `query ($id: ID!) { upload(id: $id) { status progress { stage documentsRead documents components }
         inventory { id isCurrent componentCount } } }`,
      { id },
    );
    return upload;
  }

  /** Resolves when the upload has been read, and everything that follows from it has been done, without anybody's help. */
  async isRead(upload: OpenUpload, limitMs = LIMIT_MS): Promise<UploadView> {
    await this.until('the upload to be read', () => this.hasEnded(upload), limitMs);
    await this.until('all messages to be completed', async () => (await this.openMessages()).length === 0);
    return this.view(upload);
  }

  /** Everything that is stored of an upload, to be compared with what has to be. */
  async stored({ id, productId }: OpenUpload): Promise<object> {
    const [row] = await this.rig.sql<object>(
      `SELECT upload.status, upload.progress,
              (SELECT count(*)::int FROM inventory WHERE product_id = $2) AS inventories,
              (SELECT count(*)::int FROM inventory_graph WHERE inventory_id = upload.inventory_id) AS graphs,
              (SELECT count(*)::int FROM inventory_document WHERE inventory_id = upload.inventory_id) AS documents,
              (SELECT count(*)::int FROM document_conformance JOIN inventory_document USING (organisation_id, sha256)
                WHERE inventory_id = upload.inventory_id) AS conformances,
              (SELECT count(*)::int FROM inventory_component WHERE inventory_id = upload.inventory_id AND NOT is_first_party) AS components,
              (SELECT count(DISTINCT name)::int FROM inventory_component WHERE inventory_id = upload.inventory_id AND NOT is_first_party) AS names,
              (SELECT current_inventory_id FROM product WHERE id = $2) = upload.inventory_id AS "isCurrent",
              ${countOfMessages('inventory.upload_received', 'uploadId', 'upload.id')} AS "readMessages",
              ${countOfMessages('inventory.conformance_due', 'inventoryId', 'upload.inventory_id')} AS "storedMessages",
              ${countOfEntries('upload', 'receive', 'upload.id')} AS receptions,
              ${countOfEntries('product', 'replaceInventory', 'upload.product_id')} AS replacements
         FROM upload WHERE id = $1`,
      [parseId('upl', id), parseId('prd', productId)],
    );
    return row!;
  }

  /** What is in the folder of the uploads, without what belongs to an upload that is read. */
  async leftFiles(): Promise<string[]> {
    const kept = await this.rig.sql<{ id: string }>(
      `SELECT upload.id FROM upload JOIN inventory ON inventory.upload_id = upload.id`,
    );
    const names = new Set(kept.map(({ id }) => id));
    return (await this.files()).filter((name) => !names.has(name));
  }

  /** Moves the clock to the next time at which the worker looks for what was abandoned, and waits until it has looked. */
  async nextSweep(): Promise<void> {
    const sweeps = async (): Promise<number> =>
      (
        await this.rig.sql(
          `SELECT 1 FROM outbox_message WHERE topic = 'inventory.abandoned_files_due' AND completed_at IS NOT NULL`,
        )
      ).length;
    const before = await sweeps();
    await this.rig.stack.advanceClock(HOUR_MS);
    await this.until('the next look for abandoned files', async () => (await sweeps()) > before);
  }

  paths(names: readonly string[]): string[] {
    return names.map((name) => join(this.directory, name));
  }

  private get directory(): string {
    return join(this.rig.directory, 'files', 'uploads');
  }

  private async files(): Promise<string[]> {
    return existsSync(this.directory) ? readdir(this.directory) : [];
  }

  /** Not asked of the API, which would refuse to answer so often. */
  private async hasEnded({ id }: OpenUpload): Promise<boolean> {
    const found = await this.rig.sql(`SELECT 1 FROM upload WHERE id = $1 AND status IN ('ready', 'rejected')`, [
      parseId('upl', id),
    ]);
    return found.length > 0;
  }

  private openMessages(): Promise<object[]> {
    return this.rig.sql(
      `SELECT topic FROM outbox_message WHERE completed_at IS NULL AND NOT payload ? 'recurring' AND available_at < now() + interval '7 days'`,
    );
  }
}

function isPartOf(id: string, name: string): boolean {
  return name.startsWith(`${parseId('upl', id)}.`);
}

function countOfMessages(topic: string, key: string, id: string): string {
  return `(SELECT count(*)::int FROM outbox_message WHERE topic = '${topic}' AND payload ->> '${key}' = ${id}::text)`;
}

function countOfEntries(subject: string, action: string, id: string): string {
  return `(SELECT count(*)::int FROM audit_entry WHERE canonical LIKE '%"action":"${action}"%' AND canonical LIKE '%"subject":"${subject}:' || ${id}::text || '"%')`;
}
