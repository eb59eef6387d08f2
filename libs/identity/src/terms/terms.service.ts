import { Injectable } from '@nestjs/common';
import { UnitOfWork, type Tx } from '#platform/database';
import { newId, type Id, type Principal } from '#platform/kernel';
import { actorOf, assertRole, personOf } from '../access.js';
import { TermsNotAcceptedError, TermsNotFoundError } from './terms.errors.js';
import { currentVersion, isParty, standingOf, type TermsName } from './terms.rules.js';
import { TERMS } from './terms.texts.js';

export interface AcceptedText {
  readonly terms: TermsName;
  readonly version: number;
  /** Digest of the text that was shown. */
  readonly sha256: string;
  /** Null when a person accepts for themself. */
  readonly organisationId: Id<'org'> | null;
}

/** Consents: recorded with version, digest, person and time; kept for ever. */
@Injectable()
export class TermsService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Records an acceptance; accepting the same version again changes nothing. */
  async accept(principal: Principal, { terms, version, sha256, organisationId }: AcceptedText): Promise<void> {
    const text = TERMS[terms].find((candidate) => candidate.version === version);
    const party = organisationId === null ? 'person' : 'organisation';
    if (text?.sha256 !== sha256 || !isParty(terms, party)) throw new TermsNotFoundError();
    if (organisationId !== null) assertRole(principal, organisationId, ['admin']);
    const acceptedBy = personOf(principal);
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const id = newId<'tac'>();
      const rows = await tx.manager.query<unknown[]>(
        `INSERT INTO terms_acceptance (id, terms, version, sha256, person_id, organisation_id, accepted_by, accepted_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING 1`,
        [
          id,
          terms,
          version,
          sha256,
          organisationId === null ? acceptedBy : null,
          organisationId,
          acceptedBy,
          tx.now.toISOString(),
        ],
      );
      if (rows.length === 1) tx.audit('terms', id, 'accept', { terms, version, sha256, organisationId });
    });
  }

  /** @throws TermsNotAcceptedError unless the organisation has accepted, as the transaction sees it */
  assertOrganisationAccepted(tx: Tx, terms: TermsName, organisationId: Id<'org'>): Promise<void> {
    return assertAccepted(tx, terms, 'organisation_id', organisationId);
  }

  /** @throws TermsNotAcceptedError unless the person has accepted the receiver's terms, the netting among them */
  assertReceiverAccepted(tx: Tx, personId: Id<'usr'>): Promise<void> {
    return assertAccepted(tx, 'receiver', 'person_id', personId);
  }
}

async function assertAccepted(
  tx: Tx,
  terms: TermsName,
  party: 'person_id' | 'organisation_id',
  partyId: string,
): Promise<void> {
  const rows = await tx.manager.query<{ version: number }[]>(
    `SELECT version FROM terms_acceptance WHERE terms = $1 AND ${party} = $2`,
    [terms, partyId],
  );
  const accepted = rows.map(({ version }) => version);
  if (standingOf(TERMS[terms], accepted, tx.now) !== 'missing') return;
  throw new TermsNotAcceptedError(terms, currentVersion(TERMS[terms], tx.now).version);
}
