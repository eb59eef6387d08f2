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
  constructor(private readonly row: NeedRow) {
    super();
    this.id = formatId('need', row.id);
  }

  get needId(): string {
    return this.row.id;
  }

  get projectId(): string {
    return this.row.projectId;
  }

  get recipientPersonId(): string {
    return this.row.recipientPersonId;
  }

  @Field(() => NeedKindEnum)
  get kind(): string {
    return this.row.kind;
  }

  @Field()
  get title(): string {
    return this.row.title;
  }

  @Field()
  get summary(): string {
    return this.row.summary;
  }

  @Field(() => NeedStatusEnum)
  get status(): string {
    return this.row.status;
  }

  @Field(() => MoneyType)
  get goal(): MoneyType {
    return MoneyType.from(this.row.goal);
  }

  @Field(() => MoneyType, { description: 'Promised and not yet paid.' })
  get reserved(): MoneyType {
    return MoneyType.from(this.row.reserved);
  }

  @Field(() => MoneyType, { description: 'Paid in.' })
  get received(): MoneyType {
    return MoneyType.from(this.row.received);
  }

  @Field(() => MoneyType, { description: 'Still open for pledges.' })
  get remaining(): MoneyType {
    return MoneyType.from(remaining(this.row));
  }

  @Field(() => Date, { nullable: true })
  get deadline(): Date | null {
    return this.row.deadline;
  }

  @Field(() => Date, { nullable: true })
  get publishedAt(): Date | null {
    return this.row.publishedAt;
  }

  static from(row: NeedRow): NeedType {
    return new NeedType(row);
  }
}

export const NeedConnection = connectionType(NeedType, 'Need');
