import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LedgerQueries } from '#libs/ledger';
import { PaymentsQueries } from '#libs/payments';
import { startOf, toPage, type Page, type PageRequest, type Tx } from '#platform/database';
import { formatId, money, payeeOfColumns, type Id, type Money, type Payee, type PayeeColumns } from '#platform/kernel';
import type { HostAgreementStatus } from './host-agreement.states.js';
import type { ProjectPayoutStatus } from './project-payout.states.js';

export interface HostRow {
  readonly hostId: Id<'org'>;
  readonly feeBasisPoints: number;
  readonly isAccepting: boolean;
  readonly publishedAt: Date;
}

export interface HostAgreementRow {
  readonly id: Id<'hag'>;
  readonly projectId: Id<'prj'>;
  readonly hostId: Id<'org'>;
  readonly feeBasisPoints: number;
  readonly status: HostAgreementStatus;
  readonly appliedAt: Date;
  readonly beganAt: Date | null;
  readonly noticeAt: Date | null;
  readonly endedAt: Date | null;
}

export interface ProjectPayoutRow {
  readonly id: Id<'ppo'>;
  readonly projectId: Id<'prj'>;
  readonly hostId: Id<'org'>;
  readonly payee: Payee;
  readonly amount: Money;
  readonly purpose: string;
  readonly status: ProjectPayoutStatus;
  readonly requestedAt: Date;
  readonly decidedAt: Date | null;
}

/** Where the money of a project stands, in one currency. */
export interface ProjectBalance {
  readonly projectId: Id<'prj'>;
  readonly held: Money;
  /** Of what is held, asked for and not decided on. */
  readonly requested: Money;
  readonly onTheWay: Money;
  readonly paidOut: Money;
}

/** Whose payouts somebody may see: of the projects that the person maintains, and of hosts whose finance the person keeps. */
export interface PayoutViewer {
  readonly personId: Id<'usr'>;
  readonly hostIds: readonly string[];
}

const AGREEMENT = `agreement.id, agreement.project_id AS "projectId", agreement.host_id AS "hostId", agreement.fee_basis_points AS "feeBasisPoints",
  agreement.status, agreement.applied_at AS "appliedAt", agreement.began_at AS "beganAt", agreement.notice_at AS "noticeAt", agreement.ended_at AS "endedAt"`;
const MAINTAINED = `EXISTS (SELECT 1 FROM project_maintainer maintainer
  WHERE maintainer.project_id = subject.project_id AND maintainer.person_id = $1)`;

type RawPayout = Omit<ProjectPayoutRow, 'amount' | 'payee'> &
  PayeeColumns & { readonly minor: string; readonly currency: string };

/** Reads of fiscal hosts, and of what is held and paid for the projects that are with them. */
@Injectable()
export class HostingQueries {
  constructor(
    private readonly dataSource: DataSource,
    private readonly ledger: LedgerQueries,
    private readonly payments: PaymentsQueries,
  ) {}

  /** Hosts that have published terms and that everybody may know of, newest terms first. */
  async hosts(page: PageRequest): Promise<Page<HostRow>> {
    const start = startOf(page, ['instant', 'uuid']);
    const rows = await this.dataSource.query<HostRow[]>(
      `SELECT terms.organisation_id AS "hostId", terms.fee_basis_points AS "feeBasisPoints", terms.is_accepting AS "isAccepting",
              terms.published_at AS "publishedAt"
         FROM host_terms terms JOIN organisation ON organisation.id = terms.organisation_id AND organisation.visibility = 'named'
        WHERE $1::timestamptz IS NULL OR (terms.published_at, terms.organisation_id) < ($1::timestamptz, $2::uuid)
        ORDER BY terms.published_at DESC, terms.organisation_id DESC LIMIT $3`,
      [...start, page.first + 1],
    );
    return toPage(rows, page.first, (row) => [row.publishedAt.toISOString(), row.hostId]);
  }

  async host(hostId: Id<'org'>): Promise<HostRow | null> {
    const rows = await this.dataSource.query<HostRow[]>(
      `SELECT organisation_id AS "hostId", fee_basis_points AS "feeBasisPoints", is_accepting AS "isAccepting", published_at AS "publishedAt"
         FROM host_terms WHERE organisation_id = $1`,
      [hostId],
    );
    return rows[0] ?? null;
  }

  /** Agreements of one host or of one project, newest first. */
  async agreements(
    of: { readonly hostId: Id<'org'> } | { readonly projectId: Id<'prj'> },
    page: PageRequest,
  ): Promise<Page<HostAgreementRow>> {
    const start = startOf(page, ['instant', 'uuid']);
    const [column, id] = 'hostId' in of ? ['host_id', of.hostId] : ['project_id', of.projectId];
    const rows = await this.dataSource.query<HostAgreementRow[]>(
      `SELECT ${AGREEMENT} FROM host_agreement agreement
        WHERE agreement.${column} = $1 AND ($2::timestamptz IS NULL OR (agreement.applied_at, agreement.id) < ($2::timestamptz, $3::uuid))
        ORDER BY agreement.applied_at DESC, agreement.id DESC LIMIT $4`,
      [id, ...start, page.first + 1],
    );
    return toPage(rows, page.first, (row) => [row.appliedAt.toISOString(), row.id]);
  }

  async agreement(id: Id<'hag'>): Promise<HostAgreementRow | null> {
    const rows = await this.dataSource.query<HostAgreementRow[]>(
      `SELECT ${AGREEMENT} FROM host_agreement agreement WHERE agreement.id = $1`,
      [id],
    );
    return rows[0] ?? null;
  }

  /** The agreement under which the money of each project is kept now. */
  async standing(projectIds: readonly string[]): Promise<HostAgreementRow[]> {
    return this.dataSource.query<HostAgreementRow[]>(
      `SELECT ${AGREEMENT} FROM project_custody custody JOIN host_agreement agreement ON agreement.id = custody.agreement_id
        WHERE custody.project_id = ANY($1)`,
      [projectIds],
    );
  }

  /** What is held, asked for, on the way and paid for each project, by currency: the ledger for what is held, the requests for the rest. */
  async balances(projectIds: readonly string[]): Promise<ProjectBalance[]> {
    const standing = await this.standing(projectIds);
    const owners = standing.map(({ hostId, projectId }) => ownerOf(hostId, projectId));
    const held = await this.ledger.heldByOwners('held.project', owners);
    const asked = await this.dataSource.query<
      { projectId: Id<'prj'>; currency: string; status: string; minor: string }[]
    >(
      `SELECT project_id AS "projectId", currency, status, sum(amount_minor) AS minor FROM project_payout
        WHERE project_id = ANY($1) AND status IN ('requested', 'approved', 'paid') GROUP BY project_id, currency, status`,
      [projectIds],
    );
    const amounts = [
      ...standing.flatMap(({ hostId, projectId }) =>
        (held.get(ownerOf(hostId, projectId)) ?? []).map(({ minor, currency }) => ({
          projectId,
          currency,
          state: 'held',
          minor,
        })),
      ),
      ...asked.map(({ status, minor, ...row }) => ({ ...row, state: status, minor: BigInt(minor) })),
    ];
    return summed(amounts);
  }

  /** Requests of the viewer's projects or hosts, newest first. */
  async payouts(projectId: Id<'prj'>, viewer: PayoutViewer, page: PageRequest): Promise<Page<ProjectPayoutRow>> {
    const start = startOf(page, ['instant', 'uuid']);
    const rows = await this.dataSource.query<RawPayout[]>(
      `${PAYOUTS} WHERE subject.project_id = $3 AND (${MAINTAINED} OR subject.host_id = ANY($2))
          AND ($4::timestamptz IS NULL OR (subject.requested_at, subject.id) < ($4::timestamptz, $5::uuid))
        ORDER BY subject.requested_at DESC, subject.id DESC LIMIT $6`,
      [viewer.personId, viewer.hostIds, projectId, ...start, page.first + 1],
    );
    return toPage(rows.map(payoutRow), page.first, (row) => [row.requestedAt.toISOString(), row.id]);
  }

  /** What waits for a decision of the host, oldest first. */
  async awaiting(hostId: Id<'org'>, page: PageRequest): Promise<Page<ProjectPayoutRow>> {
    const start = startOf(page, ['instant', 'uuid']);
    const rows = await this.dataSource.query<RawPayout[]>(
      `${PAYOUTS} WHERE subject.host_id = $1 AND subject.status = 'requested'
          AND ($2::timestamptz IS NULL OR (subject.requested_at, subject.id) > ($2::timestamptz, $3::uuid))
        ORDER BY subject.requested_at, subject.id LIMIT $4`,
      [hostId, ...start, page.first + 1],
    );
    return toPage(rows.map(payoutRow), page.first, (row) => [row.requestedAt.toISOString(), row.id]);
  }

  async payout(id: Id<'ppo'>): Promise<ProjectPayoutRow | null> {
    const rows = await this.dataSource.query<RawPayout[]>(`${PAYOUTS} WHERE subject.id = $1`, [id]);
    return rows[0] ? payoutRow(rows[0]) : null;
  }

  async hasAccount(payee: Payee): Promise<boolean> {
    return (await this.payments.recipientOf(payee)) !== null;
  }

  /** All that is held for a project by its host; the custody of the project is locked. */
  heldFor(tx: Tx, { hostId, projectId }: Pick<HostAgreementRow, 'hostId' | 'projectId'>): Promise<Money[]> {
    return this.ledger.heldWithin(tx, 'held.project', ownerOf(hostId, projectId));
  }

  async isLeaving(tx: Tx, agreementId: Id<'hag'>): Promise<boolean> {
    const rows = await tx.manager.query<unknown[]>(
      `SELECT 1 FROM host_agreement WHERE id = $1 AND status = 'leaving'`,
      [agreementId],
    );
    return rows.length === 1;
  }

  /** Everybody who gains when the payee is paid: the person, or all members of the organisation. */
  async peopleBehind(tx: Tx, payee: Payee): Promise<Id<'usr'>[]> {
    if (payee.kind === 'person') return [payee.id];
    const rows = await tx.manager.query<{ id: Id<'usr'> }[]>(
      'SELECT person_id AS id FROM membership WHERE organisation_id = $1 ORDER BY person_id',
      [payee.id],
    );
    return rows.map(({ id }) => id);
  }
}

const PAYOUTS = `SELECT subject.id, subject.project_id AS "projectId", subject.host_id AS "hostId", subject.person_id AS "personId",
  subject.organisation_id AS "organisationId", subject.amount_minor AS minor, subject.currency, subject.purpose, subject.status,
  subject.requested_at AS "requestedAt", subject.decided_at AS "decidedAt" FROM project_payout subject`;

function ownerOf(hostId: Id<'org'>, projectId: Id<'prj'>): string {
  return `${formatId('org', hostId)}/${formatId('prj', projectId)}`;
}

function payoutRow({ personId, organisationId, minor, currency, ...row }: RawPayout): ProjectPayoutRow {
  return { ...row, payee: payeeOfColumns({ personId, organisationId }), amount: money(BigInt(minor), currency) };
}

function summed(
  amounts: readonly {
    readonly projectId: Id<'prj'>;
    readonly currency: string;
    readonly state: string;
    readonly minor: bigint;
  }[],
): ProjectBalance[] {
  const places = new Map(
    amounts.map(({ projectId, currency }) => [`${projectId} ${currency}`, { projectId, currency }]),
  );
  return [...places.values()]
    .sort((left, right) => left.currency.localeCompare(right.currency))
    .map(({ projectId, currency }) => {
      const of = (state: string): Money =>
        money(
          amounts.find(
            (amount) => amount.projectId === projectId && amount.currency === currency && amount.state === state,
          )?.minor ?? 0n,
          currency,
        );
      return { projectId, held: of('held'), requested: of('requested'), onTheWay: of('approved'), paidOut: of('paid') };
    });
}
