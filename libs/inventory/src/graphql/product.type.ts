import { Field, Float, ID, InputType, ObjectType } from '@nestjs/graphql';
import { IsNumber, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { MutationInput, MutationPayload, Node } from '#platform/graphql';
import { formatId } from '#platform/kernel';
import type { ProductRow } from '../inventory.queries.js';
import { InventoryType } from './inventory.type.js';

@ObjectType('Product', { implements: () => [Node], description: 'Something that a company ships.' })
export class ProductType extends Node {
  @Field()
  name!: string;

  @Field(() => Float)
  businessWeight!: number;

  @Field(() => Date, { nullable: true, description: 'Since when it is out of use and counts in no figure.' })
  archivedAt!: Date | null;

  @Field(() => InventoryType, { nullable: true, description: 'What it ships now.' })
  inventory!: InventoryType | null;

  static from(row: ProductRow): ProductType {
    const { name, businessWeight, archivedAt, inventory } = row;
    return Object.assign(new ProductType(), {
      id: formatId('prd', row.id),
      name,
      businessWeight,
      archivedAt,
      inventory: inventory && InventoryType.from(inventory),
    });
  }
}

@InputType()
export class CreateProductInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  organisationId!: string;

  @Field()
  @IsString()
  @Length(1, 100)
  name!: string;

  @Field(() => Float, { defaultValue: 1, description: 'From 0.1 to 10.' })
  @IsNumber()
  @Min(0.1)
  @Max(10)
  businessWeight!: number;
}

@ObjectType()
export class CreateProductPayload extends MutationPayload {
  @Field(() => ProductType, { nullable: true })
  product!: ProductType | null;
}

@InputType()
export class UpdateProductInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  productId!: string;

  @Field(() => String, { nullable: true, description: 'Left out, it stays.' })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  name?: string | null;

  @Field(() => Float, { nullable: true, description: 'From 0.1 to 10. Left out, it stays.' })
  @IsOptional()
  @IsNumber()
  @Min(0.1)
  @Max(10)
  businessWeight?: number | null;
}

@ObjectType()
export class UpdateProductPayload extends CreateProductPayload {}

@InputType()
export class ProductActionInput extends MutationInput {
  @Field(() => ID)
  @IsString()
  productId!: string;
}

@ObjectType()
export class ArchiveProductPayload extends CreateProductPayload {}

@ObjectType()
export class RestoreProductPayload extends CreateProductPayload {}

@InputType()
export class RestoreInventoryInput extends ProductActionInput {
  @Field(() => ID)
  @IsString()
  inventoryId!: string;
}

@ObjectType()
export class RestoreInventoryPayload extends CreateProductPayload {}
