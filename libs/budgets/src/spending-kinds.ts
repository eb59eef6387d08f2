import { Injectable } from '@nestjs/common';
import {
  TrancheCommitmentNotFoundError,
  TrancheCommitmentsQueries,
  TrancheCommitmentsService,
  type TrancheCommitmentRow,
  RecurringPledgeNotFoundError,
  RecurringPledgesQueries,
  RecurringPledgesService,
  type RecurringPledgeRow,
} from '#libs/commitments';
import {
  PledgeNotFoundError,
  PledgePaymentsService,
  PledgesQueries,
  PledgesService,
  type PledgeRow,
} from '#libs/pledges';
import type { Tx } from '#platform/database';
import { asId } from '#platform/kernel';
import type { Spending, SpendingKind } from './spending.js';

/** The type of these subjects, whose rules hold for every kind of spending. */
export const PLEDGE_SUBJECT = 'pledge';

@Injectable()
export class PledgeSpending implements SpendingKind {
  readonly type = PLEDGE_SUBJECT;
  readonly waiting = 'promised';

  constructor(
    private readonly pledges: PledgesService,
    private readonly payments: PledgePaymentsService,
    private readonly queries: PledgesQueries,
  ) {}

  async find(id: string): Promise<Spending | null> {
    return spendingOfPledge(await this.queries.find(asId(id)));
  }

  async findWithin(tx: Tx, id: string): Promise<Spending | null> {
    return spendingOfPledge(await this.queries.findWithin(tx, asId(id)));
  }

  notFound(): Error {
    return new PledgeNotFoundError();
  }

  approved(tx: Tx, id: string): Promise<void> {
    return this.payments.pay(tx, asId(id));
  }

  rejected(tx: Tx, id: string): Promise<void> {
    return this.pledges.reject(tx, asId(id));
  }
}

@Injectable()
export class RecurringSpending implements SpendingKind {
  readonly type = 'recurring_pledge';
  readonly waiting = 'promised';

  constructor(
    private readonly pledges: RecurringPledgesService,
    private readonly queries: RecurringPledgesQueries,
  ) {}

  async find(id: string): Promise<Spending | null> {
    return spendingOfRecurring(await this.queries.find(asId(id)));
  }

  async findWithin(tx: Tx, id: string): Promise<Spending | null> {
    return spendingOfRecurring(await this.queries.findWithin(tx, asId(id)));
  }

  notFound(): Error {
    return new RecurringPledgeNotFoundError();
  }

  approved(tx: Tx, id: string): Promise<void> {
    return this.pledges.begin(tx, asId(id));
  }

  rejected(tx: Tx, id: string): Promise<void> {
    return this.pledges.reject(tx, asId(id));
  }
}

@Injectable()
export class TrancheSpending implements SpendingKind {
  readonly type = 'tranche_commitment';
  readonly waiting = 'promised';

  constructor(
    private readonly commitments: TrancheCommitmentsService,
    private readonly queries: TrancheCommitmentsQueries,
  ) {}

  async find(id: string): Promise<Spending | null> {
    return spendingOfTranches(await this.queries.find(asId(id)));
  }

  async findWithin(tx: Tx, id: string): Promise<Spending | null> {
    return spendingOfTranches(await this.queries.findWithin(tx, asId(id)));
  }

  notFound(): Error {
    return new TrancheCommitmentNotFoundError();
  }

  approved(tx: Tx, id: string): Promise<void> {
    return this.commitments.begin(tx, asId(id));
  }

  rejected(tx: Tx, id: string): Promise<void> {
    return this.commitments.reject(tx, asId(id));
  }
}

/** A tranche is none of its own: it is decided on with its commitment. Neither is a line of a run. */
function spendingOfPledge(pledge: PledgeRow | null): Spending | null {
  if (!pledge || pledge.chargeTime === 'day' || pledge.chargeTime === 'run') return null;
  const { needId, organisationId, amount, method, chargeTime, purchaseOrder } = pledge;
  const sum = { minor: amount.minor.toString(), currency: amount.currency };
  return { ...pledge, needIds: [needId], facts: { needId, organisationId, ...sum, method, chargeTime, purchaseOrder } };
}

function spendingOfRecurring(pledge: RecurringPledgeRow | null): Spending | null {
  if (!pledge) return null;
  const { needId, organisationId, amount, interval, noticeDays } = pledge;
  const sum = { minor: amount.minor.toString(), currency: amount.currency };
  return { ...pledge, needIds: [needId], facts: { needId, organisationId, ...sum, interval, noticeDays } };
}

function spendingOfTranches(commitment: TrancheCommitmentRow | null): Spending | null {
  if (!commitment) return null;
  const { needId, organisationId, amount, method, purchaseOrder } = commitment;
  const sum = { minor: amount.minor.toString(), currency: amount.currency };
  return { ...commitment, needIds: [needId], facts: { needId, organisationId, ...sum, method, purchaseOrder } };
}
