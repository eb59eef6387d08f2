import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { GraphQLObjectType, GraphQLSchema } from 'graphql';
import { MoneyType, Node, connectionType } from '#platform/graphql';
import { formatId } from '#platform/kernel';
import { NEED_KINDS } from '../need.entity.js';
import { remaining } from '../need.rules.js';
import type { NeedHead, NeedRow } from '../needs.queries.js';

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

/** What lists show of a need: enough for a document of which `asksForWholeNeed` says no. */
@ObjectType({ isAbstract: true })
export class NeedHeadType extends Node {
  constructor(protected readonly head: NeedHead) {
    super();
    this.id = formatId('need', head.id);
  }

  get needId(): string {
    return this.head.id;
  }

  get projectId(): string {
    return this.head.projectId;
  }

  @Field(() => NeedKindEnum)
  get kind(): string {
    return this.head.kind;
  }

  @Field()
  get title(): string {
    return this.head.title;
  }

  @Field(() => NeedStatusEnum)
  get status(): string {
    return this.head.status;
  }

  @Field(() => MoneyType)
  get goal(): MoneyType {
    return MoneyType.from(this.head.goal);
  }

  @Field(() => MoneyType, { description: 'Promised and not yet paid.' })
  get reserved(): MoneyType {
    return MoneyType.from(this.head.reserved);
  }

  @Field(() => MoneyType, { description: 'Paid in.' })
  get received(): MoneyType {
    return MoneyType.from(this.head.received);
  }

  @Field(() => MoneyType, { description: 'Still open for pledges.' })
  get remaining(): MoneyType {
    return MoneyType.from(remaining(this.head));
  }
}

@ObjectType('Need', { implements: () => [Node], description: 'What a maintainer asks for.' })
export class NeedType extends NeedHeadType {
  constructor(private readonly row: NeedRow) {
    super(row);
  }

  get recipientPersonId(): string {
    return this.row.recipientPersonId;
  }

  @Field()
  get summary(): string {
    return this.row.summary;
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

const HEAD_FIELDS = new Set(['id', 'kind', 'title', 'status', 'goal', 'reserved', 'received', 'remaining']);

/** Whether some field of a need is asked for that its head does not have. @param names those of all fields below */
export function asksForWholeNeed(schema: GraphQLSchema, names: ReadonlySet<string>): boolean {
  const fields = (schema.getType('Need') as GraphQLObjectType).getFields();
  return [...names].some((name) => !HEAD_FIELDS.has(name) && Object.hasOwn(fields, name));
}

export const NeedConnection = connectionType(NeedType, 'Need');
