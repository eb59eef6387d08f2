import { Injectable } from '@nestjs/common';
import { RequestLoader, type GraphqlContext } from '#platform/graphql';
import { grouped, Clock, clearanceOf } from '#platform/kernel';
import {
  IdentityQueries,
  type InvitationRow,
  type MemberRow,
  type OrganisationTransferRow,
} from '../identity.queries.js';
import type { OrganisationDomain } from '../domains/organisation-domain.entity.js';
import { OrganisationDomainsQueries } from '../domains/organisation-domains.queries.js';
import { WorkloadsQueries, type TrustedWorkload } from '../workloads.queries.js';

/** What an organisation shows to its members. A list may name the same organisation in every row, and asks once. */
@Injectable()
export class MembersLoader extends RequestLoader<readonly MemberRow[]> {
  constructor(private readonly queries: IdentityQueries) {
    super();
  }

  protected async batch(
    keys: readonly string[],
    { principal }: GraphqlContext,
  ): Promise<ReadonlyMap<string, readonly MemberRow[]>> {
    return grouped(await this.queries.members(clearanceOf(principal), keys), ({ organisationId }) => organisationId);
  }
}

@Injectable()
export class InvitationsLoader extends RequestLoader<readonly InvitationRow[]> {
  constructor(
    private readonly queries: IdentityQueries,
    private readonly clock: Clock,
  ) {
    super();
  }

  protected async batch(keys: readonly string[]): Promise<ReadonlyMap<string, readonly InvitationRow[]>> {
    return grouped(await this.queries.openInvitations(keys, this.clock.now()), ({ organisationId }) => organisationId);
  }
}

@Injectable()
export class OpenTransferLoader extends RequestLoader<OrganisationTransferRow> {
  constructor(private readonly queries: IdentityQueries) {
    super();
  }

  protected async batch(keys: readonly string[]): Promise<ReadonlyMap<string, OrganisationTransferRow>> {
    return new Map((await this.queries.openTransfersOf(keys)).map((row) => [row.organisationId, row]));
  }
}

@Injectable()
export class DomainsLoader extends RequestLoader<readonly OrganisationDomain[]> {
  constructor(private readonly queries: OrganisationDomainsQueries) {
    super();
  }

  protected async batch(keys: readonly string[]): Promise<ReadonlyMap<string, readonly OrganisationDomain[]>> {
    return grouped(await this.queries.ofOrganisations(keys), ({ organisationId }) => organisationId);
  }
}

@Injectable()
export class WorkloadsLoader extends RequestLoader<readonly TrustedWorkload[]> {
  constructor(private readonly queries: WorkloadsQueries) {
    super();
  }

  protected async batch(keys: readonly string[]): Promise<ReadonlyMap<string, readonly TrustedWorkload[]>> {
    return grouped(await this.queries.ofOrganisations(keys), ({ organisationId }) => organisationId);
  }
}
