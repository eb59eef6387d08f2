import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { MoneyType, Node, connectionType } from '#platform/graphql';
import { formatId } from '#platform/kernel';
import { NEED_KINDS } from '../need.entity.js';
import { remaining } from '../need.rules.js';
import type { NeedRow } from '../needs.queries.js';

export const NeedKindEnum = Object.fromEntries(NEED_KINDS.map((kind) => [kind, kind]));
registerEnumType(NeedKindEnum, { name: 'NeedKind' });

const NeedStatusEnum = {
  DRAFT: 'draft',
  PLANNED: 'planned',
  PUBLISHED: 'published',
  CLOSED: 'closed',
  CANCELLED: 'cancelled',
} as const;
registerEnumType(NeedStatusEnum, { name: 'NeedStatus' });

@ObjectType('Need', { implements: () => [Node], description: 'What a maintainer asks for.' })
export class NeedType extends Node {
  readonly needId!: string;
  readonly projectId!: string;
  readonly recipientPersonId!: string;

  @Field(() => NeedKindEnum)
  kind!: string;

  @Field()
  title!: string;

  @Field()
  summary!: string;

  @Field(() => NeedStatusEnum)
  status!: string;

  @Field(() => MoneyType)
  goal!: MoneyType;

  @Field(() => MoneyType, { description: 'Promised and not yet paid.' })
  reserved!: MoneyType;

  @Field(() => MoneyType, { description: 'Paid in.' })
  received!: MoneyType;

  @Field(() => MoneyType, { description: 'Still open for pledges.' })
  remaining!: MoneyType;

  @Field(() => Date, { nullable: true })
  deadline!: Date | null;

  @Field(() => Date, { nullable: true })
  publishedAt!: Date | null;

  static from(row: NeedRow): NeedType {
    const { kind, title, summary, status, deadline, publishedAt, projectId, recipientPersonId } = row;
    return Object.assign(new NeedType(), {
      id: formatId('need', row.id),
      needId: row.id,
      projectId,
      recipientPersonId,
      kind,
      title,
      summary,
      status,
      deadline,
      publishedAt,
      goal: MoneyType.from(row.goal),
      reserved: MoneyType.from(row.reserved),
      received: MoneyType.from(row.received),
      remaining: MoneyType.from(remaining(row)),
    });
  }
}

export const NeedConnection = connectionType(NeedType, 'Need');
