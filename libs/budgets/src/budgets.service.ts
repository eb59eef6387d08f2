import { Injectable } from '@nestjs/common';
import { actorOf, assertRole, personOf } from '#libs/identity';
import { Config } from '#platform/config';
import { UnitOfWork, clear, runOnce, type IdempotentResult, type Tx } from '#platform/database';
import {
  assertHeldCurrency,
  belongsTo,
  canonicalJson,
  clearanceOf,
  newId,
  type Canonical,
  type Id,
  type Money,
  type OrganisationRole,
  type Principal,
} from '#platform/kernel';
import { BudgetNotFoundError } from './budget.errors.js';
import type { BudgetPeriod, BudgetRow } from './budget.row.js';
import { BudgetsRepository } from './budgets.repository.js';
import { PeriodTimers } from './period-timers.js';
import type { BudgetPolicy } from './plan/policy.js';
import { assertPolicy, defaultPolicy } from './plan/policy.rules.js';
import type { RunMethod } from './runs/allocation-run.entity.js';

/** Who plans and spends for an organisation. */
export const SPENDER_ROLES: readonly OrganisationRole[] = ['finance', 'admin'];

export type PolicyChange = Partial<BudgetPolicy>;

export interface NewBudget {
  readonly organisationId: Id<'org'>;
  readonly name: string;
  readonly developers: number | null;
  readonly method: RunMethod;
  readonly purchaseOrder: string | null;
  readonly period: BudgetPeriod;
  readonly startsOn: string;
  readonly cap: Money;
  readonly policy: PolicyChange;
  readonly idempotencyKey: string;
}

export interface BudgetChange {
  readonly name?: string;
  readonly developers?: number | null;
  readonly method?: RunMethod;
  readonly purchaseOrder?: string | null;
  readonly policy: PolicyChange;
}

/** What a company sets apart by the period, and the rules by which runs divide it. */
@Injectable()
export class BudgetsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly budgets: BudgetsRepository,
    private readonly timers: PeriodTimers,
    private readonly config: Config,
  ) {}

  async create(
    principal: Principal,
    { idempotencyKey: key, cap, policy, ...facts }: NewBudget,
  ): Promise<IdempotentResult> {
    assertRole(principal, facts.organisationId, SPENDER_ROLES);
    assertHeldCurrency(cap, this.config.get('HELD_CURRENCIES'));
    const rules = { ...defaultPolicy(cap.minor.toString()), ...policy };
    assertPolicy(rules);
    const body = { ...facts, currency: cap.currency, policy: JSON.stringify(rules) };
    const personId = personOf(principal);
    return this.unitOfWork.run(actorOf(principal), (tx) =>
      runOnce(tx, { scope: personId, operation: 'createBudget', key, body }, async () => {
        await clear(tx, clearanceOf(principal));
        const id = newId<'bdg'>();
        const { organisationId, period, startsOn } = facts;
        const budget = { ...facts, id, currency: cap.currency, policyVersion: 1, policy: rules };
        await this.budgets.insert(tx, budget, personId);
        tx.audit('budget', id, 'create', { organisationId, currency: cap.currency, period, startsOn });
        await this.timers.set(tx, budget);
        return id;
      }),
    );
  }

  /** What is given replaces the fact or the rule of that name. Only another policy is a new version, and makes previews stale. */
  async update(principal: Principal, id: Id<'bdg'>, { policy, ...change }: BudgetChange): Promise<void> {
    await this.change(principal, id, async (tx, budget) => {
      const next = { ...budget, ...change, policy: { ...budget.policy, ...policy } };
      assertPolicy(next.policy);
      if (textOf(next) === textOf(budget)) return;
      const isRuled = policyText(next) !== policyText(budget);
      const policyVersion = budget.policyVersion + (isRuled ? 1 : 0);
      await this.budgets.setFacts(tx, next);
      if (isRuled) await this.budgets.replacePolicy(tx, { ...next, policyVersion }, personOf(principal));
      tx.audit('budget', id, 'update', { policyVersion });
    });
  }

  /** Takes it out of use: no run is made of it. One that is open goes on. */
  async archive(principal: Principal, id: Id<'bdg'>): Promise<void> {
    await this.change(principal, id, async (tx, budget) => {
      if (budget.archivedAt !== null) return;
      await this.budgets.setArchived(tx, id, tx.now);
      await this.budgets.setNextPeriod(tx, id, null);
      tx.audit('budget', id, 'archive', {});
    });
  }

  async restore(principal: Principal, id: Id<'bdg'>): Promise<void> {
    await this.change(principal, id, async (tx, budget) => {
      if (budget.archivedAt === null) return;
      await this.budgets.setArchived(tx, id, null);
      tx.audit('budget', id, 'restore', {});
      await this.timers.set(tx, budget);
    });
  }

  private async change(
    principal: Principal,
    id: Id<'bdg'>,
    work: (tx: Tx, budget: BudgetRow) => Promise<void>,
  ): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      await clear(tx, clearanceOf(principal));
      const budget = await this.budgets.lock(tx, id);
      if (!budget || !belongsTo(principal, budget.organisationId)) throw new BudgetNotFoundError();
      assertRole(principal, budget.organisationId, SPENDER_ROLES);
      await work(tx, budget);
    });
  }
}

function policyText({ policy }: BudgetRow): string {
  return canonicalJson(policy as unknown as Canonical);
}

/** All that may be changed. */
function textOf(budget: BudgetRow): string {
  const { name, developers, method, purchaseOrder } = budget;
  return canonicalJson({ name, developers, method, purchaseOrder, policy: policyText(budget) });
}
