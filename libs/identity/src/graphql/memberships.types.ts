import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayNotEmpty, IsIn, IsString } from 'class-validator';
import { MutationInput, MutationPayload, SteppedUpInput } from '#platform/graphql';
import { formatId, type OrganisationRole } from '#platform/kernel';
import type { InvitationRow, OrganisationTransferRow } from '../identity.queries.js';
import { OrganisationRoleEnum, OrganisationType } from './person.type.js';

@ObjectType('Invitation', { description: 'An invitation that can still be accepted. Its code is not shown again.' })
export class InvitationType {
  readonly inviterId!: string;

  @Field(() => ID)
  id!: string;

  @Field(() => [OrganisationRoleEnum])
  roles!: string[];

  @Field()
  createdAt!: Date;

  @Field()
  expiresAt!: Date;

  static from({ id, invitedBy, roles, createdAt, expiresAt }: InvitationRow): InvitationType {
    return Object.assign(new InvitationType(), {
      id: formatId('inv', id),
      inviterId: invitedBy,
      roles: [...roles],
      createdAt,
      expiresAt,
    });
  }
}

@ObjectType('OrganisationTransfer', { description: 'The offer to hand an organisation over; the other side takes it.' })
export class OrganisationTransferType {
  readonly organisationId!: string;
  readonly fromPersonId!: string;
  readonly toPersonId!: string;

  @Field(() => ID)
  id!: string;

  @Field()
  proposedAt!: Date;

  @Field()
  expiresAt!: Date;

  static from(row: OrganisationTransferRow): OrganisationTransferType {
    return Object.assign(new OrganisationTransferType(), row, { id: formatId('otr', row.id) });
  }
}

@InputType()
class MemberInput extends SteppedUpInput {
  @Field(() => ID)
  @IsString()
  organisationId!: string;

  @Field(() => ID)
  @IsString()
  personId!: string;
}

@InputType()
export class ChangeMemberRolesInput extends MemberInput {
  @Field(() => [OrganisationRoleEnum], { description: 'All roles that the member has afterwards.' })
  @ArrayNotEmpty()
  @ArrayMaxSize(5)
  @IsIn(Object.values(OrganisationRoleEnum), { each: true })
  roles!: OrganisationRole[];
}

@InputType()
export class RemoveMemberInput extends MemberInput {}

@InputType()
export class LeaveOrganisationInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  organisationId!: string;
}

@InputType()
export class RevokeInvitationInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  invitationId!: string;
}

@InputType()
export class ProposeOrganisationTransferInput extends SteppedUpInput {
  @Field(() => ID)
  @IsString()
  organisationId!: string;

  @Field(() => ID, { description: 'Who is to take it over.' })
  @IsString()
  toPersonId!: string;
}

@InputType()
export class AnswerOrganisationTransferInput extends SteppedUpInput {
  @Field(() => ID)
  @IsString()
  transferId!: string;
}

/** What a change of an organisation answers with; null when the caller no longer belongs to it. */
@ObjectType({ isAbstract: true })
abstract class OrganisationPayload extends MutationPayload {
  @Field(() => OrganisationType, { nullable: true })
  organisation!: OrganisationType | null;
}

@ObjectType()
export class ChangeMemberRolesPayload extends OrganisationPayload {}

@ObjectType()
export class RemoveMemberPayload extends OrganisationPayload {}

@ObjectType()
export class AcceptOrganisationTransferPayload extends OrganisationPayload {}

/** What a mutation answers with that ends something: its id. */
@ObjectType({ isAbstract: true })
abstract class EndedPayload extends MutationPayload {
  @Field(() => ID, { nullable: true })
  endedId!: string | null;
}

@ObjectType()
export class LeaveOrganisationPayload extends EndedPayload {}

@ObjectType()
export class RevokeInvitationPayload extends EndedPayload {}

@ObjectType()
export class DeclineOrganisationTransferPayload extends EndedPayload {}

@ObjectType()
export class WithdrawOrganisationTransferPayload extends EndedPayload {}

@ObjectType()
export class ProposeOrganisationTransferPayload extends MutationPayload {
  @Field(() => OrganisationTransferType, { nullable: true })
  transfer!: OrganisationTransferType | null;
}
