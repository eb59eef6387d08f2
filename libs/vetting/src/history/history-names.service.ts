import { Injectable } from '@nestjs/common';
import { MailAddressesQueries, actorOf } from '#libs/identity';
import { Config } from '#platform/config';
import { UnitOfWork, type Tx } from '#platform/database';
import type { Id, PersonPrincipal } from '#platform/kernel';
import { ProjectRiskService } from '../risk/project-risk.service.js';
import { HistoryNameNotFoundError, HistoryNameTakenError, HistoryNameUnprovenError } from './history.errors.js';
import { HistoryNamesRepository, type NameProof } from './history-names.repository.js';
import { ProjectHistoryRepository } from './project-history.repository.js';

/** The address that a forge gives to the account with a number. */
const ADDRESS_OF_ACCOUNT = /^(\d+)\+[a-z\d-]+@users\.noreply\.github\.com$/i;

export interface OwnHistoryName {
  readonly name: string;
  readonly proof: NameProof;
  readonly claimedAt: Date;
}

/**
 * Names in the history of a project that people show to be theirs: by the mail address that they have confirmed, or by the account
 * that they have linked, whose number the forge writes into its address. What a person has done is then known of the account here.
 */
@Injectable()
export class HistoryNamesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly names: HistoryNamesRepository,
    private readonly history: ProjectHistoryRepository,
    private readonly risk: ProjectRiskService,
    private readonly mail: MailAddressesQueries,
    private readonly config: Config,
  ) {}

  /** @throws HistoryNameNotFoundError, HistoryNameUnprovenError, HistoryNameTakenError */
  async claim(principal: PersonPrincipal, projectId: Id<'prj'>, text: string): Promise<void> {
    const { personId } = principal;
    const name = nameOf(text);
    const own = await this.mail.find(personId);
    const isOwnMail = own?.confirmedAt != null && own.address !== null && nameOf(own.address) === name;
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const proof = isOwnMail ? 'MAIL' : await this.proofByForge(tx, personId, name);
      // Whoever cannot show that it is theirs is not told whether the history has it.
      if (proof === null) throw new HistoryNameUnprovenError();
      await this.history.lock(tx, projectId);
      const number = await this.history.numberOf(tx, projectId, name);
      if (number === null) throw new HistoryNameNotFoundError();
      if ((await this.names.claim(tx, projectId, number, personId, proof)) !== personId)
        throw new HistoryNameTakenError();
      tx.audit('project', projectId, 'claimHistoryName', { number, proof });
      await this.renew(tx, projectId);
    });
  }

  /** @throws HistoryNameNotFoundError */
  async release(principal: PersonPrincipal, projectId: Id<'prj'>, text: string): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      await this.history.lock(tx, projectId);
      const number = await this.history.numberOf(tx, projectId, nameOf(text));
      const isGone = number !== null && (await this.names.release(tx, projectId, number, principal.personId));
      if (!isGone) throw new HistoryNameNotFoundError();
      tx.audit('project', projectId, 'releaseHistoryName', { number });
      await this.renew(tx, projectId);
    });
  }

  /** Those of a project that are shown to be one's own. */
  async own(principal: PersonPrincipal, projectId: Id<'prj'>): Promise<OwnHistoryName[]> {
    return this.unitOfWork.run(actorOf(principal), async (tx) => {
      const claims = await this.names.ofPerson(tx, principal.personId, projectId);
      if (claims.length === 0) return [];
      const names = await this.history.namesOf(
        tx,
        projectId,
        claims.map(({ number }) => number),
      );
      return claims.flatMap(({ number, proof, claimedAt }) => {
        const name = names.get(number);
        return name === undefined ? [] : [{ name, proof, claimedAt }];
      });
    });
  }

  private async renew(tx: Tx, projectId: Id<'prj'>): Promise<void> {
    await this.history.renewRoots(tx, projectId);
    await this.risk.recompute(tx, projectId);
  }

  private async proofByForge(tx: Tx, personId: Id<'usr'>, name: string): Promise<NameProof | null> {
    const account = ADDRESS_OF_ACCOUNT.exec(name)?.[1];
    if (account === undefined) return null;
    return (await this.names.hasAccount(tx, personId, this.config.get('GITHUB_ORIGIN'), account)) ? 'FORGE' : null;
  }
}

/** As importers write it. */
function nameOf(text: string): string {
  return text.trim().toLowerCase();
}
