import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Node, connectionType } from '#platform/graphql';
import { formatId } from '#platform/kernel';
import type { ProjectRow } from '../catalog.queries.js';
import type { Claim } from '../claim.entity.js';
import { CLAIM_FILE, claimLine } from '../claim-proof.rules.js';

@ObjectType('Project', { implements: () => [Node] })
export class ProjectType extends Node {
  @Field()
  name!: string;

  @Field()
  repositoryUrl!: string;

  @Field({ description: 'Made for a trial from an SBOM; not a fact about the real project.' })
  isDemo!: boolean;

  static from(row: ProjectRow): ProjectType {
    const { name, repositoryUrl, isDemo } = row;
    return Object.assign(new ProjectType(), { id: formatId('prj', row.id), name, repositoryUrl, isDemo });
  }
}

export const ProjectConnection = connectionType(ProjectType, 'Project');

const ClaimStatusEnum = {
  OPEN: 'open',
  CHECKING: 'checking',
  VERIFIED: 'verified',
  EXPIRED: 'expired',
} as const;
registerEnumType(ClaimStatusEnum, { name: 'ClaimStatus' });

@ObjectType('ClaimFile', {
  description: 'Commit this file to the default branch of the repository, then ask for the check.',
})
export class ClaimFileType {
  @Field()
  path!: string;

  @Field({ description: 'One line of the file has to be this text.' })
  line!: string;
}

@ObjectType('Claim', { implements: () => [Node] })
export class ClaimType extends Node {
  readonly projectId!: string;

  @Field(() => ClaimStatusEnum)
  status!: string;

  @Field(() => ClaimFileType)
  file!: ClaimFileType;

  @Field(() => ID, { nullable: true, description: 'Why the last check failed.' })
  failureCode!: string | null;

  @Field()
  expiresAt!: Date;

  @Field(() => Date, { nullable: true })
  verifiedAt!: Date | null;

  static from(claim: Claim): ClaimType {
    const id = formatId('clm', claim.id);
    return Object.assign(new ClaimType(), {
      id,
      projectId: claim.projectId,
      status: claim.status,
      file: { path: CLAIM_FILE, line: claimLine(id, claim.token) },
      failureCode: claim.failure,
      expiresAt: claim.expiresAt,
      verifiedAt: claim.verifiedAt,
    });
  }
}
