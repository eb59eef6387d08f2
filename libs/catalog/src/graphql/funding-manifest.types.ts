import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsIn, IsString, Length, MaxLength } from 'class-validator';
import { MoneyType, MutationInput, MutationPayload } from '#platform/graphql';
import { formatId, money } from '#platform/kernel';
import type { ManifestExport } from '../manifests/export-manifest.js';
import {
  MANIFEST_KINDS,
  MANIFEST_LIMITS,
  type ManifestChannel,
  type ManifestKind,
  type ManifestPlan,
} from '../manifests/funding-manifest.js';
import type { StoredManifest } from '../manifests/stored-manifest.entity.js';
import { upper } from './claim.type.js';

const FundingManifestKindEnum = upper(MANIFEST_KINDS);
registerEnumType(FundingManifestKindEnum, {
  name: 'FundingManifestKind',
  description: 'A file that says how a project is funded, outside of Mainstay.',
});

const FundingManifestStatusEnum = upper(['draft', 'published']);
registerEnumType(FundingManifestStatusEnum, {
  name: 'FundingManifestStatus',
  description: 'DRAFT: not verified, and seen by the maintainers alone. PUBLISHED: a maintainer said that it is right.',
});

@ObjectType('FundingPage')
export class FundingPageType {
  @Field()
  url!: string;

  @Field(() => String, { nullable: true, description: 'The listing that vouches for a manifest on another host.' })
  wellKnown!: string | null;
}

@ObjectType('FundingEntity', {
  description: 'Who publishes the manifest. Mail addresses and names of people are not kept.',
})
export class FundingEntityType {
  @Field(() => String, { nullable: true })
  type!: string | null;

  @Field(() => String, { nullable: true })
  role!: string | null;

  @Field(() => String, { nullable: true })
  name!: string | null;

  @Field(() => String, { nullable: true })
  description!: string | null;

  @Field(() => FundingPageType, { nullable: true })
  webpageUrl!: FundingPageType | null;
}

@ObjectType('FundedProject', { description: 'A project as the manifest describes it.' })
export class FundedProjectType {
  @Field()
  guid!: string;

  @Field(() => String, { nullable: true })
  name!: string | null;

  @Field(() => String, { nullable: true })
  description!: string | null;

  @Field(() => FundingPageType, { nullable: true })
  webpageUrl!: FundingPageType | null;

  @Field(() => FundingPageType, { nullable: true })
  repositoryUrl!: FundingPageType | null;

  @Field(() => [String])
  licences!: readonly string[];

  @Field(() => [String])
  tags!: readonly string[];
}

@ObjectType('FundingChannel', {
  description: 'A way to give money outside of Mainstay. Nothing is paid through it here.',
})
export class FundingChannelType implements ManifestChannel {
  @Field(() => String, { nullable: true, description: 'By which plans name it.' })
  guid!: string | null;

  @Field({ description: 'A key of FUNDING.yml, a type of funding.json, or what package.json calls it.' })
  type!: string;

  @Field(() => String, {
    nullable: true,
    description: 'As the file has it: a name at the platform, an address of the web, or any text.',
  })
  address!: string | null;

  @Field(() => String, { nullable: true })
  description!: string | null;
}

@ObjectType('FundingPlan', { description: 'An amount that the project says it needs.' })
export class FundingPlanType {
  @Field()
  guid!: string;

  @Field()
  name!: string;

  @Field(() => String, { nullable: true })
  description!: string | null;

  @Field({ description: 'active or inactive.' })
  status!: string;

  @Field(() => MoneyType, { nullable: true, description: 'Null for any amount.' })
  amount!: MoneyType | null;

  @Field({ description: 'ISO 4217 code, also of any amount.' })
  currency!: string;

  @Field({ description: 'one-time, weekly, fortnightly, monthly, yearly or other.' })
  frequency!: string;

  @Field(() => [String], { description: 'The guids of channels.' })
  channels!: readonly string[];

  static from({ amountMinor, ...plan }: ManifestPlan): FundingPlanType {
    const amount = amountMinor === null ? null : MoneyType.from(money(BigInt(amountMinor), plan.currency));
    return { ...plan, amount };
  }
}

@ObjectType('FundingYear', { description: 'What a year brought, as the manifest says it, in decimal digits.' })
export class FundingYearType {
  @Field(() => Int)
  year!: number;

  @Field(() => String, { nullable: true })
  income!: string | null;

  @Field(() => String, { nullable: true })
  expenses!: string | null;

  @Field(() => String, { nullable: true })
  taxes!: string | null;

  @Field(() => String, { nullable: true, description: 'ISO 4217 code; null when the file does not say it.' })
  currency!: string | null;

  @Field(() => String, { nullable: true })
  description!: string | null;
}

@ObjectType('FundingManifestWarning', { description: 'What was left out of the file, or changed.' })
export class FundingManifestWarningType {
  @Field(() => ID)
  code!: string;

  @Field(() => Int)
  count!: number;

  @Field()
  message!: string;
}

@ObjectType('FundingManifest', { description: 'What a file says of how a project is funded outside of Mainstay.' })
export class FundingManifestType {
  readonly warningCounts!: StoredManifest['warnings'];

  @Field(() => ID)
  id!: string;

  @Field(() => FundingManifestKindEnum)
  kind!: string;

  @Field(() => String, { nullable: true, description: 'Of funding.json.' })
  formatVersion!: string | null;

  @Field(() => FundingManifestStatusEnum)
  status!: string;

  @Field({ description: 'Where what it says comes from: always "funding manifest", and never a proof.' })
  source!: string;

  @Field({ description: 'SHA-256 of the file, in hexadecimal digits.' })
  sha256!: string;

  @Field(() => Date)
  importedAt!: Date;

  @Field(() => Date, { nullable: true })
  publishedAt!: Date | null;

  @Field(() => FundingEntityType, { nullable: true })
  entity!: FundingEntityType | null;

  @Field(() => [FundedProjectType])
  projects!: readonly FundedProjectType[];

  @Field(() => [FundingChannelType])
  channels!: readonly FundingChannelType[];

  @Field(() => [FundingPlanType])
  plans!: readonly FundingPlanType[];

  @Field(() => [FundingYearType])
  history!: readonly FundingYearType[];

  static from(stored: StoredManifest): FundingManifestType {
    const { kind, formatVersion, status, sha256, importedAt, publishedAt, warnings } = stored;
    const { entity, projects, channels, plans, history } = stored.content!;
    return Object.assign(new FundingManifestType(), {
      id: formatId('fmn', stored.id),
      source: 'funding manifest',
      warningCounts: warnings,
      plans: plans.map((plan) => FundingPlanType.from(plan)),
      ...{ kind, formatVersion, status, sha256, importedAt, publishedAt, entity, projects, channels, history },
    });
  }
}

@ObjectType('FundingManifestExport')
export class FundingManifestExportType implements ManifestExport {
  @Field({ description: 'Where the file goes, from the root of the repository. Of package.json it is a part.' })
  fileName!: string;

  @Field()
  text!: string;

  @Field(() => [String], {
    description:
      'Paths that the format asks for and that are not known here, such as entity.email, which is never kept.',
  })
  toFill!: readonly string[];

  @Field(() => Int, { description: 'Channels that the format cannot say, or has no room for.' })
  leftOut!: number;
}

@ArgsType()
export class ExportFundingManifestArgs {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field(() => FundingManifestKindEnum)
  @IsIn(MANIFEST_KINDS)
  format!: ManifestKind;
}

@InputType()
export class ImportFundingManifestInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field({ description: 'FUNDING.yml, funding.json or package.json; what the file is follows from its content.' })
  @Length(1, 200)
  fileName!: string;

  @Field({ description: 'The text of the file, at most 64 KiB.' })
  @IsString()
  @MaxLength(MANIFEST_LIMITS.bytes)
  content!: string;
}

@InputType()
export class PublishFundingManifestInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  fundingManifestId!: string;
}

@InputType()
export class DiscardFundingManifestInput extends PublishFundingManifestInput {}

@ObjectType({ isAbstract: true })
abstract class FundingManifestPayload extends MutationPayload {
  @Field(() => FundingManifestType, { nullable: true })
  fundingManifest!: FundingManifestType | null;
}

@ObjectType()
export class ImportFundingManifestPayload extends FundingManifestPayload {}

@ObjectType()
export class PublishFundingManifestPayload extends FundingManifestPayload {}

@ObjectType()
export class DiscardFundingManifestPayload extends MutationPayload {
  @Field(() => ID, { nullable: true })
  fundingManifestId!: string | null;
}
