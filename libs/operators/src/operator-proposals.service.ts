import { Injectable } from '@nestjs/common';
import {
  AlreadyDecidedError,
  ApproverBenefitsError,
  RoleTooYoungError,
  SeparationOfDutiesError,
} from '#libs/approvals';
import { PersonNotFoundError, actorOf, personOf } from '#libs/identity';
import { operatorProposalExpiryDue } from '#platform/contracts';
import { UnitOfWork, commit, isDatabaseError, type Tx } from '#platform/database';
import {
  DAY_MS,
  addMs,
  formatId,
  isOperator,
  newId,
  type Id,
  type OperatorRight,
  type Principal,
  type StatusChange,
} from '#platform/kernel';
import { endGrant, extendGrant, insertGrant, lockGrantOf, stands } from './operator-grants.repository.js';
import { tellOperators } from './operator-notices.js';
import { OperatorProposal } from './operator-proposal.entity.js';
import { OPERATOR_PROPOSAL } from './operator-proposal.states.js';
import {
  InvalidOperatorTermError,
  MissingOperatorRightError,
  OperatorProposalNotFoundError,
  OperatorProposalOpenError,
  OperatorProposalStaleError,
  OperatorRightHeldError,
} from './operator.errors.js';

const LIFETIME_MS = 14 * DAY_MS;
const MAXIMUM_TERM_DAYS = 366;
const UNIQUE_VIOLATION = '23505';
const FOREIGN_KEY_VIOLATION = '23503';
const PROPOSER_IS_NO_ADMIN = 'MS020';
const REQUESTER_APPROVES = 'MS007';
const BENEFICIARY_APPROVES = 'MS011';
const NO_RIGHT_OF_THAT_TIME = 'MS012';
const STALE = 'MS023';

export interface NewProposal {
  readonly beneficiaryId: Id<'usr'>;
  readonly right: OperatorRight;
  readonly expiresAt: Date;
  readonly reason: string;
}

/** A right is proposed by one administrator of operators and given by a second person. */
@Injectable()
export class OperatorProposalsService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async propose(principal: Principal, proposal: NewProposal): Promise<Id<'opp'>> {
    const { beneficiaryId, right, expiresAt: rightExpiresAt, reason } = proposal;
    const proposedBy = personOf(principal);
    if (proposedBy === beneficiaryId) throw new SeparationOfDutiesError();
    return this.unitOfWork.run(actorOf(principal), async (tx) => {
      if (rightExpiresAt <= tx.now || rightExpiresAt > addMs(tx.now, MAXIMUM_TERM_DAYS * DAY_MS))
        throw new InvalidOperatorTermError(MAXIMUM_TERM_DAYS);
      const held = await lockGrantOf(tx, beneficiaryId, right);
      if (held?.expiresAt === null) throw new OperatorRightHeldError();
      const id = newId<'opp'>();
      const expiresAt = addMs(tx.now, LIFETIME_MS);
      await insert(tx, { id, beneficiaryId, right, rightExpiresAt, reason, proposedBy, expiresAt });
      tx.audit('operatorProposal', id, 'propose', {
        beneficiaryId,
        right,
        rightExpiresAt: rightExpiresAt.toISOString(),
        reason: await commit(tx, { type: 'operatorProposal', id }, 'reason', reason),
      });
      tx.emit(operatorProposalExpiryDue, { proposalId: id }, expiresAt);
      await tellOperators(tx, beneficiaryId, { notice: 'right_proposed', right, subjectId: formatId('opp', id) });
      return id;
    });
  }

  /**
   * The second person: an administrator of operators from before the proposal, who neither made it nor gains by it. For
   * the second administrator of an installation it is the one who gains; the database says when that counts.
   */
  async approve(principal: Principal, id: Id<'opp'>): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const proposal = await lockedFor(tx, principal, id);
      await decide(tx, proposal, 'approve', personOf(principal));
      const { beneficiaryId, right } = proposal;
      await give(tx, proposal);
      await tellOperators(tx, beneficiaryId, { notice: 'right_granted', right, subjectId: formatId('opp', id) });
    });
  }

  /** By an administrator of operators, or by the one who would get the right. */
  async decline(principal: Principal, id: Id<'opp'>): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      await decide(tx, await lockedFor(tx, principal, id), 'decline', personOf(principal));
    });
  }

  /** Whoever made the proposal takes it back. */
  async withdraw(principal: Principal, id: Id<'opp'>): Promise<void> {
    const personId = personOf(principal);
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const proposal = await lock(tx, id);
      if (proposal?.proposedBy !== personId) throw new OperatorProposalNotFoundError();
      await decide(tx, proposal, 'withdraw', personId);
    });
  }

  /** The timer: nobody has decided in time. */
  async expire(tx: Tx, id: Id<'opp'>): Promise<void> {
    const proposal = await lock(tx, id);
    if (proposal?.status === 'proposed') await decide(tx, proposal, 'expire', null);
  }
}

async function insert(
  tx: Tx,
  facts: Pick<
    OperatorProposal,
    'id' | 'beneficiaryId' | 'right' | 'rightExpiresAt' | 'reason' | 'proposedBy' | 'expiresAt'
  >,
): Promise<void> {
  const fresh = { status: OPERATOR_PROPOSAL.initial, decidedBy: null, decidedAt: null, version: 1 };
  try {
    await tx.manager.insert(OperatorProposal, { ...facts, ...fresh, proposedAt: tx.now });
  } catch (error) {
    if (isDatabaseError(error, [PROPOSER_IS_NO_ADMIN])) throw new MissingOperatorRightError();
    if (isDatabaseError(error, [UNIQUE_VIOLATION])) throw new OperatorProposalOpenError();
    if (isDatabaseError(error, [FOREIGN_KEY_VIOLATION])) throw new PersonNotFoundError();
    throw error;
  }
}

/** The grant of an approved proposal: a new one, or the one that stands goes on. */
async function give(tx: Tx, { id, beneficiaryId, right, rightExpiresAt }: OperatorProposal): Promise<void> {
  const terms = { proposalId: id, expiresAt: rightExpiresAt };
  const facts = { personId: beneficiaryId, right, proposalId: id, expiresAt: rightExpiresAt.toISOString() };
  const held = await lockGrantOf(tx, beneficiaryId, right);
  if (held && stands(held, tx.now)) {
    await extendGrant(tx, held.id, terms);
    tx.audit('operatorGrant', held.id, 'extend', facts);
    return;
  }
  if (held) await endGrant(tx, held.id, held.expiresAt!, { by: null, reason: null });
  tx.audit('operatorGrant', await insertGrant(tx, beneficiaryId, right, terms), 'grant', facts);
}

async function lockedFor(tx: Tx, principal: Principal, id: Id<'opp'>): Promise<OperatorProposal> {
  const proposal = await lock(tx, id);
  const mayDecide = isOperator(principal, ['operator_admin']) || proposal?.beneficiaryId === personOf(principal);
  if (!proposal || !mayDecide) throw new OperatorProposalNotFoundError();
  return proposal;
}

function lock(tx: Tx, id: Id<'opp'>): Promise<OperatorProposal | null> {
  return tx.manager.findOne(OperatorProposal, { where: { id }, lock: { mode: 'pessimistic_write' } });
}

async function decide(
  tx: Tx,
  proposal: OperatorProposal,
  action: Parameters<OperatorProposal['apply']>[0],
  decidedBy: Id<'usr'> | null,
): Promise<void> {
  if (proposal.status !== 'proposed') throw new AlreadyDecidedError();
  const change: StatusChange<string> = proposal.apply(action);
  const { id, status, version } = proposal;
  try {
    const decision = { status, decidedBy, decidedAt: tx.now, version: version + 1 };
    await tx.manager.update(OperatorProposal, { id, version }, decision);
  } catch (error) {
    if (isDatabaseError(error, [REQUESTER_APPROVES])) throw new SeparationOfDutiesError();
    if (isDatabaseError(error, [BENEFICIARY_APPROVES])) throw new ApproverBenefitsError();
    if (isDatabaseError(error, [NO_RIGHT_OF_THAT_TIME])) throw new RoleTooYoungError();
    if (isDatabaseError(error, [STALE])) throw new OperatorProposalStaleError();
    throw error;
  }
  tx.audit('operatorProposal', id, action, change);
}
