import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { actorOf, personOf } from '#libs/identity';
import { signalsChanged } from '#platform/contracts';
import { UnitOfWork, type Tx } from '#platform/database';
import { newId, present, sha256Hex, type Id, type Principal } from '#platform/kernel';
import { ClaimsService } from '../claims.service.js';
import { replaceFigures } from '../facts/replace-figures.js';
import { FUNDING_MANIFEST, type FundingManifestAction } from './funding-manifest.states.js';
import { incomeShareOf } from './income-share.js';
import { ManifestNotFoundError } from './manifest.errors.js';
import { ManifestsQueries } from './manifests.queries.js';
import { readFundingManifest, type ReadManifest } from './read-funding-manifest.js';
import { StoredManifest } from './stored-manifest.entity.js';

/** Where a figure comes from that a manifest states. */
const SOURCE = 'funding manifest';
const CURRENT = In(['draft', 'published']);

/** What maintainers do with the funding manifests of their projects. Nothing is paid by one, and no payee follows from it. */
@Injectable()
export class ManifestsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly claims: ClaimsService,
    private readonly queries: ManifestsQueries,
  ) {}

  /**
   * Reads a file into a draft, in place of a draft of its kind. The same bytes as those of a current one are that one.
   * @throws NotMaintainerError, and whatever readFundingManifest throws
   */
  async import(principal: Principal, projectId: Id<'prj'>, fileName: string, content: string): Promise<Id<'fmn'>> {
    const personId = personOf(principal);
    const read = readFundingManifest(fileName, content);
    const sha256 = sha256Hex(content);
    return this.unitOfWork.run(actorOf(principal), async (tx) => {
      await this.claims.assertStillMaintains(tx, personId, projectId);
      const current = await lockCurrent(tx, projectId, read.manifest.kind);
      const same = current.find((stored) => stored.sha256 === sha256);
      for (const draft of current) if (draft.status === 'draft' && draft !== same) await change(tx, draft, 'replace');
      return same?.id ?? insertDraft(tx, { projectId, personId, sha256 }, read);
    });
  }

  /** A maintainer says that a draft is right: everybody sees it from now on, and no longer the one before it. */
  async publish(principal: Principal, id: Id<'fmn'>): Promise<void> {
    await this.ofMaintainer(principal, id, async (tx, stored, current) => {
      for (const before of current) if (before.status === 'published') await change(tx, before, 'replace');
      await change(tx, stored, 'publish');
    });
  }

  async discard(principal: Principal, id: Id<'fmn'>): Promise<void> {
    await this.ofMaintainer(principal, id, (tx, stored) => change(tx, stored, 'discard'));
  }

  /** Somebody is erased: names at platforms may be that person's, so what he or she imported goes too. */
  async discardAllOf(tx: Tx, personId: Id<'usr'>): Promise<void> {
    const imported = await tx.manager.find(StoredManifest, {
      where: { importedBy: personId, status: CURRENT },
      order: { projectId: 'ASC', id: 'ASC' },
    });
    for (const { projectId, kind, id } of imported) {
      const stored = (await lockCurrent(tx, projectId, kind)).find((current) => current.id === id);
      if (stored) await change(tx, stored, 'discard');
    }
  }

  /** @throws ManifestNotFoundError also for a person who does not maintain the project */
  private async ofMaintainer(
    principal: Principal,
    id: Id<'fmn'>,
    work: (tx: Tx, stored: StoredManifest, others: readonly StoredManifest[]) => Promise<void>,
  ): Promise<void> {
    const personId = personOf(principal);
    const known = await this.queries.ofMaintainer(id, personId);
    if (!known) throw new ManifestNotFoundError();
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      await this.claims.assertStillMaintains(tx, personId, known.projectId);
      const current = await lockCurrent(tx, known.projectId, known.kind);
      const others = current.filter((stored) => stored.id !== id);
      // It may have been discarded since it was looked for.
      const stored = current.find((one) => one.id === id) ?? Object.assign(known, { status: 'discarded' as const });
      await work(tx, stored, others);
    });
  }
}

/** Manifests of a project change one after the other, under a lock of its row. */
async function lockCurrent(tx: Tx, projectId: Id<'prj'>, kind: string): Promise<StoredManifest[]> {
  await tx.manager.query('SELECT 1 FROM project WHERE id = $1 FOR NO KEY UPDATE', [projectId]);
  return tx.manager.find(StoredManifest, {
    where: { projectId, kind: kind as StoredManifest['kind'], status: CURRENT },
    order: { id: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  });
}

async function change(tx: Tx, stored: StoredManifest, action: FundingManifestAction): Promise<void> {
  const { id, projectId, kind, status: before } = stored;
  const facts = stored.apply(action, tx.now);
  const { status, content, publishedAt } = stored;
  await tx.manager.query('UPDATE funding_manifest SET status = $2, content = $3, published_at = $4 WHERE id = $1', [
    id,
    status,
    content === null ? null : JSON.stringify(content),
    publishedAt?.toISOString() ?? null,
  ]);
  tx.audit('fundingManifest', id, action, { ...facts, projectId, kind });
  if (kind === 'funding_json' && [before, status].includes('published')) await tellScores(tx, stored);
}

/** What a published manifest says of the income is a figure of its project, for as long as it is published. */
async function tellScores(tx: Tx, { projectId, status, content }: StoredManifest): Promise<void> {
  const share = status === 'published' ? incomeShareOf(present(content), tx.now) : null;
  await replaceFigures(tx, share === null ? [] : [{ projectId, signal: 'incomeShare', value: share.value }], {
    source: SOURCE,
    signals: ['incomeShare'],
    observedAt: share?.observedAt ?? tx.now,
    projectId,
  });
  tx.emit(signalsChanged, {});
}

interface DraftOf {
  readonly projectId: Id<'prj'>;
  readonly personId: Id<'usr'>;
  readonly sha256: string;
}

async function insertDraft(
  tx: Tx,
  { projectId, personId, sha256 }: DraftOf,
  { manifest, warnings }: ReadManifest,
): Promise<Id<'fmn'>> {
  const id = newId<'fmn'>();
  const { kind, version } = manifest;
  await tx.manager.query(
    `INSERT INTO funding_manifest (id, project_id, kind, format_version, status, content, warnings, sha256, imported_by, imported_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      id,
      projectId,
      kind,
      version,
      FUNDING_MANIFEST.initial,
      JSON.stringify(manifest),
      JSON.stringify(warnings),
      sha256,
      personId,
      tx.now.toISOString(),
    ],
  );
  const counts = { channels: manifest.channels.length, plans: manifest.plans.length };
  tx.audit('fundingManifest', id, 'import', { projectId, kind, sha256, ...counts });
  return id;
}
