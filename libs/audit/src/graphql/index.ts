import { Module } from '@nestjs/common';
import { Field, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { anyone, asParent, type FieldPolicy } from '#platform/graphql';
import { AuditQueries } from '../audit.queries.js';

@ObjectType('AuditHead', {
  description: 'The head of the tamper-evident log: how many leaves it has, and the root of their Merkle tree.',
})
export class AuditHeadType {
  @Field({ description: 'Number of leaves, as decimal digits.' })
  size!: string;

  @Field({ description: 'Root hash (RFC 9162, SHA-256), hexadecimal.' })
  root!: string;
}

@Resolver()
export class AuditResolver {
  constructor(private readonly queries: AuditQueries) {}

  @Query(() => AuditHeadType, { description: 'Public.' })
  async auditHead(): Promise<AuditHeadType> {
    const { size, root } = await this.queries.head();
    return { size: size.toString(), root };
  }
}

@Module({ providers: [AuditResolver] })
export class AuditGraphqlModule {}

export const auditPolicy: FieldPolicy = { 'Query.auditHead': anyone, 'AuditHead.*': asParent };
