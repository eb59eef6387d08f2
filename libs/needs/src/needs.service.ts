import { Injectable } from '@nestjs/common';
import { ClaimsService } from '#libs/catalog';
import { actorOf, personOf } from '#libs/identity';
import { Config } from '#platform/config';
import { needChanged, needPublished } from '#platform/contracts';
import { UnitOfWork, runOnce, type IdempotentResult, type Tx } from '#platform/database';
import { assertHeldCurrency, newId, type Id, type Money, type Principal } from '#platform/kernel';
import { Need, type NeedKind } from './need.entity.js';
import { NotNeedOwnerError } from './need.errors.js';
import { assertTakes } from './need.rules.js';
import { NEED, type NeedAction } from './need.states.js';
import { NeedsRepository } from './needs.repository.js';
import { PayeesService, payeesOf, type NeedPayee } from './payees.service.js';

export interface NewNeed {
  readonly projectId: Id<'prj'>;
  readonly kind: NeedKind;
  readonly title: string;
  readonly summary: string;
  readonly goal: Money;
  readonly deadline: Date | null;
  readonly idempotencyKey: string;
}

@Injectable()
export class NeedsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly needs: NeedsRepository,
    private readonly claims: ClaimsService,
    private readonly payeesOfNeeds: PayeesService,
    private readonly config: Config,
  ) {}

  /** Writes a draft. Whoever posts it is the one who will be paid, and must maintain the project. */
  async create(principal: Principal, input: NewNeed): Promise<IdempotentResult> {
    const personId = personOf(principal);
    assertHeldCurrency(input.goal, this.config.get('HELD_CURRENCIES'));
    await this.claims.assertMaintainer(personId, input.projectId);
    const { goal, deadline, idempotencyKey: key, ...facts } = input;
    const body = {
      ...facts,
      goal: goal.minor.toString(),
      currency: goal.currency,
      deadline: deadline?.toISOString() ?? null,
    };
    return this.unitOfWork.run(actorOf(principal), (tx) =>
      runOnce(tx, { scope: personId, operation: 'createNeed', key, body }, async () => {
        const id = newId<'need'>();
        await this.needs.insert(tx, {
          id,
          ...facts,
          recipientPersonId: personId,
          goalMinor: goal.minor,
          currency: goal.currency,
          deadline,
          status: NEED.initial,
          reservedMinor: 0n,
          receivedMinor: 0n,
          createdAt: tx.now,
          publishedAt: null,
          version: 1,
        });
        await this.payeesOfNeeds.setAuthor(tx, id, personId);
        tx.audit('need', id, 'create', { projectId: input.projectId, goal: body.goal, currency: goal.currency });
        return id;
      }),
    );
  }

  /** Asks for money in public: whoever is paid has agreed to it and accepted the receiver's terms before. */
  async publish(principal: Principal, needId: Id<'need'>): Promise<void> {
    await this.act(principal, needId, 'publish', async (need, tx) => {
      // The claim may have ended since the draft was written.
      await this.claims.assertStillMaintains(tx, personOf(principal), need.projectId);
      await this.payeesOfNeeds.assertAccepted(tx, need);
      need.publishedAt = tx.now;
      tx.emit(needPublished, { needId, projectId: need.projectId, kind: need.kind });
    });
  }

  /** Takes no more pledges; what is promised and held goes on. */
  async close(principal: Principal, needId: Id<'need'>): Promise<void> {
    await this.act(principal, needId, 'close');
  }

  async cancel(principal: Principal, needId: Id<'need'>): Promise<void> {
    await this.act(principal, needId, 'cancel');
  }

  /** For milestones: the plan stands, the need may be published. The caller has locked nothing yet. */
  async attachPlan(tx: Tx, principal: Principal, needId: Id<'need'>): Promise<Need> {
    const need = await this.needs.lock(tx, needId);
    assertOwner(principal, need);
    await this.transition(tx, need, 'plan');
    return need;
  }

  /** For pledges: takes a promise into the need's capacity, under the lock of its row. */
  async reserve(tx: Tx, needId: Id<'need'>, amount: Money): Promise<Need> {
    const need = await this.needs.lock(tx, needId);
    assertTakes(need, amount);
    need.reservedMinor += amount.minor;
    await this.saveCounters(tx, need);
    return need;
  }

  /** For commitments: refuses what the need could not take today; nothing is reserved for a period that is not paid. */
  async assertTakes(tx: Tx, needId: Id<'need'>, amount: Money): Promise<Need> {
    const need = await this.needs.lock(tx, needId);
    assertTakes(need, amount);
    return need;
  }

  /** For pledges: a promise ends without money, and the capacity of its need, which the caller has locked, is free again. */
  async unreserve(tx: Tx, need: Need, amount: Money): Promise<void> {
    need.reservedMinor -= amount.minor;
    await this.saveCounters(tx, need);
  }

  /** For milestones: who is paid, and how much of the whole; fixed since the need was published. */
  payees(tx: Tx, needId: Id<'need'>): Promise<NeedPayee[]> {
    return payeesOf(tx, needId);
  }

  /** For milestones: whose need it is. Facts that never change need no lock. */
  find(tx: Tx, needId: Id<'need'>): Promise<Need> {
    return this.needs.find(tx, needId);
  }

  /** For alerts: whether no other need of its kind was published before for its project. */
  isFirstOfKind(tx: Tx, needId: Id<'need'>): Promise<boolean> {
    return this.needs.isFirstOfKind(tx, needId);
  }

  /** For pledges, which lock the need before the pledge. */
  lock(tx: Tx, needId: Id<'need'>): Promise<Need> {
    return this.needs.lock(tx, needId);
  }

  /** For pledges: money has arrived for a need that the caller has locked. */
  async receive(tx: Tx, need: Need, amount: Money, { wasReserved }: { readonly wasReserved: boolean }): Promise<void> {
    if (wasReserved) need.reservedMinor -= amount.minor;
    need.receivedMinor += amount.minor;
    await this.saveCounters(tx, need);
  }

  /** For milestones: held money goes back to its payer, and the need, which the caller has locked, can take as much again. */
  async giveBack(tx: Tx, need: Need, amount: Money): Promise<void> {
    need.receivedMinor -= amount.minor;
    await this.saveCounters(tx, need);
  }

  private async act(
    principal: Principal,
    needId: Id<'need'>,
    action: NeedAction,
    change: (need: Need, tx: Tx) => Promise<void> = () => Promise.resolve(),
  ): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const need = await this.needs.lock(tx, needId);
      assertOwner(principal, need);
      await change(need, tx);
      await this.transition(tx, need, action);
    });
  }

  private async transition(tx: Tx, need: Need, action: NeedAction): Promise<void> {
    const change = need.apply(action);
    await this.needs.save(tx, need);
    tx.audit('need', need.id, action, change);
    if (action !== 'plan') tellChanged(tx, need);
  }

  private async saveCounters(tx: Tx, need: Need): Promise<void> {
    await this.needs.save(tx, need);
    tellChanged(tx, need);
  }
}

function tellChanged(tx: Tx, { id: needId, projectId }: Need): void {
  tx.emit(needChanged, { needId, projectId });
}

function assertOwner(principal: Principal, need: Need): void {
  if (need.recipientPersonId !== personOf(principal)) throw new NotNeedOwnerError();
}
