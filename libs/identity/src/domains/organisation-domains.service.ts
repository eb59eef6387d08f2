import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { domainCheckDue } from '#platform/contracts';
import { UnitOfWork, isDatabaseError, violatedConstraint, type Tx } from '#platform/database';
import {
  DAY_MS,
  addMs,
  belongsTo,
  formatId,
  newId,
  systemActor,
  type Id,
  type PersonPrincipal,
} from '#platform/kernel';
import { TxtRecords, TxtRecordsError } from '#platform/outbound';
import { actorOf, assertRole } from '../access.js';
import { DomainExistsError, DomainNotFoundError, InvalidDomainError } from './organisation-domain.errors.js';
import { OrganisationDomain, type DomainFailure } from './organisation-domain.entity.js';
import { DOMAIN_CHECK_MS, DOMAIN_GRACE_MS, domainOf, recordNameOf, recordTextOf } from './organisation-domain.rules.js';
import { ORGANISATION_DOMAIN } from './organisation-domain.states.js';
import { OrganisationDomainsQueries } from './organisation-domains.queries.js';

const ACTOR = systemActor('identity.check-domain');
const UNIQUE_VIOLATION = '23505';
const ONE_OWNER = 'organisation_domain_one_owner';
/** Entries for which one run asks; the next one comes within the hour. */
const BATCH = 500;

/** Domains that organisations show to be their own, by a record that only who runs the domain can write. */
@Injectable()
export class OrganisationDomainsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly queries: OrganisationDomainsQueries,
    private readonly records: TxtRecords,
  ) {}

  async add(principal: PersonPrincipal, organisationId: Id<'org'>, text: string): Promise<Id<'odm'>> {
    assertRole(principal, organisationId, ['admin']);
    const domain = domainOf(text);
    if (domain === null) throw new InvalidDomainError();
    const id = newId<'odm'>();
    try {
      await this.unitOfWork.run(actorOf(principal), async (tx) => {
        await tx.manager.insert(OrganisationDomain, {
          id,
          organisationId,
          domain,
          token: randomBytes(16).toString('hex'),
          status: ORGANISATION_DOMAIN.initial,
          failure: null,
          addedAt: tx.now,
          verifiedAt: null,
          nextCheckAt: null,
          missingSince: null,
          version: 1,
        });
        tx.audit('organisationDomain', id, 'add', { organisationId, domain });
      });
    } catch (error) {
      if (isDatabaseError(error, [UNIQUE_VIOLATION])) throw new DomainExistsError();
      throw error;
    }
    return id;
  }

  /** Asks for a look at the record; a job does it, since no request waits for a resolver. */
  async requestCheck(principal: PersonPrincipal, id: Id<'odm'>): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      await own(tx, principal, id);
      tx.emit(domainCheckDue, { domainId: id });
    });
  }

  async remove(principal: PersonPrincipal, id: Id<'odm'>): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const entry = await own(tx, principal, id);
      const change = entry.apply('remove');
      entry.nextCheckAt = null;
      await save(tx, entry);
      tx.audit('organisationDomain', id, 'remove', change);
    });
  }

  /** Asks for every look that is due. */
  async announceDue(): Promise<void> {
    await this.unitOfWork.run(ACTOR, async (tx) => {
      const [due] = await tx.manager.query<[{ id: Id<'odm'> }[], number]>(
        `UPDATE organisation_domain SET next_check_at = $2
          WHERE id IN (SELECT id FROM organisation_domain WHERE status = 'verified' AND next_check_at <= $1
                        ORDER BY next_check_at LIMIT $3 FOR UPDATE SKIP LOCKED)
          RETURNING id`,
        [tx.now.toISOString(), addMs(tx.now, DAY_MS).toISOString(), BATCH],
      );
      for (const { id } of due) tx.emit(domainCheckDue, { domainId: id });
    });
  }

  /** The job: reads the record outside of any transaction, then decides inside of one. */
  async check(id: Id<'odm'>): Promise<void> {
    const known = await this.queries.find(id);
    if (!known || known.status === 'removed') return;
    const failure = await this.failureOf(known);
    try {
      await this.unitOfWork.run(ACTOR, (tx) => this.judge(tx, id, failure));
    } catch (error) {
      if (violatedConstraint(error) !== ONE_OWNER) throw error;
      await this.unitOfWork.run(ACTOR, (tx) => this.judge(tx, id, 'TAKEN'));
    }
  }

  private async failureOf({ id, domain, token }: OrganisationDomain): Promise<DomainFailure | null> {
    try {
      const texts = await this.records.at(recordNameOf(domain));
      return texts.includes(recordTextOf(formatId('odm', id), token)) ? null : 'NOT_FOUND';
    } catch (error) {
      if (!(error instanceof TxtRecordsError)) throw error;
      return error.reason;
    }
  }

  private async judge(tx: Tx, id: Id<'odm'>, failure: DomainFailure | null): Promise<void> {
    const entry = await lock(tx, id);
    if (!entry || entry.status === 'removed') return;
    entry.failure = failure;
    if (failure === null) {
      const isNew = entry.status !== 'verified';
      if (isNew) tx.audit('organisationDomain', id, 'verify', entry.apply('verify'));
      entry.verifiedAt = isNew ? tx.now : entry.verifiedAt;
      entry.missingSince = null;
      entry.nextCheckAt = addMs(tx.now, DOMAIN_CHECK_MS);
    } else if (entry.status === 'verified') {
      entry.missingSince ??= tx.now;
      // Also when only the resolver fails: what cannot be seen for so long is not shown any more.
      const isOver = entry.missingSince <= addMs(tx.now, -DOMAIN_GRACE_MS);
      entry.nextCheckAt = isOver ? null : addMs(tx.now, DAY_MS);
      if (isOver) tx.audit('organisationDomain', id, 'lapse', { ...entry.apply('lapse'), failure });
    }
    await save(tx, entry);
  }
}

function lock(tx: Tx, id: Id<'odm'>): Promise<OrganisationDomain | null> {
  return tx.manager.findOne(OrganisationDomain, { where: { id }, lock: { mode: 'pessimistic_write' } });
}

async function own(tx: Tx, principal: PersonPrincipal, id: Id<'odm'>): Promise<OrganisationDomain> {
  const entry = await lock(tx, id);
  if (!entry || entry.status === 'removed' || !belongsTo(principal, entry.organisationId))
    throw new DomainNotFoundError();
  assertRole(principal, entry.organisationId, ['admin']);
  return entry;
}

async function save(tx: Tx, entry: OrganisationDomain): Promise<void> {
  const { id, version, status, failure, verifiedAt, nextCheckAt, missingSince } = entry;
  await tx.manager.update(
    OrganisationDomain,
    { id, version },
    { status, failure, verifiedAt, nextCheckAt, missingSince, version: version + 1 },
  );
}
