import { ArgsType, Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsBoolean, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { ConnectionArgs, connectionType } from '#platform/graphql';
import type { ComponentOrder, ComponentRow, PackageChange } from '../component.queries.js';
import { pathCountText } from '../path-counts.js';
import { ProductType } from './product.type.js';

const DependencyScopeEnum = {
  RUNTIME: 'runtime',
  OPTIONAL: 'optional',
  DEVELOPMENT: 'development',
  UNKNOWN: 'unknown',
} as const;
registerEnumType(DependencyScopeEnum, { name: 'DependencyScope' });
const ComponentOrderEnum = { GATEWAYS: 'GATEWAYS', DEPTH: 'DEPTH', NAME: 'NAME' } as const;
registerEnumType(ComponentOrderEnum, { name: 'ComponentOrder' });
const PackageChangeKindEnum = { ADDED: 'ADDED', REMOVED: 'REMOVED', CHANGED: 'CHANGED' } as const;
registerEnumType(PackageChangeKindEnum, { name: 'PackageChangeKind' });

@ObjectType('Component', { description: 'A component of an inventory.' })
export class ComponentType {
  readonly projectId!: string | null;

  @Field()
  name!: string;

  @Field(() => String, { nullable: true })
  version!: string | null;

  @Field(() => String, { nullable: true, description: 'In canonical form; null when the file gives none.' })
  packageUrl!: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Fewest hops from the product, 1 for a direct dependency; null when unknown.',
  })
  depth!: number | null;

  @Field(() => Int, { description: 'Direct dependencies through which it is reached.' })
  gateways!: number;

  @Field({ description: 'Number of distinct paths from the product, for example 12 or "about 10^18".' })
  paths!: string;

  @Field(() => DependencyScopeEnum)
  scope!: string;

  @Field(() => Int, { nullable: true, description: 'How sure the link to its project is, from 1 to 100.' })
  confidence!: number | null;

  static from(row: ComponentRow): ComponentType {
    return Object.assign(new ComponentType(), { ...row, paths: pathCountText(row.paths) });
  }
}

export const ComponentConnection = connectionType(ComponentType, 'Component');

@ArgsType()
export class ComponentsArgs extends ConnectionArgs {
  @Field(() => ID)
  @IsString()
  inventoryId!: string;

  @Field({ defaultValue: '', description: 'A part of the name or of the package URL.' })
  @IsString()
  @MaxLength(200)
  search!: string;

  @Field(() => DependencyScopeEnum, { nullable: true })
  @IsOptional()
  @IsIn(Object.values(DependencyScopeEnum))
  scope?: ComponentRow['scope'] | null;

  @Field(() => Boolean, { nullable: true, description: 'Only direct dependencies, or only others.' })
  @IsOptional()
  @IsBoolean()
  isDirect?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Only components whose project is known, or only others.' })
  @IsOptional()
  @IsBoolean()
  isResolved?: boolean | null;

  @Field(() => ComponentOrderEnum, { defaultValue: 'GATEWAYS' })
  @IsIn(Object.keys(ComponentOrderEnum))
  orderBy!: ComponentOrder;
}

@ObjectType('PackageChange')
export class PackageChangeType implements Omit<PackageChange, 'rank'> {
  @Field(() => PackageChangeKindEnum)
  kind!: PackageChange['kind'];

  @Field({ description: 'type/namespace/name, or the name of a component without a package URL.' })
  key!: string;

  @Field(() => [String])
  versionsBefore!: readonly string[];

  @Field(() => [String])
  versionsAfter!: readonly string[];

  @Field()
  wasDirect!: boolean;

  @Field()
  isDirect!: boolean;

  static from(row: PackageChange): PackageChangeType {
    return Object.assign(new PackageChangeType(), row);
  }
}

export const PackageChangeConnection = connectionType(PackageChangeType, 'PackageChange');

@ArgsType()
export class InventoryDifferenceArgs extends ConnectionArgs {
  @Field(() => ID)
  @IsString()
  beforeId!: string;

  @Field(() => ID)
  @IsString()
  afterId!: string;
}

@ObjectType('PackageUse', { description: 'How a product comes to depend on a package.' })
export class PackageUseType {
  @Field(() => ProductType)
  product!: ProductType;

  @Field(() => [String])
  versions!: readonly string[];

  @Field(() => Int, { nullable: true })
  depth!: number | null;

  @Field()
  paths!: string;

  @Field(() => DependencyScopeEnum)
  scope!: string;

  @Field(() => Int)
  gatewayCount!: number;

  @Field(() => [String], { description: 'The direct dependencies that bring it in, at most 100 of them.' })
  gateways!: readonly string[];

  @Field(() => [String], {
    description: 'From a direct dependency to the package; empty when nothing is known to lead there.',
  })
  shortestPath!: readonly string[];
}
