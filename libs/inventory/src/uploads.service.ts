import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { actorOf, assertBelongs, personOf } from '#libs/identity';
import { Config } from '#platform/config';
import { uploadReceived } from '#platform/contracts';
import { UnitOfWork, clear, runOnce, type Tx } from '#platform/database';
import {
  addMs,
  clearanceOf,
  Clock,
  HOUR_MS,
  SECOND_MS,
  newId,
  present,
  clearanceForOrganisation,
  clearanceForSubject,
  systemActor,
  type Clearance,
  type Id,
  type Principal,
} from '#platform/kernel';
import { ProductArchivedError, ProductNotFoundError, UploadUrlInvalidError } from './inventory.errors.js';
import { InventoryQueries } from './inventory.queries.js';
import { UploadFiles, type StoredFile } from './upload-files.js';
import { signUpload, verifyUpload, type UploadAddressParts, type UploadOwner } from './upload-url.js';

export const URL_LIFETIME_MS = HOUR_MS;
/** A receiver to which no bytes come, or that was killed, holds its upload for this long: less than a client goes on trying. */
const SILENCE_LIMIT_MS = 5 * SECOND_MS;
const RENEWAL_MS = SECOND_MS;
const RECEIVER = systemActor('inventory.receive-upload');

export const UPLOAD_PATH = '/uploads/';

export interface NewUpload {
  readonly purpose: 'SBOM' | 'EVIDENCE' | 'HISTORY';
  readonly productId: Id<'prd'> | null;
  readonly fileName: string;
  readonly idempotencyKey: string;
}

export interface UploadAddress {
  readonly uploadId: Id<'upl'>;
  readonly url: string;
  readonly expiresAt: Date;
}

/** Files come by a signed address that works once; GraphQL never carries them. */
@Injectable()
export class UploadsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly queries: InventoryQueries,
    private readonly files: UploadFiles,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** Hands out an address. The same key gives the same one, so a lost answer costs nothing. */
  async create(principal: Principal, input: NewUpload): Promise<UploadAddress> {
    const personId = personOf(principal);
    assertProduct(principal, input.productId);
    const organisationId = input.productId === null ? null : await this.ownerOf(principal, input.productId);
    const owner: UploadOwner = organisationId === null ? { personId } : { organisationId };
    const { purpose, productId, fileName, idempotencyKey: key } = input;
    const { resultId } = await this.unitOfWork.run(actorOf(principal), (tx) =>
      runOnce(
        tx,
        { scope: personId, operation: 'createUpload', key, body: { purpose, productId, fileName } },
        async () => {
          await clear(tx, clearanceOf(principal));
          const id = newId<'upl'>();
          await tx.manager.query(
            `INSERT INTO upload (id, purpose, person_id, organisation_id, product_id, file_name, status, created_at, expires_at)
           VALUES ($1, $2, $3, $4, $5, $6, 'open', $7, $8)`,
            [
              id,
              purpose,
              personId,
              organisationId,
              productId,
              fileName,
              tx.now.toISOString(),
              addMs(tx.now, URL_LIFETIME_MS).toISOString(),
            ],
          );
          tx.audit('upload', id, 'create', { purpose });
          return id;
        },
      ),
    );
    const uploadId = resultId as Id<'upl'>;
    const { expiresAt } = present(await this.queries.upload(clearanceOf(principal), uploadId));
    const signed = signUpload(this.config.get('UPLOAD_SIGNING_KEY'), uploadId, owner, expiresAt);
    return {
      uploadId,
      url: new URL(UPLOAD_PATH + signed, this.config.get('PUBLIC_URL')).href,
      expiresAt,
    };
  }

  /**
   * Takes the bytes of a signed address. Success is answered after they are on disk and the row says so.
   * @throws UploadUrlInvalidError for an address that is forged, expired or used
   */
  async receive(signed: string, body: Readable): Promise<Id<'upl'>> {
    const address = verifyUpload(this.config.get('UPLOAD_SIGNING_KEY'), signed);
    if (!address || address.expiresAtMs <= this.clock.now().getTime()) throw new UploadUrlInvalidError();
    const { uploadId } = address;
    let heldAt = await this.unitOfWork.run(RECEIVER, (tx) => claim(tx, address));
    const renew = async (): Promise<void> => {
      if (this.clock.now() < addMs(heldAt, RENEWAL_MS)) return;
      heldAt = await this.unitOfWork.run(RECEIVER, (tx) => holdOn(tx, address));
    };
    let file: StoredFile;
    try {
      file = await this.files.store(uploadId, body, renew);
    } catch (error) {
      await this.unitOfWork.run(RECEIVER, async (tx) => {
        await clear(tx, clearanceOfOwner(address.owner));
        await tx.manager.query(`UPDATE upload SET status = 'open' WHERE id = $1 AND status = 'receiving'`, [uploadId]);
      });
      throw error;
    }
    try {
      await this.accept(address, file);
    } finally {
      await this.files.drop(file);
    }
    return uploadId;
  }

  private async accept({ uploadId, owner }: UploadAddressParts, file: StoredFile): Promise<void> {
    await this.unitOfWork.run(RECEIVER, async (tx) => {
      await clear(tx, clearanceOfOwner(owner));
      const [rows] = await tx.manager.query<[{ organisationId: string | null }[], number]>(
        `UPDATE upload SET status = CASE purpose WHEN 'SBOM' THEN 'received' ELSE 'ready' END, size_bytes = $2, sha256 = $3, received_at = $4
          WHERE id = $1 AND status IN ('open', 'receiving') RETURNING organisation_id AS "organisationId"`,
        [uploadId, file.sizeBytes, file.sha256, tx.now.toISOString()],
      );
      const received = rows[0];
      if (received === undefined) throw new UploadUrlInvalidError();
      tx.audit('upload', uploadId, 'receive', { sha256: file.sha256, sizeBytes: file.sizeBytes });
      const { organisationId } = received;
      if (organisationId !== null) tx.emit(uploadReceived, { uploadId, organisationId });
      // Of several senders, the others have left or will leave above, so that the bytes are those of the digest.
      await this.files.keep(uploadId, file);
    });
  }

  private async ownerOf(principal: Principal, productId: Id<'prd'>): Promise<Id<'org'>> {
    const product = await this.queries.product(clearanceOf(principal), productId);
    if (!product) throw new ProductNotFoundError();
    assertBelongs(principal, product.organisationId);
    if (product.archivedAt !== null) throw new ProductArchivedError();
    return product.organisationId;
  }
}

/**
 * One receiver at a time, for as long as bytes come to it. Where two go on nevertheless, because the first was only slow,
 * the one that has all bytes first is taken.
 */
async function claim(tx: Tx, { uploadId, owner }: UploadAddressParts): Promise<Date> {
  await clear(tx, clearanceOfOwner(owner));
  const [, affected] = await tx.manager.query<[unknown[], number]>(
    `UPDATE upload SET status = 'receiving', last_bytes_at = $2
      WHERE id = $1 AND (status = 'open' OR (status = 'receiving' AND last_bytes_at < $3))`,
    [uploadId, tx.now.toISOString(), addMs(tx.now, -SILENCE_LIMIT_MS).toISOString()],
  );
  if (affected === 0) throw new UploadUrlInvalidError();
  return tx.now;
}

async function holdOn(tx: Tx, { uploadId, owner }: UploadAddressParts): Promise<Date> {
  await clear(tx, clearanceOfOwner(owner));
  await tx.manager.query(`UPDATE upload SET last_bytes_at = $2 WHERE id = $1 AND status = 'receiving'`, [
    uploadId,
    tx.now.toISOString(),
  ]);
  return tx.now;
}

/** The address was signed for an owner; it opens the rows of that owner and of nobody else. */
function clearanceOfOwner(owner: UploadOwner): Clearance {
  return 'personId' in owner ? clearanceForSubject(owner.personId) : clearanceForOrganisation(owner.organisationId);
}

/** A token of one product neither uploads for another one nor for none. */
function assertProduct(principal: Principal, productId: Id<'prd'> | null): void {
  if (principal.kind !== 'token' || principal.productId === null) return;
  if (principal.productId !== productId) throw new ProductNotFoundError();
}
