import { ArgsType, Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsString, Matches } from 'class-validator';
import { ConnectionArgs, connectionType } from '#platform/graphql';

const AuditActorKindEnum = { PERSON: 'person', TOKEN: 'token', SYSTEM: 'system' } as const;
registerEnumType(AuditActorKindEnum, {
  name: 'AuditActorKind',
  description: 'TOKEN: a person through an API token. SYSTEM: Mainstay itself, such as a timer or an event of Stripe.',
});

@ObjectType('AuditHead', {
  description: 'The head of the tamper-evident log: how many leaves it has, and the root of their Merkle tree.',
})
export class AuditHeadType {
  @Field({ description: 'Number of leaves, as decimal digits.' })
  size!: string;

  @Field({ description: 'Root hash (RFC 9162, SHA-256), hexadecimal.' })
  root!: string;
}

@ObjectType('AuditInclusion', { description: 'Shows that a leaf is in the tree of a signed checkpoint.' })
export class AuditInclusionType {
  @Field({ description: 'The signed note (C2SP tlog-checkpoint). The keys that check it are at /log/key.' })
  checkpoint!: string;

  @Field({ description: 'Number of leaves of the tree, as decimal digits.' })
  treeSize!: string;

  @Field(() => [String], { description: 'Inclusion proof (RFC 9162, 2.1.3) from the leaf up, hexadecimal.' })
  hashes!: string[];
}

@ObjectType('AuditReceipt', { description: 'The place of an action in the tamper-evident log. Keep it.' })
export class AuditReceiptType {
  readonly leaf!: bigint;

  @Field({ description: 'Place of the leaf, counted from 0, as decimal digits.' })
  leafIndex!: string;

  @Field({ description: 'SHA-256 of a zero byte and the entry (RFC 9162), hexadecimal.' })
  leafHash!: string;

  @Field({ description: 'The bytes that were hashed: canonical JSON (RFC 8785).' })
  entry!: string;
}

@ObjectType('AuditActor')
export class AuditActorType {
  @Field(() => AuditActorKindEnum)
  kind!: string;

  @Field(() => ID, { nullable: true, description: 'Null when the person may not be named to you.' })
  personId!: string | null;

  @Field(() => String, { nullable: true, description: 'Which part of Mainstay acted; null for people.' })
  name!: string | null;
}

@ObjectType('AuditEvent', { description: 'One entry of the log about an object.' })
export class AuditEventType {
  @Field()
  action!: string;

  @Field()
  at!: Date;

  @Field(() => AuditActorType)
  actor!: AuditActorType;

  @Field({ description: 'What the entry says besides, as canonical JSON: ids, codes, amounts and digests.' })
  facts!: string;

  @Field(() => AuditReceiptType, {
    nullable: true,
    description: 'Null when the entry names a person who may not be named to you.',
  })
  receipt!: AuditReceiptType | null;
}

export const AuditEventConnection = connectionType(AuditEventType, 'AuditEvent');

@ArgsType()
export class HistoryArgs extends ConnectionArgs {
  @Field(() => ID, {
    description: 'Of what has a history: needs, milestones, pledges, budgets, runs, requests for scopes.',
  })
  @IsString()
  id!: string;
}

@ArgsType()
export class ConsistencyArgs {
  @Field({ description: 'Size of the older checkpoint.' })
  @Matches(/^[1-9][0-9]{0,14}$/)
  older!: string;

  @Field({ description: 'Size of the newer checkpoint.' })
  @Matches(/^[1-9][0-9]{0,14}$/)
  newer!: string;
}
