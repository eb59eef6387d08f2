import { ArgsType, Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { IsBoolean, IsString, MaxLength } from 'class-validator';
import { ConnectionArgs, MutationInput, MutationPayload, Node, connectionType } from '#platform/graphql';
import { formatId } from '#platform/kernel';
import type { PackageRow, ProjectRow } from '../catalog.queries.js';

@ObjectType('Project', { implements: () => [Node] })
export class ProjectType extends Node {
  @Field()
  name!: string;

  @Field()
  repositoryUrl!: string;

  @Field(() => String, { nullable: true, description: 'The own site, as its forge or a registry names it.' })
  homepageUrl!: string | null;

  @Field({ description: 'Made for a trial from an SBOM; not a fact about the real project.' })
  isDemo!: boolean;

  static from(row: ProjectRow): ProjectType {
    const { name, repositoryUrl, homepageUrl, isDemo } = row;
    return Object.assign(new ProjectType(), {
      id: formatId('prj', row.id),
      name,
      repositoryUrl,
      homepageUrl,
      isDemo,
    });
  }
}

export const ProjectConnection = connectionType(ProjectType, 'Project');

@ObjectType('ProjectPackage', { description: 'A package from which the catalogue leads to a project.' })
export class ProjectPackageType {
  @Field({ description: 'Without version.' })
  packageUrl!: string;

  @Field(() => Int, {
    description:
      'From 1 to 100. 100 is a link that a maintainer of the project confirmed, as long as he or she is one.',
  })
  confidence!: number;

  static from({ key, confidence }: PackageRow): ProjectPackageType {
    return { packageUrl: `pkg:${key}`, confidence };
  }
}

export const ProjectPackageConnection = connectionType(ProjectPackageType, 'ProjectPackage');

@ArgsType()
export class ProjectPackagesArgs extends ConnectionArgs {
  @Field(() => ID)
  @IsString()
  projectId!: string;
}

@InputType()
export class SetPackageConfirmedInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field({ description: 'As projectPackages shows it; a version is not looked at.' })
  @IsString()
  @MaxLength(500)
  packageUrl!: string;

  @Field()
  @IsBoolean()
  isConfirmed!: boolean;
}

@ObjectType()
export class SetPackageConfirmedPayload extends MutationPayload {
  @Field(() => ProjectPackageType, { nullable: true })
  projectPackage!: ProjectPackageType | null;
}
