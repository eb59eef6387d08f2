import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { RoleCase, WrittenReason } from '../cases/role-cases.queries.js';
import type { AppealStatus } from '../control/appeal.states.js';
import type { RemovalStatus } from '../control/removal.states.js';
import { BallotChoiceEnum, type BallotChoice } from './role-decisions.types.js';
import { VoteResultType, named } from './role-grant.types.js';

const RoleHoldKindEnum = named(['RISK', 'OBJECTION'] as const);
registerEnumType(RoleHoldKindEnum, { name: 'RoleHoldKind' });

const STATUSES = [
  'FILED',
  'PANEL_FORMED',
  'HEARD',
  'UPHELD',
  'OVERTURNED',
  'REMITTED',
] as const satisfies AppealStatus[];
const RoleAppealStatusEnum = named(STATUSES);
registerEnumType(RoleAppealStatusEnum, { name: 'RoleAppealStatus' });

@ObjectType('RoleReview', { description: 'The report on a request: four fixed questions, and the answers to them.' })
export class RoleReviewType {
  readonly reviewer!: string;

  @Field()
  reproducedBuilds!: string;

  @Field()
  readDiffs!: string;

  @Field()
  openSignals!: string;

  @Field()
  benignExplanation!: string;
}

@ObjectType('RoleHold', { description: 'Why a request does not go on.' })
export class RoleHoldType {
  @Field(() => RoleHoldKindEnum)
  kind!: 'RISK' | 'OBJECTION';

  @Field({ description: 'Of an objection what was said; who said it is not told.' })
  reason!: string;
}

@ObjectType('RoleAppeal')
export class RoleAppealType {
  @Field(() => RoleAppealStatusEnum)
  status!: AppealStatus;

  @Field()
  filedAt!: Date;

  @Field({ description: 'You are one of the panel.' })
  isOnPanel!: boolean;
}

@ObjectType('ProbationReport', { description: 'How a probation goes, as somebody outside of it found.' })
export class ProbationReportType {
  @Field(() => Int)
  unreviewedChanges!: number;

  @Field()
  meetsCriteria!: boolean;

  @Field()
  findings!: string;

  @Field()
  reportedAt!: Date;
}

const RoleReasonKindEnum = named(['OBJECTION', 'ANSWER', 'APPEAL'] as const);
registerEnumType(RoleReasonKindEnum, {
  name: 'RoleReasonKind',
  description: 'ANSWER: what was written when a request was let go on.',
});

@ObjectType('RoleReason', { description: 'What somebody wrote about a request. Who it was is not told.' })
export class RoleReasonType {
  @Field(() => RoleReasonKindEnum)
  kind!: WrittenReason['kind'];

  @Field()
  reason!: string;

  @Field()
  at!: Date;
}

const REMOVAL_STATUSES = ['PROPOSED', 'VOTING', 'REMOVE', 'KEEP', 'WITHDRAWN'] as const satisfies RemovalStatus[];
const RoleRemovalStatusEnum = named(REMOVAL_STATUSES);
registerEnumType(RoleRemovalStatusEnum, { name: 'RoleRemovalStatus' });

@ObjectType('RoleRemoval', { description: 'A motion to take the scope from its holder. Who proposed it is not told.' })
export class RoleRemovalType {
  @Field(() => RoleRemovalStatusEnum)
  status!: RemovalStatus;

  @Field()
  reasons!: string;

  @Field({ description: 'The vote begins seven days after it.' })
  noticeAt!: Date;

  @Field(() => Date, { nullable: true, description: 'The vote ends seven days after it.' })
  openedAt!: Date | null;

  @Field({ description: 'You may vote.' })
  isVoter!: boolean;

  @Field(() => VoteResultType, { nullable: true, description: 'Null until the vote is closed.' })
  result!: VoteResultType | null;
}

@ObjectType('RoleCase', {
  description:
    'What those see of a request who have a part in it: its candidate and sponsors, owners, holders and stewards of the project, its reviewers, and the panel of an appeal.',
})
export class RoleCaseType {
  @Field(() => RoleReviewType, { nullable: true })
  review!: RoleReviewType | null;

  @Field(() => Int, { description: 'How many may vote; 0 before the report is there.' })
  voters!: number;

  @Field({ description: 'You may vote.' })
  isVoter!: boolean;

  @Field(() => BallotChoiceEnum, { nullable: true, description: 'How you voted; nobody else sees it.' })
  ownVote!: BallotChoice | null;

  @Field(() => Date, { nullable: true, description: 'Since when all who have to be told have been.' })
  notifiedAt!: Date | null;

  @Field(() => RoleHoldType, { nullable: true })
  hold!: RoleHoldType | null;

  @Field(() => RoleAppealType, { nullable: true })
  appeal!: RoleAppealType | null;

  @Field(() => ProbationReportType, { nullable: true, description: 'The newest one.' })
  probation!: ProbationReportType | null;

  @Field(() => RoleRemovalType, { nullable: true, description: 'The newest one.' })
  removal!: RoleRemovalType | null;

  @Field(() => [RoleReasonType], { description: 'Objections, the answers to them, and appeals, oldest first.' })
  reasons!: RoleReasonType[];

  static from({ state, ownVote, probation, removal, reasons }: RoleCase, viewerId: string): RoleCaseType {
    const { review, roll, notifiedAt, hold, appeal } = state;
    return Object.assign(new RoleCaseType(), {
      review: review && { reviewer: review.reviewer, ...review.answers },
      ...{ voters: roll.length, isVoter: roll.includes(viewerId), ownVote },
      notifiedAt: notifiedAt === null ? null : new Date(notifiedAt),
      hold: hold && { kind: hold.kind, reason: hold.reason },
      appeal: appeal && {
        ...{ status: appeal.status, filedAt: new Date(appeal.filedAt), isOnPanel: appeal.panel.includes(viewerId) },
      },
      probation,
      reasons: reasons.map(({ kind, reason, at }) => ({ kind, reason, at: new Date(at) })),
      removal: removal && {
        ...{ status: removal.status, reasons: removal.reasons, noticeAt: new Date(removal.noticeAt) },
        openedAt: removal.openedAt === null ? null : new Date(removal.openedAt),
        ...{ isVoter: removal.roll.includes(viewerId), result: removal.yes === null ? null : removal },
      },
    });
  }
}
