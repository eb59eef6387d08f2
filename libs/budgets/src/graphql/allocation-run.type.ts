import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { MoneyType, Node, connectionType } from '#platform/graphql';
import { formatId, money, statusesOf, type Messages } from '#platform/kernel';
import { ALLOCATION_RUN } from '../runs/allocation-run.states.js';
import type { ShownLine } from '../runs/run-figures.service.js';
import type { RunRow } from '../runs/runs.queries.js';
import { MethodEnum } from './budget.type.js';

const StatusEnum = Object.fromEntries(statusesOf(ALLOCATION_RUN).map((status) => [status.toUpperCase(), status]));
registerEnumType(StatusEnum, {
  name: 'AllocationRunStatus',
  description:
    'PREVIEWED: computed, and may be again. LOCKED: frozen, waits for an approval. APPROVED: promised, waits for its payment. FUNDED: paid, waits for the balance. DISTRIBUTED: all lines are paid.',
});

@ObjectType('AllocationPart', { description: 'A part of the amount of a line.' })
export class AllocationPartType {
  @Field({ description: 'Stable name of the rule.' })
  reason!: string;

  @Field({ description: 'The rule in words.' })
  label!: string;

  @Field({ description: 'Minor units; negative for what the rule takes away.' })
  minor!: string;
}

@ObjectType('AllocationLine', { description: 'What a run gives to a need, and why; or why it gives nothing.' })
export class AllocationLineType {
  @Field(() => ID)
  runId!: string;

  @Field(() => ID)
  needId!: string;

  @Field(() => ID)
  projectId!: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'Printed tenths of a point, 0 to 1000; as tier and weight null once your organisation may not know the figures any more that it was computed from.',
  })
  tenths!: number | null;

  @Field(() => String, { nullable: true })
  tier!: string | null;

  @Field(() => Int, { nullable: true })
  weight!: number | null;

  @Field(() => MoneyType)
  amount!: MoneyType;

  @Field(() => String, {
    nullable: true,
    description:
      'Why it gets nothing: OTHER_CURRENCY, PROJECT_EXCLUDED, KIND_NOT_LISTED, NOT_VERIFIED, NO_GAP, UNRATED, BELOW_THRESHOLD, NO_WEIGHT, CAP_BELOW_TRANCHE or WAITS.',
  })
  reason!: string | null;

  @Field(() => String, { nullable: true, description: 'The same in words.' })
  reasonLabel!: string | null;

  @Field(() => MoneyType, { nullable: true, description: 'With how much to divide one that waits gets something.' })
  opensAt!: MoneyType | null;

  @Field(() => [AllocationPartType], { description: 'They add up to the amount.' })
  parts!: AllocationPartType[];

  @Field(() => MoneyType, { nullable: true, description: 'Of the amount, what was promised at the approval.' })
  promised!: MoneyType | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why less was promised: GAP_SHRANK, NEED_NOT_OPEN or NOT_VERIFIED.',
  })
  shortage!: string | null;

  @Field(() => String, { nullable: true, description: 'The same in words.' })
  shortageLabel!: string | null;

  @Field(() => ID, { nullable: true, description: 'The pledge that the line became.' })
  pledgeId!: string | null;

  @Field(() => MoneyType, { nullable: true, description: 'Paid and not placed: in the balance, held for this line.' })
  held!: MoneyType | null;

  @Field(() => Date, { nullable: true, description: 'When what is held is dealt with.' })
  heldUntil!: Date | null;

  @Field(() => String, { nullable: true, description: 'What becomes of it then: ROLL_OVER or BALANCE.' })
  heldFallback!: string | null;

  @Field(() => String, { nullable: true, description: 'What became of it.' })
  heldOutcome!: string | null;

  static from({ currency, ...row }: ShownLine, messages: Messages): AllocationLineType {
    const amount = (minor: string | null): MoneyType | null =>
      minor === null ? null : MoneyType.from(money(BigInt(minor), currency));
    return Object.assign(new AllocationLineType(), {
      ...row,
      reasonLabel: lineReasonLabel(row.reason, messages),
      shortageLabel: lineReasonLabel(row.shortage, messages),
      parts: row.parts.map((part) => ({ ...part, label: messages.text(`allocation.reason.${part.reason}`) })),
      runId: formatId('alr', row.runId),
      needId: formatId('need', row.needId),
      projectId: formatId('prj', row.projectId),
      pledgeId: row.pledgeId && formatId('plg', row.pledgeId),
      amount: amount(row.amountMinor),
      opensAt: amount(row.opensAtMinor),
      promised: amount(row.promisedMinor),
      held: amount(row.heldMinor),
    });
  }
}

/** Why a line gets nothing, or less, in words; null when it gets what was planned. */
export function lineReasonLabel(reason: string | null, messages: Messages): string | null {
  return reason === null ? null : messages.text(`budgets.lineReason.${reason}`);
}

export const AllocationLineConnection = connectionType(AllocationLineType, 'AllocationLine');

@ObjectType('AllocationCoverage', { description: 'Whole thousandths, rounded down.' })
export class AllocationCoverageType {
  @Field(() => Int, {
    description: 'Of the exposure to all known projects that your products use, that to projects with money.',
  })
  exposureFundedPerMille!: number;

  @Field(() => Int, { description: 'Of the exposure to projects with published needs, that to projects with money.' })
  askingFundedPerMille!: number;

  @Field(() => Int, {
    description:
      'Of the exposure to all known projects, that to projects for which nobody spoke: no money reaches them.',
  })
  unclaimedExposurePerMille!: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'Of the money given, what goes to projects known today to be kept by one person; null for who may not know how fragile projects are.',
  })
  onePersonPerMille!: number | null;

  @Field(() => Int, { description: 'Of all there was to divide, what stays in the reserve.' })
  unplacedPerMille!: number;
}

@ObjectType('AllocationReplay', { description: 'The run computed anew from what it saw.' })
export class AllocationReplayType {
  @Field({ description: 'Whether every byte of the result, and the digest of the inputs, are the same.' })
  isSame!: boolean;

  @Field({ description: 'SHA-256 of the inputs, as computed now.' })
  inputsSha256!: string;
}

@ObjectType('AllocationRollIn', { description: 'What one earlier run left for this one.' })
export class AllocationRollInType {
  @Field(() => ID)
  runId!: string;

  @Field(() => MoneyType, { description: 'Divided to nobody, and never paid in.' })
  reserve!: MoneyType;

  @Field(() => MoneyType, { description: 'Paid for its lines, not placed, and in the balance.' })
  held!: MoneyType;
}

@ObjectType('AllocationRun', {
  implements: () => [Node],
  description: 'One division of a budget over needs, paid as a whole.',
})
export class AllocationRunType extends Node {
  readonly runId!: string;
  readonly organisationId!: string;

  @Field(() => ID)
  budgetId!: string;

  @Field(() => StatusEnum)
  status!: string;

  @Field(() => MethodEnum)
  method!: string;

  @Field(() => MoneyType, { description: 'New money, out of the cap of the period.' })
  amount!: MoneyType;

  @Field(() => MoneyType, { description: 'What earlier runs left, in addition.' })
  rolledIn!: MoneyType;

  @Field(() => MoneyType, { description: 'What the lines come to; from the approval on, what was promised.' })
  planned!: MoneyType;

  @Field(() => MoneyType, { description: 'What stays for the next run.' })
  reserve!: MoneyType;

  @Field(() => Int, { description: 'Lines that give money.' })
  lineCount!: number;

  @Field(() => String, { nullable: true, description: "The organisation's own reference, printed on an invoice." })
  purchaseOrder!: string | null;

  @Field({ description: 'ISO 8601 day on which the period began whose cap it is taken from.' })
  periodOn!: string;

  @Field(() => String, { nullable: true, description: 'SHA-256 of everything that the run saw.' })
  inputsSha256!: string | null;

  @Field(() => ID, { nullable: true, description: 'The run that has the reserve in addition.' })
  rolledIntoId!: string | null;

  @Field(() => String, { nullable: true })
  voidReason!: string | null;

  @Field()
  createdAt!: Date;

  @Field(() => Date, { nullable: true })
  lockedAt!: Date | null;

  @Field(() => Date, { nullable: true })
  approvedAt!: Date | null;

  @Field(() => Date, { nullable: true })
  fundedAt!: Date | null;

  @Field(() => Date, { nullable: true })
  distributedAt!: Date | null;

  static from({ amount, rolledIn, planned, reserve, ...row }: RunRow): AllocationRunType {
    return Object.assign(new AllocationRunType(), {
      ...row,
      id: formatId('alr', row.id),
      runId: row.id,
      budgetId: formatId('bdg', row.budgetId),
      rolledIntoId: row.rolledInto && formatId('alr', row.rolledInto),
      amount: MoneyType.from(amount),
      rolledIn: MoneyType.from(rolledIn),
      planned: MoneyType.from(planned),
      reserve: MoneyType.from(reserve),
    });
  }
}

export const AllocationRunConnection = connectionType(AllocationRunType, 'AllocationRun');
