import { ArgsType, Field, Float, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsString } from 'class-validator';
import { ConnectionArgs, Node, connectionType } from '#platform/graphql';
import { formatId } from '#platform/kernel';
import { percentOf } from '../conformance/percent.js';
import { NOT_CHECKED_REASONS, type ConformanceError, type NotCheckedReason } from '../conformance/conformance.js';
import type { ConformanceRow, InventoryDocumentRow, InventoryRow } from '../inventory-row.js';
import type { DocumentQuality, InventoryQuality } from '../reading/inventory-rows.js';

const ConformanceResultEnum = { YES: 'yes', NO: 'no', NOT_CHECKED: 'not_checked' } as const;
registerEnumType(ConformanceResultEnum, { name: 'ConformanceResult' });
const NotCheckedReasonEnum = Object.fromEntries(NOT_CHECKED_REASONS.map((reason) => [reason, reason]));
registerEnumType(NotCheckedReasonEnum, { name: 'NotCheckedReason' });

/** Of the components of a document: how many, and their share. */
@ObjectType('QualityFigure')
class QualityFigureType {
  @Field(() => Int)
  count!: number;

  @Field(() => Float, { description: 'Of all components of the document, with one decimal; 0 when it has none.' })
  percent!: number;
}

@ObjectType('DocumentQuality', {
  description: 'What a document leaves open, in components that it lists; the product itself is not among them.',
})
class DocumentQualityType {
  @Field(() => Int)
  components!: number;

  @Field(() => QualityFigureType)
  withoutPackageUrl!: QualityFigureType;

  @Field(() => QualityFigureType)
  withoutVersion!: QualityFigureType;

  @Field(() => QualityFigureType, {
    description: 'Components that depend on nothing and on which nothing depends.',
  })
  withoutEdges!: QualityFigureType;

  @Field(() => QualityFigureType)
  unknownScope!: QualityFigureType;

  @Field(() => QualityFigureType, { description: 'Components to which nothing leads from the product.' })
  unreached!: QualityFigureType;
}

@ObjectType('ConformanceError', { description: 'One thing that a schema does not permit.' })
class ConformanceErrorType implements ConformanceError {
  @Field({ description: 'A JSON pointer (RFC 6901) to the value; empty for the document itself.' })
  pointer!: string;

  @Field()
  message!: string;
}

@ObjectType('DocumentConformance', {
  description: 'Whether a document is what the published JSON schema of its format asks for.',
})
class DocumentConformanceType implements ConformanceRow {
  @Field(() => ConformanceResultEnum)
  result!: ConformanceRow['result'];

  @Field(() => String, {
    nullable: true,
    description: 'The id of the schema; null when there was none to compare with.',
  })
  schema!: string | null;

  @Field(() => NotCheckedReasonEnum, { nullable: true, description: 'Why it was not checked.' })
  reason!: NotCheckedReason | null;

  @Field(() => Int, { description: 'Distinct ones; where a schema has alternatives, those of each count.' })
  errorCount!: number;

  @Field(() => [ConformanceErrorType], { description: 'The first twenty.' })
  errors!: readonly ConformanceError[];
}

@ObjectType('InventoryDocument', { description: 'One file that an inventory was read from.' })
class InventoryDocumentType implements Omit<InventoryDocumentRow, 'quality'> {
  @Field({ description: 'Its name, or its path inside of the zip.' })
  path!: string;

  @Field({ description: 'For example cyclonedx-json or pnpm-lock.' })
  format!: string;

  @Field({ description: 'As the file states it; empty for formats without versions.' })
  formatVersion!: string;

  @Field(() => Float)
  sizeBytes!: number;

  @Field()
  sha256!: string;

  @Field(() => Int, { description: 'Records in the file, counted as its format counts them.' })
  entryCount!: number;

  @Field(() => Int)
  edgeCount!: number;

  @Field(() => Int, { nullable: true, description: 'Null when the file does not tell what is direct.' })
  directCount!: number | null;

  @Field(() => DocumentQualityType)
  quality!: DocumentQualityType;

  @Field(() => DocumentConformanceType, { nullable: true, description: 'Null until it was looked at.' })
  conformance!: ConformanceRow | null;
}

@ObjectType('InventoryQuality', {
  description: 'What the files leave open. What is missing here is missing in every figure that is made from them.',
})
class InventoryQualityType implements InventoryQuality {
  @Field(() => Int)
  withoutPackageUrl!: number;

  @Field(() => Int)
  withoutVersion!: number;

  @Field(() => Int, { description: 'Components that depend on nothing and on which nothing depends.' })
  withoutEdges!: number;

  @Field(() => Int)
  unknownScope!: number;
}

@ObjectType('InventoryWarning')
export class InventoryWarningType {
  @Field()
  code!: string;

  @Field(() => Int)
  count!: number;

  @Field(() => String, {
    nullable: true,
    description: 'Where it was met first, if that is among the hundred first of all.',
  })
  first!: string | null;
}

@ObjectType('Inventory', { implements: () => [Node], description: 'What was read out of the files of a product.' })
export class InventoryType extends Node {
  @Field({ description: 'The format of its document, or "bundle" for several.' })
  format!: string;

  @Field()
  formatVersion!: string;

  @Field(() => [InventoryDocumentType])
  documents!: readonly InventoryDocumentType[];

  @Field({ description: 'Whether it is what the product ships now.' })
  isCurrent!: boolean;

  @Field({ description: 'Digest of the upload. The same bytes again are not read again.' })
  sha256!: string;

  @Field(() => Int)
  componentCount!: number;

  @Field(() => Int, { description: 'Distinct package URLs with their versions.' })
  packageCount!: number;

  @Field(() => Int)
  edgeCount!: number;

  @Field(() => Int, { description: 'Direct dependencies; 0 when the file does not tell.' })
  directCount!: number;

  @Field(() => Int, { description: 'Components whose project the catalogue knows.' })
  resolvedCount!: number;

  @Field(() => Int, { description: 'Components to which nothing leads from the product.' })
  unreachedCount!: number;

  @Field(() => Int, { nullable: true, description: 'Hops to the farthest component; null when none is known.' })
  maxDepth!: number | null;

  @Field(() => Int, { description: 'Groups of components that depend on each other in a circle.' })
  cycleCount!: number;

  @Field(() => [String], { description: 'DEPTH_UNKNOWN, UNREACHED or GATEWAYS_SAMPLED.' })
  flags!: readonly string[];

  @Field(() => InventoryQualityType)
  quality!: InventoryQuality;

  @Field(() => Int)
  warningCount!: number;

  @Field(() => [InventoryWarningType], { description: 'What was odd about the files, by kind.' })
  warnings!: readonly InventoryWarningType[];

  @Field()
  createdAt!: Date;

  static from(row: InventoryRow): InventoryType {
    const { id, documents, warnings } = row;
    const [only] = documents;
    return Object.assign(new InventoryType(), {
      ...row,
      id: formatId('inv', id),
      documents: documents.map((document) => ({ ...document, quality: withShares(document.quality) })),
      format: documents.length === 1 ? only!.format : 'bundle',
      formatVersion: documents.length === 1 ? only!.formatVersion : '',
      warningCount: warnings.total,
      warnings: Object.entries(warnings.counts).map(([code, count]) => ({
        code,
        count,
        first: warnings.kept.find((warning) => warning.code === code)?.path ?? null,
      })),
    });
  }
}

function withShares({ components, ...counts }: DocumentQuality): DocumentQualityType {
  const figure = (count: number): QualityFigureType => ({ count, percent: percentOf(count, components) });
  const { withoutPackageUrl, withoutVersion, withoutEdges, unknownScope, unreached } = counts;
  return {
    components,
    withoutPackageUrl: figure(withoutPackageUrl),
    withoutVersion: figure(withoutVersion),
    withoutEdges: figure(withoutEdges),
    unknownScope: figure(unknownScope),
    unreached: figure(unreached),
  };
}

export const InventoryConnection = connectionType(InventoryType, 'Inventory');

@ArgsType()
export class InventoriesArgs extends ConnectionArgs {
  @Field(() => ID)
  @IsString()
  productId!: string;
}
