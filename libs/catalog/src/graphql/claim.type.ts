import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import {
  ConnectionArgs,
  MutationInput,
  MutationPayload,
  Node,
  SteppedUpInput,
  connectionType,
} from '#platform/graphql';
import { formatId, statusesOf } from '#platform/kernel';
import { CLAIM_RESOLUTIONS, type Claim, type ClaimResolution } from '../claim.entity.js';
import { CLAIM } from '../claim.states.js';
import { CLAIM_METHODS, claimLine, type ClaimMethod } from '../proofs/claim-method.js';
import { CLAIM_FILE } from '../proofs/repository-line.proof.js';

export const upper = (values: readonly string[]): Record<string, string> =>
  Object.fromEntries(values.map((value) => [value.toUpperCase(), value]));

const ClaimStatusEnum = upper(statusesOf(CLAIM));
registerEnumType(ClaimStatusEnum, {
  name: 'ClaimStatus',
  description:
    'OPEN, CHECKING and WAITING are pending: not proved, being read, proved while the maintainers are asked. VERIFIED and RESOLVED give the rights of a maintainer; RESOLVED is what was contested and found right. CONTESTED gives none and waits for an operator.',
});

const ClaimMethodEnum = upper(CLAIM_METHODS);
registerEnumType(ClaimMethodEnum, { name: 'ClaimMethod', description: 'How control over a project is shown.' });

const ClaimResolutionEnum = upper(CLAIM_RESOLUTIONS);
registerEnumType(ClaimResolutionEnum, {
  name: 'ClaimResolution',
  description: 'Who of a contest acts for the project from now on.',
});

@ObjectType('ClaimFile', {
  description: 'Commit this file to the default branch of the repository, then ask for the check.',
})
export class ClaimFileType {
  @Field()
  path!: string;

  @Field({ description: 'One line of the file has to be this text.' })
  line!: string;
}

@ObjectType('ClaimProof', { description: 'One way to prove a claim, of those that fit the project.' })
export class ClaimProofType {
  @Field(() => ClaimMethodEnum)
  method!: ClaimMethod;

  @Field({ description: 'A path of the repository, names of the domain system, or what is asked about.' })
  place!: string;

  @Field(() => String, { nullable: true, description: 'What has to stand there; null for what is not written.' })
  line!: string | null;

  @Field()
  instructions!: string;
}

/** What everybody sees who may see the claim. */
@ObjectType({ isAbstract: true })
abstract class ClaimFacts extends Node {
  readonly projectId!: string;

  @Field(() => ClaimStatusEnum)
  status!: string;

  @Field(() => ClaimMethodEnum, {
    nullable: true,
    description: 'What proved it; before that what is asked for, null for any.',
  })
  method!: ClaimMethod | null;

  @Field(() => Date, { nullable: true })
  provedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'Until when the maintainers can confirm or contest it.' })
  contestableUntil!: Date | null;

  @Field(() => Date, { nullable: true, description: 'Since when it gives, or gave, the rights of a maintainer.' })
  verifiedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When the proof is looked for again.' })
  nextCheckAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'Since when a proof that was there is not found.' })
  proofMissingSince!: Date | null;

  @Field(() => Date, { nullable: true })
  contestedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Null also when nobody answered, and an operator was asked.' })
  contestReason!: string | null;

  @Field(() => ClaimResolutionEnum, { nullable: true })
  resolution!: ClaimResolution | null;

  @Field(() => Date, { nullable: true })
  resolvedAt!: Date | null;

  @Field(() => String, { nullable: true })
  resolutionReason!: string | null;
}

function factsOf(claim: Claim): object {
  const { projectId, status, method, provedAt, verifiedAt, nextCheckAt } = claim;
  const { contestedAt, contestReason, resolution, resolvedAt, resolutionReason } = claim;
  return {
    id: formatId('clm', claim.id),
    projectId,
    status,
    method,
    provedAt,
    contestableUntil: claim.waitUntil,
    verifiedAt,
    nextCheckAt,
    proofMissingSince: claim.failingSince,
    contestedAt,
    contestReason,
    resolution,
    resolvedAt,
    resolutionReason,
  };
}

@ObjectType('Claim', { implements: () => [Node], description: 'A claim of yours to maintain a project.' })
export class ClaimType extends ClaimFacts {
  /** What the proofs have to hold. */
  readonly line!: string;

  @Field(() => ClaimFileType)
  file!: ClaimFileType;

  @Field(() => ID, { nullable: true, description: 'Why the last check failed.' })
  failureCode!: string | null;

  @Field()
  expiresAt!: Date;

  static from(claim: Claim): ClaimType {
    const line = claimLine(formatId('clm', claim.id), claim.token);
    const file = { path: CLAIM_FILE, line };
    const { failure: failureCode, expiresAt } = claim;
    return Object.assign(new ClaimType(), factsOf(claim), { line, file, failureCode, expiresAt });
  }
}

@ObjectType('ProjectClaim', {
  description:
    'A claim that was proved, as the maintainers of the project and operators see it. Its token is not shown.',
})
export class ProjectClaimType extends ClaimFacts {
  readonly claimantId!: string;
  readonly contesterId!: string | null;

  static from(claim: Claim): ProjectClaimType {
    const { personId: claimantId, contestedBy: contesterId } = claim;
    return Object.assign(new ProjectClaimType(), factsOf(claim), { claimantId, contesterId });
  }
}

export const ClaimConnection = connectionType(ClaimType, 'Claim');
export const ProjectClaimConnection = connectionType(ProjectClaimType, 'ProjectClaim');

@ArgsType()
export class ClaimsOfArgs extends ConnectionArgs {
  @Field(() => ID)
  @IsString()
  projectId!: string;
}

@InputType()
export class ClaimProjectInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  projectId!: string;
}

@InputType()
export class CheckClaimInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  claimId!: string;

  @Field(() => ClaimMethodEnum, {
    nullable: true,
    description: 'Only this place is read, and the answer is about it. Without it every place that fits is.',
  })
  @IsOptional()
  @IsIn(CLAIM_METHODS)
  method?: ClaimMethod | null;
}

@InputType()
export class WithdrawClaimInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  claimId!: string;
}

@InputType()
export class ConfirmClaimInput extends SteppedUpInput {
  @Field(() => ID)
  @IsString()
  claimId!: string;
}

@InputType()
export class ContestClaimInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  claimId!: string;

  @Field({ description: 'The claimant, the other maintainers and operators read it.' })
  @IsString()
  @Length(1, 2_000)
  reason!: string;
}

@InputType()
export class ResolveClaimInput extends SteppedUpInput {
  @Field(() => ID)
  @IsString()
  claimId!: string;

  @Field(() => ClaimResolutionEnum)
  @IsIn(CLAIM_RESOLUTIONS)
  resolution!: ClaimResolution;

  @Field({ description: 'Both sides read it.' })
  @IsString()
  @Length(1, 2_000)
  reason!: string;
}

@ObjectType({ isAbstract: true })
abstract class OwnClaimPayload extends MutationPayload {
  @Field(() => ClaimType, { nullable: true })
  claim!: ClaimType | null;
}

@ObjectType()
export class ClaimProjectPayload extends OwnClaimPayload {}

@ObjectType()
export class CheckClaimPayload extends OwnClaimPayload {}

@ObjectType()
export class WithdrawClaimPayload extends OwnClaimPayload {}

@ObjectType({ isAbstract: true })
abstract class ProjectClaimPayload extends MutationPayload {
  @Field(() => ProjectClaimType, { nullable: true })
  projectClaim!: ProjectClaimType | null;
}

@ObjectType()
export class ConfirmClaimPayload extends ProjectClaimPayload {}

@ObjectType()
export class ContestClaimPayload extends ProjectClaimPayload {}

@ObjectType()
export class ResolveClaimPayload extends ProjectClaimPayload {}
