import { ArgsType, Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsBoolean, IsIn, IsInt, IsString, Length, Max, Min } from 'class-validator';
import { ConnectionArgs, MutationPayload, SteppedUpInput, connectionType } from '#platform/graphql';
import { TIERS, type Tier } from '../policy/scopes.js';
import type { TierChange, TierEvidence } from '../policy/tiers.js';
import type { TierChangeRow } from '../tiers/project-tier.queries.js';
import type { ProjectTierView } from '../tiers/project-tiers.service.js';
import { ProjectTierEnum, named } from './role-grant.types.js';

const EVIDENCE = ['criticality', 'dependents', 'isPrivileged', 'baseSets', 'actionRepositories'] as const;
const TierEvidenceNameEnum = named(EVIDENCE);
registerEnumType(TierEvidenceNameEnum, { name: 'TierEvidenceName' });

const CHANGE_KINDS: readonly TierChange['kind'][] = ['EVIDENCE', 'OPT_STRICTER', 'OPT_LOWER'];
const TierChangeKindEnum = named(CHANGE_KINDS);
registerEnumType(TierChangeKindEnum, {
  name: 'TierChangeKind',
  description:
    'EVIDENCE was found; OPT_STRICTER is the choice of somebody who speaks for the project; OPT_LOWER is a proposal of one, or the consent of a steward to it.',
});

@ObjectType('TierEvidence', { description: 'Null is "not known", which is never zero.' })
export class TierEvidenceType {
  @Field(() => Float, { nullable: true, description: 'OpenSSF criticality score, 0 to 1.' })
  criticality!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'What depends on the package of the project on which most depends.',
  })
  dependents!: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Runs as root, in build chains, in authentication or in CI; said by those who speak for the project.',
  })
  isPrivileged!: boolean | null;

  @Field(() => Int, { nullable: true, description: 'Distributions whose base set has it, as they say.' })
  baseSets!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Repositories that use it as an action of a CI service; 0 when it is none.',
  })
  actionRepositories!: number | null;

  static from(evidence: Partial<TierEvidence>): TierEvidenceType {
    const known = Object.fromEntries(EVIDENCE.map((name) => [name, evidence[name] ?? null]));
    return Object.assign(new TierEvidenceType(), known);
  }
}

@ObjectType('TierRaise', {
  description: 'A stricter tier that was found. It takes effect later, and never for requests that are open then.',
})
export class TierRaiseType {
  @Field(() => ProjectTierEnum)
  tier!: Tier;

  @Field()
  from!: Date;
}

@ObjectType('TierProposal', {
  description: 'A lower tier that somebody who speaks for the project asks for; a steward has to agree.',
})
export class TierProposalType {
  @Field(() => ProjectTierEnum)
  tier!: Tier;

  @Field()
  reason!: string;

  @Field()
  proposedAt!: Date;
}

@ObjectType('ProjectContext', { description: 'What those who speak for a project say of where it runs.' })
export class ProjectContextType {
  @Field()
  explanation!: string;

  @Field()
  statedAt!: Date;
}

@ObjectType('ProjectTierRecord', {
  description:
    'How much leans on a project, which decides what a request for a scope has to pass. It says nothing about how well it is kept.',
})
export class ProjectTierRecordType {
  @Field(() => ProjectTierEnum, {
    nullable: true,
    description: 'Holds for new requests; null while too little is known and nothing was chosen.',
  })
  tier!: Tier | null;

  @Field(() => ProjectTierEnum, {
    description:
      'The strictest tier that is not excluded. Whoever chooses it, or a stricter one, can begin without more evidence.',
  })
  floor!: Tier;

  @Field(() => [TierEvidenceNameEnum], { description: 'What is not known and could make the tier stricter.' })
  missing!: readonly (keyof TierEvidence)[];

  @Field(() => TierEvidenceType)
  evidence!: TierEvidenceType;

  @Field(() => ProjectContextType, { nullable: true })
  context!: ProjectContextType | null;

  @Field(() => [TierRaiseType])
  raises!: TierRaiseType[];

  @Field(() => TierProposalType, { nullable: true })
  proposal!: TierProposalType | null;

  static from({ tier, floor, missing, evidence, context, raises, proposal }: ProjectTierView): ProjectTierRecordType {
    return Object.assign(new ProjectTierRecordType(), {
      ...{ tier, floor, missing, evidence: TierEvidenceType.from(evidence), context },
      raises: raises.map((raise) => ({ tier: raise.tier, from: new Date(raise.from) })),
      proposal: proposal && { tier: proposal.tier, reason: proposal.reason, proposedAt: new Date(proposal.at) },
    });
  }
}

@ObjectType('TierChange')
export class TierChangeType {
  constructor(private readonly row: TierChangeRow) {}

  @Field(() => TierChangeKindEnum)
  get kind(): TierChange['kind'] {
    return this.row.kind;
  }

  @Field(() => ProjectTierEnum)
  get tier(): Tier {
    return this.row.tier;
  }

  @Field()
  get at(): Date {
    return this.row.at;
  }

  @Field(() => String, { nullable: true, description: 'Of whoever chose or agreed; null for what was found.' })
  get reason(): string | null {
    return this.row.reason;
  }

  @Field({ description: 'A steward has agreed.' })
  get hasConsent(): boolean {
    return this.row.hasConsent;
  }

  @Field(() => TierEvidenceType, { description: 'As it was known then.' })
  get evidence(): TierEvidenceType {
    return TierEvidenceType.from(this.row.evidence);
  }
}

export const TierChangeConnection = connectionType(TierChangeType, 'TierChange');

@ArgsType()
export class TierChangesArgs extends ConnectionArgs {
  @Field(() => ID)
  @IsString()
  projectId!: string;
}

@InputType()
export class StateProjectContextInput extends SteppedUpInput {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field({ description: 'It runs as root, in build chains, in authentication or in CI.' })
  @IsBoolean()
  isPrivileged!: boolean;

  @Field(() => Int, { description: 'Distributions whose base set has it, 0 to 1,000.' })
  @IsInt()
  @Min(0)
  @Max(1_000)
  baseSets!: number;

  @Field(() => Int, { description: 'Repositories that use it as an action of a CI service, 0 when it is none.' })
  @IsInt()
  @Min(0)
  @Max(1_000_000_000)
  actionRepositories!: number;

  @Field({ description: 'Where it runs and how you know, 10 to 2,000 characters. Everybody can read it.' })
  @Length(10, 2_000)
  explanation!: string;
}

@InputType({ isAbstract: true })
abstract class TierChoiceInput extends SteppedUpInput {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field(() => ProjectTierEnum)
  @IsIn(TIERS)
  tier!: Tier;

  @Field({ description: '10 to 2,000 characters. Everybody can read it.' })
  @Length(10, 2_000)
  reason!: string;
}

@InputType()
export class ChooseStricterTierInput extends TierChoiceInput {}

@InputType()
export class ProposeLowerTierInput extends TierChoiceInput {}

@InputType()
export class ConsentToLowerTierInput extends TierChoiceInput {}

@ObjectType({ isAbstract: true })
export abstract class ProjectTierPayload extends MutationPayload {
  /** What the receipt is about; no field. */
  projectId!: string | null;

  @Field(() => ProjectTierRecordType, { nullable: true })
  projectTier!: ProjectTierRecordType | null;
}

@ObjectType()
export class StateProjectContextPayload extends ProjectTierPayload {}

@ObjectType()
export class ChooseStricterTierPayload extends ProjectTierPayload {}

@ObjectType()
export class ProposeLowerTierPayload extends ProjectTierPayload {}

@ObjectType()
export class ConsentToLowerTierPayload extends ProjectTierPayload {}
