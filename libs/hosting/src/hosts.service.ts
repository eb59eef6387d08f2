import { Injectable } from '@nestjs/common';
import { CatalogQueries, NotMaintainerError } from '#libs/catalog';
import { TermsService, actorOf, assertRole, personOf } from '#libs/identity';
import { hostingNoticeDue } from '#platform/contracts';
import { UnitOfWork, isDatabaseError, type Tx } from '#platform/database';
import { belongsTo, formatId, newId, type Id, type Principal } from '#platform/kernel';
import { CustodyService } from './custody.service.js';
import { HostAgreement } from './host-agreement.entity.js';
import { HOST_AGREEMENT } from './host-agreement.states.js';
import { HostAgreementsRepository } from './host-agreements.repository.js';
import {
  HostAgreementExistsError,
  HostAgreementNotFoundError,
  HostNotAcceptingError,
  HostNotFoundError,
  NotFiscalHostError,
} from './hosting.errors.js';

const UNIQUE_VIOLATION = '23505';

export interface HostTerms {
  readonly feeBasisPoints: number;
  readonly isAccepting: boolean;
}

/** Fiscal hosts and the projects that are with them: a project asks, and the host accepts. */
@Injectable()
export class HostsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly agreements: HostAgreementsRepository,
    private readonly custody: CustodyService,
    private readonly catalog: CatalogQueries,
    private readonly terms: TermsService,
  ) {}

  /** Publishes what the host asks for. Agreements keep the fee of the day on which they were asked for. */
  async setTerms(principal: Principal, hostId: Id<'org'>, { feeBasisPoints, isAccepting }: HostTerms): Promise<void> {
    assertRole(principal, hostId, ['admin']);
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const kinds = await tx.manager.query<unknown[]>(
        `SELECT 1 FROM organisation WHERE id = $1 AND kind = 'FISCAL_HOST'`,
        [hostId],
      );
      if (kinds.length === 0) throw new NotFiscalHostError();
      await tx.manager.query(
        `INSERT INTO host_terms (organisation_id, fee_basis_points, is_accepting, published_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (organisation_id) DO UPDATE SET fee_basis_points = $2, is_accepting = $3, published_at = $4`,
        [hostId, feeBasisPoints, isAccepting, tx.now.toISOString()],
      );
      tx.audit('organisation', hostId, 'setHostTerms', { feeBasisPoints, isAccepting });
    });
  }

  /** The consent of the project: its maintainer asks a host, on the terms that the host shows now. */
  async apply(principal: Principal, projectId: Id<'prj'>, hostId: Id<'org'>): Promise<Id<'hag'>> {
    const appliedBy = personOf(principal);
    if (!(await this.catalog.isMaintainer(appliedBy, projectId))) throw new NotMaintainerError();
    try {
      return await this.unitOfWork.run(actorOf(principal), async (tx) => {
        const { feeBasisPoints, isAccepting } = await termsOf(tx, hostId);
        if (!isAccepting) throw new HostNotAcceptingError();
        const id = newId<'hag'>();
        await tx.manager.insert(HostAgreement, {
          id,
          projectId,
          hostId,
          feeBasisPoints,
          status: HOST_AGREEMENT.initial,
          appliedBy,
          appliedAt: tx.now,
          version: 1,
        });
        tx.audit('hostAgreement', id, 'apply', { projectId, hostId, feeBasisPoints });
        await tellHost(tx, hostId, 'applied', projectId);
        return id;
      });
    } catch (error) {
      if (isDatabaseError(error, [UNIQUE_VIOLATION])) throw new HostAgreementExistsError();
      throw error;
    }
  }

  /** The maintainer takes back what was asked, as long as the host does not keep the project's money yet. */
  async withdraw(principal: Principal, agreementId: Id<'hag'>): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const agreement = await this.ofMaintainer(tx, principal, agreementId);
      const change = agreement.apply('withdraw');
      await this.agreements.save(tx, agreement);
      tx.audit('hostAgreement', agreementId, 'withdraw', change);
    });
  }

  /** The consent of the host. The agreement begins at once, unless the project is still with another host. */
  async decide(principal: Principal, agreementId: Id<'hag'>, accepts: boolean): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const known = await this.agreements.find(tx, agreementId);
      if (!known || !belongsTo(principal, known.hostId)) throw new HostAgreementNotFoundError();
      assertRole(principal, known.hostId, ['admin']);
      const custody = await this.custody.lock(tx, known.projectId);
      const agreement = await this.agreements.lock(tx, agreementId);
      const change = agreement.apply(accepts ? 'accept' : 'decline');
      tx.audit('hostAgreement', agreementId, accepts ? 'accept' : 'decline', change);
      if (accepts) await this.terms.assertOrganisationAccepted(tx, 'receiver', agreement.hostId);
      if (accepts && custody?.kind !== 'host') await this.begin(tx, agreement);
      else await this.agreements.save(tx, agreement);
      const notice = accepts ? 'accepted' : 'declined';
      await tellPerson(tx, agreement.appliedBy, notice, agreement.projectId);
    });
  }

  /** For leaving too: from now on this host keeps the money of the project. */
  async begin(tx: Tx, agreement: HostAgreement): Promise<void> {
    const change = agreement.apply('begin');
    agreement.beganAt = tx.now;
    await this.agreements.save(tx, agreement);
    await this.custody.put(tx, agreement.projectId, { agreementId: agreement.id });
    tx.audit('hostAgreement', agreement.id, 'begin', change);
  }

  /** Locked, for a verified maintainer of its project; nobody else learns of it. */
  async ofMaintainer(tx: Tx, principal: Principal, agreementId: Id<'hag'>): Promise<HostAgreement> {
    const known = await this.agreements.find(tx, agreementId);
    if (!known || !(await this.catalog.isMaintainer(personOf(principal), known.projectId)))
      throw new HostAgreementNotFoundError();
    await this.custody.lock(tx, known.projectId);
    return this.agreements.lock(tx, agreementId);
  }
}

async function termsOf(tx: Tx, hostId: Id<'org'>): Promise<HostTerms> {
  const rows = await tx.manager.query<HostTerms[]>(
    `SELECT fee_basis_points AS "feeBasisPoints", is_accepting AS "isAccepting" FROM host_terms WHERE organisation_id = $1`,
    [hostId],
  );
  if (!rows[0]) throw new HostNotFoundError();
  return rows[0];
}

type Notice = 'applied' | 'accepted' | 'declined' | 'leaving' | 'left';

export function tellHost(tx: Tx, hostId: Id<'org'>, notice: Notice, projectId: Id<'prj'>): Promise<void> {
  return tell(tx, formatId('org', hostId), notice, projectId);
}

export function tellPerson(tx: Tx, personId: Id<'usr'>, notice: Notice, projectId: Id<'prj'>): Promise<void> {
  return tell(tx, formatId('usr', personId), notice, projectId);
}

async function tell(tx: Tx, to: string, notice: Notice, projectId: Id<'prj'>): Promise<void> {
  const [project] = await tx.manager.query<{ name: string }[]>('SELECT name FROM project WHERE id = $1', [projectId]);
  tx.emit(hostingNoticeDue, { to, notice, project: project!.name });
}
