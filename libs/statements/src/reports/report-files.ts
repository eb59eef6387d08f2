import { Injectable } from '@nestjs/common';
import { Readable } from 'node:stream';
import { SigningKey, type NoteSigner } from '#libs/audit';
import { ConfigurationError } from '#platform/config';
import type { PersonPrincipal } from '#platform/kernel';
import { ExportSlots } from '../export-slots.js';
import { periodOf } from '../period.rules.js';
import type { Days, StatementFile } from '../statement-files.js';
import { ReportsNotSignedError } from '../statements.errors.js';
import { ComplianceReports } from './compliance-reports.service.js';
import type { ComplianceReport } from './compliance-report.js';
import { signedReport } from './compliance-json.js';
import { componentsCsv } from './components-csv.js';
import { OpenSourcePledgeReports, type PledgeYear } from './open-source-pledge.service.js';
import { pledgeMemberJson } from './open-source-pledge.rules.js';
import { ShippedQueries, type ShippedComponent } from './shipped.queries.js';

/** Reports as files. Each is made anew for whoever asks, and stored nowhere. */
@Injectable()
export class ReportFiles {
  constructor(
    private readonly reports: ComplianceReports,
    private readonly shipped: ShippedQueries,
    private readonly pledges: OpenSourcePledgeReports,
    private readonly signingKey: SigningKey,
    private readonly slots: ExportSlots,
  ) {}

  /** @throws ProductNotFoundError, ReportsNotSignedError */
  async compliance(principal: PersonPrincipal, productId: string, days: Days): Promise<StatementFile> {
    const report = await this.reports.of(principal, productId, periodOf(days.from, days.to));
    const signer = await this.signer();
    const content = await this.slots.open(() => Readable.from(signedReport(report, this.components(report), signer)));
    return { name: `compliance-${productId}-${days.from}-${days.to}`, format: 'json', content };
  }

  async componentList(principal: PersonPrincipal, productId: string, days: Days): Promise<StatementFile> {
    const report = await this.reports.of(principal, productId, periodOf(days.from, days.to));
    const content = await this.slots.open(() => Readable.from(componentsCsv(this.components(report), report.projects)));
    return { name: `components-${productId}-${days.from}-${days.to}`, format: 'csv', content };
  }

  /** The entry of a member of the Open Source Pledge. */
  async pledge(principal: PersonPrincipal, organisationId: string, of: PledgeYear): Promise<StatementFile> {
    const member = await this.pledges.of(principal, organisationId, of);
    const content = Readable.from([JSON.stringify(pledgeMemberJson(member), null, 2)]);
    return { name: `open-source-pledge-${organisationId}-${String(of.year)}`, format: 'json', content };
  }

  /** Only some processes are trusted with the key. */
  private async signer(): Promise<NoteSigner> {
    try {
      return await this.signingKey.load();
    } catch (error) {
      if (error instanceof ConfigurationError) throw new ReportsNotSignedError();
      throw error;
    }
  }

  private components({ organisationId, inventory }: ComplianceReport): AsyncIterable<readonly ShippedComponent[]> {
    return inventory === null ? nothing() : this.shipped.components(organisationId, inventory.id);
  }
}

async function* nothing(): AsyncGenerator<readonly ShippedComponent[]> {
  // An inventory that is not there has no components.
}
