import { createHash } from 'node:crypto';
import { digestText, signNote, type NoteSigner } from '#libs/audit';
import { canonicalJson, formatId, type Canonical, type Money } from '#platform/kernel';
import { dayText } from '../period.rules.js';
import { REPORT_METHODS, type ComplianceReport, type ReportedProject } from './compliance-report.js';
import type { ShippedComponent } from './shipped.queries.js';

type Batches = AsyncIterable<readonly ShippedComponent[]>;

/** Exposures are written in millionths: the canonical form has whole numbers only. */
const MILLION = 1_000_000;

/**
 * A signed report: `{"report":…,"sha256":…,"signature":…}`, canonical JSON (RFC 8785) as a whole. `sha256` is of the bytes of
 * `report`, and `signature` a signed note (C2SP) over it. It is made while it is sent: nothing holds all components.
 */
export async function* signedReport(
  report: ComplianceReport,
  components: Batches,
  signer: NoteSigner,
): AsyncGenerator<string> {
  const hash = createHash('sha256');
  yield '{"report":';
  for await (const piece of reportPieces(report, components)) {
    hash.update(piece);
    yield piece;
  }
  const sha256 = hash.digest('hex');
  const signature = signNote(digestText(signer.name, 'compliance-report', sha256), signer);
  yield `,${canonicalJson({ sha256, signature }).slice(1)}`;
}

/** The keys of a report in their order, so that what is yielded is canonical. */
async function* reportPieces(report: ComplianceReport, components: Batches): AsyncGenerator<string> {
  yield '{"components":[';
  let isFirst = true;
  for await (const batch of components) {
    yield (isFirst ? '' : ',') + batch.map((component) => canonicalJson(componentJson(component))).join(',');
    isFirst = false;
  }
  yield `],${canonicalJson(headJson(report)).slice(1, -1)},"projects":[`;
  for (const [place, project] of report.projects.entries())
    yield (place === 0 ? '' : ',') + canonicalJson(projectJson(project));
  yield ']}';
}

/** Everything between `components` and `projects`, by which its keys have to be ordered. */
function headJson({ organisationId, productId, productName, period, generatedAt, inventory }: ComplianceReport) {
  return {
    format: 'mainstay-compliance-report/1',
    generatedAt: generatedAt.toISOString(),
    inventory: inventory && {
      id: formatId('inv', inventory.id),
      sha256: inventory.sha256,
      uploadedAt: inventory.uploadedAt.toISOString(),
      components: inventory.componentCount,
      packages: inventory.packageCount,
      direct: inventory.directCount,
    },
    methods: REPORT_METHODS,
    organisationId: formatId('org', organisationId),
    period: { from: dayText(period.from), to: dayText(period.to) },
    product: { id: formatId('prd', productId), name: productName },
  } satisfies Canonical;
}

function componentJson({ name, version, packageUrl, depth, scope, projectId }: ShippedComponent): Canonical {
  return { name, version, packageUrl, depth, scope, projectId: projectId && formatId('prj', projectId) };
}

function projectJson(project: ReportedProject): Canonical {
  return {
    id: formatId('prj', project.id),
    name: project.name,
    repositoryUrl: project.repositoryUrl,
    isClaimed: project.isClaimed,
    exposureMillionths: Math.floor(project.exposure * MILLION),
    paid: project.paid.map(({ paid, returned, released, isToOwnPeople }) => ({
      currency: paid.currency,
      paidMinor: String(paid.minor),
      returnedMinor: String(returned.minor),
      releasedMinor: String(released.minor),
      isToOwnPeople,
    })),
    openNeeds: project.openNeeds.map(({ id, kind, title, goal }) => ({
      id: formatId('need', id),
      kind,
      title,
      goal: amountJson(goal),
    })),
    acceptedMilestones: project.milestones.map(({ id, needId, title, acceptedAt, evidence, released }) => ({
      id: formatId('mil', id),
      needId: formatId('need', needId),
      title,
      acceptedAt: acceptedAt.toISOString(),
      released: released && amountJson(released),
      evidence: evidence.map(({ sha256, submittedAt }) => ({ sha256, submittedAt })),
    })),
  };
}

function amountJson({ minor, currency }: Money): Canonical {
  return { minor: String(minor), currency };
}
