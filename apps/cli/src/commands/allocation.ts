import {
  allocate,
  allocationMessages,
  explain,
  ineligibilityOf,
  opensAt,
  poolPlan,
  readAllocationPlan,
  readMatchingRound,
  type Allocation,
  type AllocationPart,
  type AllocationPlan,
  type ExcludedContribution,
} from '#libs/allocation';
import { formatMoney, money, parseJsonText } from '#platform/kernel';
import { bytesOf } from '../files.js';
import { tellRefusal, tellUnreadableFile } from '../refusal.js';
import { messages, plain, print, say, warn } from '../terminal.js';

messages.add(allocationMessages);

const MOST_WARNINGS = 5;

interface Flags {
  readonly json?: boolean;
}

/** Splits the budget of a plan file, and says why; a plan that is refused ends with status 2. */
export async function previewAllocation(file: string, { json = false }: Flags): Promise<void> {
  await told(file, json, (value) => {
    const plan = readAllocationPlan(value);
    warnOfIgnored(plan.ignored);
    if (json) print(JSON.stringify(asJson(plan)));
    else show(plan, (amount) => formatMoney(money(amount, plan.currency)));
  });
}

/** Splits a matching pool over projects by what organisations have given to them. */
export async function matchAllocation(file: string, { json = false }: Flags): Promise<void> {
  await told(file, json, (value) => {
    const { pool, isBoundDefault, excluded, ignored } = readMatchingRound(value);
    warnOfIgnored(ignored);
    const plan = poolPlan(pool);
    if (json) print(JSON.stringify({ ...asJson(plan), ...roundAsJson(pool.pairBound, isBoundDefault, excluded) }));
    else {
      show(plan, String);
      if (isBoundDefault) say('cli.allocation.pairBound', { bound: String(pool.pairBound) });
      for (const { projectId, organisation, amount, reason } of excluded)
        say('cli.allocation.excluded', {
          project: projectId,
          organisation,
          amount: String(amount),
          why: messages.text(`allocation.excluded.${reason}`),
        });
    }
  });
}

/** A misspelt floor or cap is one that does not hold: the money goes elsewhere than somebody meant. */
function warnOfIgnored(pointers: readonly string[]): void {
  for (const pointer of pointers.slice(0, MOST_WARNINGS)) warn('cli.allocation.ignored', { pointer });
  if (pointers.length > MOST_WARNINGS)
    warn('cli.allocation.ignoredMore', { count: String(pointers.length - MOST_WARNINGS) });
}

/** What a file without the optional fields has none of. */
function roundAsJson(pairBound: bigint, isBoundDefault: boolean, excluded: readonly ExcludedContribution[]): object {
  return {
    ...(isBoundDefault ? { pairBound: String(pairBound) } : {}),
    ...(excluded.length === 0
      ? {}
      : { excluded: excluded.map(({ amount, ...rest }) => ({ ...rest, amountMinor: String(amount) })) }),
  };
}

async function told(file: string, json: boolean, tell: (value: unknown) => void): Promise<void> {
  const bytes = await bytesOf(file).catch((error: unknown) => tellUnreadableFile(error, json));
  if (bytes === undefined) return;
  try {
    // Editors of Windows put a mark before the first byte, which is no part of JSON.
    tell(parseJsonText(bytes.toString('utf8').replace(/^\uFEFF/, '')));
  } catch (error) {
    tellRefusal(error, json);
  }
}

interface Line {
  readonly id: string;
  readonly amount: bigint;
  readonly parts: readonly AllocationPart[];
  /** Why the need can be given nothing, or null. */
  readonly ineligible: string | null;
}

function linesOf(plan: AllocationPlan, allocation: Allocation): readonly Line[] {
  const parts = explain(plan, allocation);
  return plan.needs.map((need, index) => ({
    id: need.id,
    amount: allocation.amounts[index]!,
    parts: parts[index]!,
    ineligible: ineligibilityOf(need),
  }));
}

/** The lines in the order of the input; amounts as texts of minor units. */
function asJson(plan: AllocationPlan): object {
  const allocation = allocate(plan);
  return {
    lines: linesOf(plan, allocation).map(({ id, amount, parts, ineligible }) => ({
      id,
      amountMinor: String(amount),
      parts: parts.map((part) => ({ reason: part.reason, amountMinor: String(part.amount) })),
      ...(ineligible === null ? {} : { ineligible }),
    })),
    reserveMinor: String(allocation.reserve),
    opensAt: opensAt(plan, allocation).map(({ id, budget }) => ({ id, budgetMinor: String(budget) })),
  };
}

function show(plan: AllocationPlan, shown: (amount: bigint) => string): void {
  const allocation = allocate(plan);
  const waiting = new Map(opensAt(plan, allocation).map(({ id, budget }) => [id, budget]));
  for (const { id, amount, parts, ineligible } of linesOf(plan, allocation)) {
    const opens = waiting.get(id);
    if (ineligible !== null) {
      say('cli.allocation.ineligible', { id, why: messages.text(`allocation.ineligible.${ineligible}`) });
    } else if (opens !== undefined) say('cli.allocation.waits', { id, budget: shown(opens) });
    else say('cli.allocation.line', { id, amount: shown(amount) });
    for (const part of parts) {
      const reason = messages.text(`allocation.reason.${part.reason}`);
      print(plain(`    ${shown(part.amount).padStart(20)}  ${reason}`));
    }
  }
  say('cli.allocation.reserve', { reserve: shown(allocation.reserve), budget: shown(plan.budget) });
}
