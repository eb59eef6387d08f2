import { parseId } from '#platform/kernel';
import { newKey, type Person } from '../../apps/cli/src/index.js';
import { join, people } from '../../apps/cli/src/story/chapters/cast.js';
import { foundCompany, uploadSbom } from '../../apps/cli/src/story/chapters/company.js';
import { postNeed, publishNeed } from '../../apps/cli/src/story/chapters/maintainer.js';
import { acceptTerms, signUpAll } from '../../apps/cli/src/story/chapters/sign-up.js';
import { ask, look, tell, until } from './insistent.js';
import { KillTrial } from './kill-trial.js';
import { pay, projectOf, topUp } from './story-people.js';
import { StoryRig, type RigOptions } from './story-rig.js';

const FLOAT_MINOR = 500_000;
const usd = (minor: string): object => ({ minor, currency: 'USD' });

/** Cents of a run, which two needs with the same weight share. */
export const RUN_MINOR = 10_001n;

export type RunMethod = 'CHECKOUT' | 'BALANCE';

/** A company with a budget for two needs of a project, on a Mainstay whose processes are killed under it. */
export class AllocationTrial extends KillTrial {
  private constructor(
    rig: StoryRig,
    private readonly finance: Person,
    private readonly approver: Person,
    private readonly organisationId: string,
    private readonly budgetId: string,
  ) {
    super(rig);
  }

  static async start(options: RigOptions): Promise<AllocationTrial> {
    const rig = await StoryRig.start({ ...options, isDatabaseShared: true });
    try {
      const [stage, cast] = [await rig.stage(), people(rig.stack.url)];
      const { maintainer, engineer, finance, officer } = cast;
      await rig.stripe.topUp(FLOAT_MINOR, 'usd');
      await signUpAll(cast);
      await acceptTerms(maintainer, 'RECEIVER');
      const needId = await postNeed(stage, maintainer);
      const needs = [needId, await publishNeed(maintainer, await projectOf(maintainer, needId), 'Safer builds')];
      const organisationId = await foundCompany(stage, cast);
      await join(finance, officer, organisationId, ['FINANCE']);
      await uploadSbom(stage, engineer, organisationId);
      const { budget } = await finance.mutate<{ budget: { id: string } }>(
        'createBudget',
        'CreateBudgetInput',
        'budget { id }',
        {
          organisationId,
          name: 'Open source',
          period: 'YEAR',
          startsOn: `${String(rig.stack.now.getUTCFullYear())}-01-01`,
          cap: usd('200000'),
          policy: { addedByHand: needs, concentrationMinor: '200000', blockMinor: '1' },
          idempotencyKey: newKey(),
        },
      );
      return new AllocationTrial(rig, finance, officer, organisationId, budget.id);
    } catch (error) {
      await rig.end();
      throw error;
    }
  }

  payIn(minor: bigint): Promise<void> {
    return topUp(this.rig, this.finance, this.organisationId, usd(minor.toString()));
  }

  /** A run that waits for its approval. */
  async locked(method: RunMethod): Promise<string> {
    const input = { budgetId: this.budgetId, method, amountMinor: RUN_MINOR.toString(), idempotencyKey: newKey() };
    const { allocationRun } = await ask<{ allocationRun: { id: string } }>(
      this.finance,
      'createAllocationRun',
      'CreateAllocationRunInput',
      'allocationRun { id }',
      input,
    );
    const action = { allocationRunId: allocationRun.id };
    for (const name of ['previewAllocationRun', 'lockAllocationRun'])
      await tell(this.finance, name, 'AllocationRunActionInput', 'allocationRun { id }', action);
    return allocationRun.id;
  }

  /** Approves a run and pays it, however often the answers are cut off, and waits until all lines are paid. */
  async goOn(allocationRunId: string, method: RunMethod): Promise<void> {
    const input = { allocationRunId };
    await tell(this.approver, 'approveAllocationRun', 'DecideAllocationRunInput', 'allocationRun { id }', input);
    if (method === 'CHECKOUT') await pay(this.rig, this.finance, await this.page(allocationRunId));
    await until('the lines to be paid', async () => (await this.statusOf(allocationRunId)) === 'distributed');
  }

  /** What is stored of a run, as nobody but the database says it. */
  async statusOf(runId: string): Promise<string> {
    const [run] = await this.rig.sql<{ status: string }>('SELECT status FROM allocation_run WHERE id = $1', [
      parseId('alr', runId),
    ]);
    return run!.status;
  }

  /** How often what belongs to a run is there, and how much each of its pledges has. */
  async stored(runId: string): Promise<object> {
    const [row] = await this.rig.sql<object>(
      `WITH paid AS (SELECT pledge.* FROM allocation_line line JOIN pledge ON pledge.id = line.pledge_id WHERE line.run_id = $1)
       SELECT (SELECT array_agg(amount_minor::text ORDER BY amount_minor) FROM paid WHERE status = 'paid') AS paid,
              (SELECT count(*)::int FROM paid WHERE status <> 'paid') AS unpaid,
              (SELECT count(*)::int FROM payment WHERE allocation_run_id = $1) AS payments,
              (SELECT array_agg(canonical::jsonb ->> 'action' ORDER BY seq) FROM audit_entry WHERE subject = 'allocationRun:' || $1::text) AS history`,
      [parseId('alr', runId)],
    );
    return row!;
  }

  /** How many facts of each kind are in the ledger. */
  async facts(): Promise<Record<string, number>> {
    const rows = await this.rig.sql<{ kind: string; count: number }>(
      'SELECT kind, count(*)::int FROM ledger_tx GROUP BY kind ORDER BY kind',
    );
    return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]));
  }

  private async page(allocationRunId: string): Promise<string> {
    return until('the Checkout of the run', async () => {
      const answer = await look<{ paymentOfAllocationRun: { checkoutUrl: string | null } | null }>(
        this.finance,
        'query ($id: ID!) { paymentOfAllocationRun(allocationRunId: $id) { checkoutUrl } }',
        { id: allocationRunId },
      );
      return answer.paymentOfAllocationRun?.checkoutUrl;
    });
  }
}
