import { Injectable } from '@nestjs/common';
import { CustodyService } from '#libs/hosting';
import { TermsService, actorOf, assertRole, personOf } from '#libs/identity';
import { UnitOfWork, isDatabaseError, violatedConstraint, type Tx } from '#platform/database';
import { payeeProposed } from '#platform/contracts';
import {
  formatPayee,
  payeeColumns,
  payeeOfColumns,
  type Id,
  type Payee,
  type PayeeColumns,
  type Principal,
} from '#platform/kernel';
import type { Need } from './need.entity.js';
import {
  HostNotOfProjectError,
  NotNeedOwnerError,
  PayeeNotFoundError,
  PayeeTwiceError,
  PayeesFixedError,
  PayeesNotAcceptedError,
} from './need.errors.js';
import { NEED } from './need.states.js';
import { NeedsRepository } from './needs.repository.js';

export type PayeeStatus = 'proposed' | 'accepted' | 'declined';

/** Who is paid for a need. Weights are relative: 2 and 1 are two thirds and one third. */
export interface NeedPayee {
  readonly payee: Payee;
  readonly weight: bigint;
  readonly status: PayeeStatus;
  /** A fiscal host that holds the share for the project. */
  readonly forProject: boolean;
}

export interface ProposedPayee {
  readonly payee: Payee;
  readonly weight: number;
  readonly forProject: boolean;
}

const FOREIGN_KEY_VIOLATION = '23503';

/** Who is paid for a need, by their own consent: nobody's name stands there without it. */
@Injectable()
export class PayeesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly needs: NeedsRepository,
    private readonly terms: TermsService,
    private readonly custody: CustodyService,
  ) {}

  /** The author of a need, alone, until the author proposes others. */
  async setAuthor(tx: Tx, needId: Id<'need'>, author: Id<'usr'>): Promise<void> {
    await insert(tx, needId, author, [{ payee: { kind: 'person', id: author }, weight: 1, forProject: false }]);
  }

  /** Replaces the payees while the need is not published. The author's own share needs no further word. */
  async propose(principal: Principal, needId: Id<'need'>, proposed: readonly ProposedPayee[]): Promise<void> {
    const author = personOf(principal);
    try {
      await this.unitOfWork.run(actorOf(principal), async (tx) => {
        const need = await this.needs.lock(tx, needId);
        if (need.recipientPersonId !== author) throw new NotNeedOwnerError();
        // The plan may be changed in the same states, so its transition says whether payees may.
        if (!NEED.transitions.plan.from.includes(need.status)) throw new PayeesFixedError();
        await this.assertHosts(tx, need, proposed);
        await tx.manager.query('DELETE FROM need_payee WHERE need_id = $1', [needId]);
        await insert(tx, needId, author, proposed);
        tx.audit('need', needId, 'proposePayees', {
          payees: proposed.map(({ payee, weight, forProject }) => ({ payee: formatPayee(payee), weight, forProject })),
        });
        for (const { payee } of proposed)
          if (!isAuthor(payee, author))
            tx.emit(payeeProposed, { needId, payee: formatPayee(payee), title: need.title });
      });
    } catch (error) {
      if (isDatabaseError(error, [FOREIGN_KEY_VIOLATION])) throw new PayeeNotFoundError();
      if (violatedConstraint(error)?.startsWith('need_payee_once')) throw new PayeeTwiceError();
      throw error;
    }
  }

  /** Says yes or no to being paid for a need: by oneself, or for an organisation that one keeps the money of. */
  async decide(principal: Principal, needId: Id<'need'>, payee: Payee, accepts: boolean): Promise<void> {
    if (payee.kind === 'organisation') assertRole(principal, payee.id, ['finance', 'admin']);
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const need = await this.needs.lock(tx, needId);
      const named = await payeesOf(tx, needId);
      if (!named.some((candidate) => formatPayee(candidate.payee) === formatPayee(payee)))
        throw new PayeeNotFoundError();
      if (!NEED.transitions.plan.from.includes(need.status)) throw new PayeesFixedError();
      if (accepts) await this.assertTerms(tx, payee);
      await tx.manager.query(
        `UPDATE need_payee SET status = $3, decided_at = $4 WHERE need_id = $1 AND $2 IN (person_id, organisation_id)`,
        [needId, payee.id, accepts ? 'accepted' : 'declined', tx.now.toISOString()],
      );
      tx.audit('need', needId, accepts ? 'acceptShare' : 'declineShare', { payee: formatPayee(payee) });
    });
  }

  /** Refuses to publish a need of which somebody has not agreed to be paid for it. */
  async assertAccepted(tx: Tx, need: Need): Promise<void> {
    const payees = await payeesOf(tx, need.id);
    if (payees.some(({ status }) => status !== 'accepted')) throw new PayeesNotAcceptedError();
    await this.assertHosts(tx, need, payees);
    for (const { payee } of payees) await this.assertTerms(tx, payee);
  }

  /** Only the host that keeps the money of the project is paid on its behalf. */
  private async assertHosts(
    tx: Tx,
    { projectId }: Need,
    payees: readonly Pick<NeedPayee, 'payee' | 'forProject'>[],
  ): Promise<void> {
    const named = payees.filter(({ forProject }) => forProject);
    if (named.length === 0) return;
    const custody = await this.custody.of(tx, projectId);
    const hostId = custody?.kind === 'host' ? custody.hostId : null;
    if (named.some(({ payee }) => payee.id !== hostId)) throw new HostNotOfProjectError();
  }

  private assertTerms(tx: Tx, payee: Payee): Promise<void> {
    return payee.kind === 'person'
      ? this.terms.assertReceiverAccepted(tx, payee.id)
      : this.terms.assertOrganisationAccepted(tx, 'receiver', payee.id);
  }
}

/** In their order, which decides who gets the units that do not divide. */
export async function payeesOf(tx: Tx, needId: Id<'need'>): Promise<NeedPayee[]> {
  const rows = await tx.manager.query<(PayeeColumns & { weight: number; status: PayeeStatus; forProject: boolean })[]>(
    `SELECT person_id AS "personId", organisation_id AS "organisationId", weight, status, for_project AS "forProject"
       FROM need_payee WHERE need_id = $1 ORDER BY position`,
    [needId],
  );
  return rows.map(({ weight, status, forProject, ...columns }) => ({
    payee: payeeOfColumns(columns),
    weight: BigInt(weight),
    status,
    forProject,
  }));
}

function isAuthor(payee: Payee, author: Id<'usr'>): boolean {
  return payee.kind === 'person' && payee.id === author;
}

async function insert(
  tx: Tx,
  needId: Id<'need'>,
  author: Id<'usr'>,
  proposed: readonly ProposedPayee[],
): Promise<void> {
  const columns = proposed.map(({ payee }) => payeeColumns(payee));
  await tx.manager.query(
    `INSERT INTO need_payee (need_id, position, person_id, organisation_id, weight, for_project, status, decided_at)
     SELECT $1, position, person_id, organisation_id, weight, for_project,
            CASE WHEN person_id = $5 THEN 'accepted' ELSE 'proposed' END, CASE WHEN person_id = $5 THEN $6::timestamptz END
       FROM unnest($2::uuid[], $3::uuid[], $4::int[], $7::boolean[]) WITH ORDINALITY AS payee (person_id, organisation_id, weight, for_project, position)`,
    [
      needId,
      columns.map(({ personId }) => personId),
      columns.map(({ organisationId }) => organisationId),
      proposed.map(({ weight }) => weight),
      author,
      tx.now.toISOString(),
      proposed.map(({ forProject }) => forProject),
    ],
  );
}
