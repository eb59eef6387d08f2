import { ArgsType, Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { IsString } from 'class-validator';
import { MoneyType, connectionType } from '#platform/graphql';
import { formatId } from '#platform/kernel';
import { REPORT_METHODS, totalsOf, type ComplianceReport, type ReportedProject } from '../reports/compliance-report.js';
import type { Days } from '../statement-files.js';
import { PeriodArgs } from './statement.types.js';

@ObjectType('ReportedProject', { description: 'A project that a product contains, and what was done for it.' })
export class ReportedProjectType {
  @Field(() => ID)
  projectId!: string;

  @Field()
  name!: string;

  @Field()
  repositoryUrl!: string;

  @Field({ description: 'Whether somebody shows that they maintain it, as of today.' })
  isClaimed!: boolean;

  @Field(() => Float, { description: 'How the organisation depends on it over all of its products, 0 to 1.' })
  exposure!: number;

  @Field(() => [MoneyType], { description: 'What the organisation paid for it in the period, one amount a currency.' })
  paid!: MoneyType[];

  @Field(() => [MoneyType], { description: 'What came back in the period.' })
  returned!: MoneyType[];

  @Field(() => Int, { description: 'Needs that were open at the end of the period.' })
  openNeeds!: number;

  @Field(() => Int, { description: 'Milestones that were accepted in the period.' })
  acceptedMilestones!: number;

  static from(project: ReportedProject): ReportedProjectType {
    const { id, name, repositoryUrl, isClaimed, exposure, openNeeds, milestones } = project;
    const { paid, returned } = totalsOf([project]);
    return {
      projectId: formatId('prj', id),
      name,
      repositoryUrl,
      isClaimed,
      exposure,
      paid: paid.map((amount) => MoneyType.from(amount)),
      returned: returned.map((amount) => MoneyType.from(amount)),
      openNeeds: openNeeds.length,
      acceptedMilestones: milestones.length,
    };
  }
}

export const ReportedProjectConnection = connectionType(ReportedProjectType, 'ReportedProject');

@ObjectType('ComplianceReport', {
  description: 'What one product shipped at the end of a period, and what was done for it in the period.',
})
export class ComplianceReportType {
  readonly report!: ComplianceReport;
  readonly days!: Days;

  @Field(() => ID)
  productId!: string;

  @Field()
  productName!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'What it shipped at the end; null when nothing was uploaded before.',
  })
  inventoryId!: string | null;

  @Field(() => String, { nullable: true, description: 'SHA-256 of the uploaded file.' })
  inventorySha256!: string | null;

  @Field(() => Date, { nullable: true })
  uploadedAt!: Date | null;

  @Field(() => Int)
  componentCount!: number;

  @Field(() => Int)
  packageCount!: number;

  @Field(() => Int)
  projectCount!: number;

  @Field(() => Int, { description: 'Needs of its projects that were open at the end of the period.' })
  openNeeds!: number;

  @Field(() => Int, { description: 'Milestones of its projects that were accepted in the period.' })
  acceptedMilestones!: number;

  @Field(() => [MoneyType], { description: 'What was paid for its projects in the period, summed from the ledger.' })
  paid!: MoneyType[];

  @Field(() => [MoneyType], { description: 'What came back in the period.' })
  returned!: MoneyType[];

  @Field({ description: 'The version of the rules of this report.' })
  methodId!: string;

  @Field({ description: 'The version of the rules of exposures.' })
  exposureMethodId!: string;

  static from(report: ComplianceReport, days: Days): ComplianceReportType {
    const { inventory, projects } = report;
    const { paid, returned } = totalsOf(projects);
    return Object.assign(new ComplianceReportType(), {
      report,
      days,
      productId: formatId('prd', report.productId),
      productName: report.productName,
      inventoryId: inventory && formatId('inv', inventory.id),
      inventorySha256: inventory?.sha256 ?? null,
      uploadedAt: inventory?.uploadedAt ?? null,
      componentCount: inventory?.componentCount ?? 0,
      packageCount: inventory?.packageCount ?? 0,
      projectCount: projects.length,
      openNeeds: projects.reduce((sum, { openNeeds }) => sum + openNeeds.length, 0),
      acceptedMilestones: projects.reduce((sum, { milestones }) => sum + milestones.length, 0),
      paid: paid.map((amount) => MoneyType.from(amount)),
      returned: returned.map((amount) => MoneyType.from(amount)),
      methodId: REPORT_METHODS.report,
      exposureMethodId: REPORT_METHODS.exposure,
    });
  }
}

@ArgsType()
export class ProductPeriodArgs extends PeriodArgs {
  @Field(() => ID)
  @IsString()
  productId!: string;
}
