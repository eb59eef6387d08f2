import { Args, ArgsType, Field, ID, ObjectType, Query, Resolver, registerEnumType } from '@nestjs/graphql';
import { IsBoolean } from 'class-validator';
import {
  ConnectionArgs,
  MoneyType,
  connectionFrom,
  connectionType,
  pageOf,
  type ConnectionValue,
} from '#platform/graphql';
import { formatId } from '#platform/kernel';
import { FINDING_KINDS, FindingsQueries, type FindingKind, type FindingRow } from '../findings/finding.queries.js';
import { upper } from './payment.type.js';

const FindingKindEnum = upper(FINDING_KINDS);
registerEnumType(FindingKindEnum, {
  name: 'FindingKind',
  description:
    'STALE_CLEARING: money waits in a clearing account. DEAD_CALL: a call to Stripe cannot be made any more. FAILING_JOB: something fails again and again.',
});

@ObjectType('Finding', { description: 'Something that should have ended by itself and has not.' })
export class FindingType {
  @Field(() => ID)
  id!: string;

  @Field(() => FindingKindEnum)
  kind!: FindingKind;

  @Field({ description: 'Account and item, operation and object, or topic and message.' })
  subject!: string;

  @Field(() => MoneyType, { nullable: true, description: 'What waits, when it is money.' })
  amount!: MoneyType | null;

  @Field()
  since!: Date;

  @Field()
  foundAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it was seen to be over.' })
  clearedAt!: Date | null;

  static from({ id, amount, ...row }: FindingRow): FindingType {
    return { ...row, id: formatId('fnd', id), amount: amount && MoneyType.from(amount) };
  }
}

const FindingConnection = connectionType(FindingType, 'Finding');

@ArgsType()
class FindingsArgs extends ConnectionArgs {
  @Field({ defaultValue: true, description: 'False shows those that are over, too.' })
  @IsBoolean()
  isOpen!: boolean;
}

@Resolver()
export class FindingsResolver {
  constructor(private readonly queries: FindingsQueries) {}

  @Query(() => FindingConnection, {
    description: 'What waits for a person, newest first; it is looked for every hour. Needs FINANCE_OPERATOR.',
  })
  async findings(@Args() args: FindingsArgs): Promise<ConnectionValue<FindingType>> {
    return connectionFrom(await this.queries.list(args.isOpen, pageOf(args)), (row) => FindingType.from(row));
  }
}
