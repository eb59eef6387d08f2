import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsIn, IsNumber, IsOptional, IsString, Length, Max, MaxLength, Min } from 'class-validator';
import { MutationInput, MutationPayload, Node } from '#platform/graphql';
import { formatId } from '#platform/kernel';
import type { InventoryRow, ProductRow } from '../inventory.queries.js';

const UploadPurposeEnum = { SBOM: 'SBOM', EVIDENCE: 'EVIDENCE' } as const;
registerEnumType(UploadPurposeEnum, { name: 'UploadPurpose' });
const UploadStatusEnum = {
  OPEN: 'open',
  RECEIVING: 'receiving',
  RECEIVED: 'received',
  READY: 'ready',
  REJECTED: 'rejected',
} as const;
registerEnumType(UploadStatusEnum, { name: 'UploadStatus' });

@ObjectType('Inventory', { description: 'What was read out of the newest file of a product.' })
export class InventoryType implements InventoryRow {
  @Field()
  format!: string;

  @Field()
  formatVersion!: string;

  @Field(() => Int)
  componentCount!: number;

  @Field(() => Int)
  edgeCount!: number;

  @Field(() => Int, { description: 'Direct dependencies; 0 when the file does not tell.' })
  directCount!: number;

  @Field(() => Int, { description: 'Components whose project the catalogue knows.' })
  resolvedCount!: number;

  @Field(() => Int)
  warningCount!: number;

  @Field()
  createdAt!: Date;
}

@ObjectType('Product', { implements: () => [Node], description: 'Something that a company ships.' })
export class ProductType extends Node {
  @Field()
  name!: string;

  @Field(() => Float)
  businessWeight!: number;

  @Field(() => InventoryType, { nullable: true })
  inventory!: InventoryType | null;

  static from(row: ProductRow): ProductType {
    const { name, businessWeight, inventory } = row;
    return Object.assign(new ProductType(), { id: formatId('prd', row.id), name, businessWeight, inventory });
  }
}

@ObjectType('UploadRefusal')
export class UploadRefusalType {
  @Field()
  code!: string;

  @Field({ description: 'What is wrong with the file and what to do.' })
  message!: string;
}

@ObjectType('Upload', { implements: () => [Node] })
export class UploadType extends Node {
  @Field(() => UploadStatusEnum)
  status!: string;

  @Field()
  fileName!: string;

  @Field(() => String, { nullable: true })
  sha256!: string | null;

  @Field(() => Float, { nullable: true })
  sizeBytes!: number | null;

  @Field(() => UploadRefusalType, { nullable: true })
  refusal!: UploadRefusalType | null;
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
export class CreateUploadInput extends MutationInput {
  @Field(() => UploadPurposeEnum)
  @IsIn(['SBOM', 'EVIDENCE'])
  purpose!: 'SBOM' | 'EVIDENCE';

  @Field(() => ID, { nullable: true, description: 'For an SBOM: the product that it describes.' })
  @IsOptional()
  @IsString()
  productId?: string | null;

  @Field()
  @IsString()
  @Length(1, 200)
  fileName!: string;

  @Field({ description: 'Made by the client before sending; the same key gives the same address.' })
  @IsString()
  @MaxLength(255)
  idempotencyKey!: string;
}

@ObjectType()
export class CreateUploadPayload extends MutationPayload {
  @Field(() => UploadType, { nullable: true })
  upload!: UploadType | null;

  @Field(() => String, { nullable: true, description: 'PUT the bytes of the file here. The address works once.' })
  url!: string | null;

  @Field(() => Date, { nullable: true })
  expiresAt!: Date | null;
}
