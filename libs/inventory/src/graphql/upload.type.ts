import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsIn, IsOptional, IsString, Length, MaxLength } from 'class-validator';
import { MutationInput, MutationPayload, Node } from '#platform/graphql';
import { formatId, placeOf, type Messages } from '#platform/kernel';
import type { UploadRow } from '../inventory.queries.js';

const UploadPurposeEnum = { SBOM: 'SBOM', EVIDENCE: 'EVIDENCE', HISTORY: 'HISTORY' } as const;
registerEnumType(UploadPurposeEnum, {
  name: 'UploadPurpose',
  description:
    'HISTORY: events of a project, as `mainstay project snapshot --events` writes them, for importProjectHistory.',
});
const UploadStatusEnum = {
  OPEN: 'open',
  RECEIVING: 'receiving',
  RECEIVED: 'received',
  READY: 'ready',
  REJECTED: 'rejected',
} as const;
registerEnumType(UploadStatusEnum, { name: 'UploadStatus' });
const ReadingStageEnum = {
  PARSING: 'parsing',
  RESOLVING: 'resolving',
  MEASURING: 'measuring',
} as const;
registerEnumType(ReadingStageEnum, { name: 'ReadingStage' });

@ObjectType('UploadRefusal')
export class UploadRefusalType {
  @Field()
  code!: string;

  @Field({ description: 'What is wrong with the file and what to do.' })
  message!: string;

  @Field(() => Int, { nullable: true, description: 'From 1.' })
  line!: number | null;

  @Field(() => Int, { nullable: true, description: 'From 1.' })
  column!: number | null;

  @Field(() => String, { nullable: true, description: 'A JSON pointer or the like to the value that is wrong.' })
  path!: string | null;
}

@ObjectType('UploadProgress', { description: 'How far the reader is.' })
export class UploadProgressType {
  @Field(() => ReadingStageEnum)
  stage!: string;

  @Field(() => Int)
  documentsRead!: number;

  @Field(() => Int)
  documents!: number;

  @Field(() => Int, { description: 'Components found so far.' })
  components!: number;
}

@ObjectType('Upload', { implements: () => [Node] })
export class UploadType extends Node {
  readonly inventoryId!: string | null;

  @Field(() => UploadStatusEnum)
  status!: string;

  @Field()
  fileName!: string;

  @Field(() => String, { nullable: true })
  sha256!: string | null;

  @Field(() => Float, { nullable: true })
  sizeBytes!: number | null;

  @Field(() => UploadProgressType, { nullable: true, description: 'While the file is read, else null.' })
  progress!: UploadProgressType | null;

  @Field({ description: 'Whether the product ships now what this file was read into.' })
  isCurrent!: boolean;

  @Field({ description: 'Whether the product had these bytes before, so that nothing had to be read.' })
  isRepeated!: boolean;

  @Field(() => UploadRefusalType, { nullable: true })
  refusal!: UploadRefusalType | null;

  static from(row: UploadRow, messages: Messages): UploadType {
    const { status, fileName, sha256, sizeBytes, progress, inventoryId, isCurrent, isRepeated, refusal } = row;
    return Object.assign(new UploadType(), {
      id: formatId('upl', row.id),
      status,
      fileName,
      sha256,
      sizeBytes,
      progress,
      inventoryId,
      isCurrent,
      isRepeated,
      refusal: refusal && {
        code: refusal.code,
        message: messages.text(refusal.messageKey, refusal.details),
        ...placeOf(refusal.details),
      },
    });
  }
}

@InputType()
export class CreateUploadInput extends MutationInput {
  @Field(() => UploadPurposeEnum)
  @IsIn(Object.values(UploadPurposeEnum))
  purpose!: keyof typeof UploadPurposeEnum;

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

  @Field(() => String, {
    nullable: true,
    description:
      'PUT the bytes of the file here: an SBOM, a lockfile, either of them as gzip, or a zip of several and of the manifests beside them. The address works once.',
  })
  url!: string | null;

  @Field(() => Date, { nullable: true })
  expiresAt!: Date | null;
}
