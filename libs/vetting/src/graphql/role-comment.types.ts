import { ArgsType, Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { IsString, Length, Matches } from 'class-validator';
import { ConnectionArgs, MutationInput, MutationPayload, Node, connectionType } from '#platform/graphql';
import { formatId } from '#platform/kernel';
import type { RoleCommentRow } from '../comments/role-comments.queries.js';

@ObjectType('RoleComment', {
  implements: () => [Node],
  description: 'What somebody said of a request while it was open to comments.',
})
export class RoleCommentType extends Node {
  constructor(private readonly row: RoleCommentRow) {
    super();
    this.id = formatId('rcm', row.id);
  }

  get commentId(): string {
    return this.row.id;
  }

  get authorId(): string {
    return this.row.authorId;
  }

  @Field(() => String, { nullable: true, description: 'Null when its author has taken it back.' })
  get text(): string | null {
    return this.row.text;
  }

  @Field()
  get writtenAt(): Date {
    return this.row.writtenAt;
  }

  @Field(() => Date, { nullable: true })
  get withdrawnAt(): Date | null {
    return this.row.withdrawnAt;
  }
}

export const RoleCommentConnection = connectionType(RoleCommentType, 'RoleComment');

@ArgsType()
export class RoleCommentsArgs extends ConnectionArgs {
  @Field(() => ID)
  @IsString()
  roleGrantId!: string;
}

@InputType()
export class CommentOnRoleInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  roleGrantId!: string;

  @Field({ description: 'About the work and the request, 10 to 4,000 characters, in public.' })
  @Length(10, 4_000)
  @Matches(/\S/, { message: '$property has to be more than blanks' })
  text!: string;
}

@InputType()
export class WithdrawRoleCommentInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  roleCommentId!: string;
}

@ObjectType({ isAbstract: true })
export abstract class RoleCommentPayload extends MutationPayload {
  @Field(() => RoleCommentType, { nullable: true })
  roleComment!: RoleCommentType | null;
}

@ObjectType()
export class CommentOnRolePayload extends RoleCommentPayload {}

@ObjectType()
export class WithdrawRoleCommentPayload extends RoleCommentPayload {}
