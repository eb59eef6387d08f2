import { Injectable } from '@nestjs/common';
import { Readable } from 'node:stream';
import { formatId, parseId, type PersonPrincipal } from '#platform/kernel';
import { ExportSlots } from './export-slots.js';
import { JournalQueries } from './journal.queries.js';
import { PartyStatementsQueries, type Party } from './party-statements.queries.js';
import { dayText, periodOf, type Period } from './period.rules.js';
import { ReceiptsQueries } from './receipts.queries.js';
import { StatementAccess } from './statement-access.js';
import { journalCsv, receiptCsv, receiptsCsv, statementCsv } from './statement-csv.js';
import { StatementPdf } from './statement-pdf.js';
import { StatementTooLongError } from './statements.errors.js';

export type FileFormat = 'csv' | 'json' | 'pdf';

/** A file on its way to its reader. */
export interface StatementFile {
  readonly name: string;
  readonly format: FileFormat;
  readonly content: Readable;
}

export interface Days {
  readonly from: string;
  readonly to: string;
}

/** A page has some fifty lines; a longer document is for machines, and they take CSV. */
const MOST_PDF_LINES = 2_000;

@Injectable()
export class StatementFiles {
  constructor(
    private readonly access: StatementAccess,
    private readonly receipts: ReceiptsQueries,
    private readonly statements: PartyStatementsQueries,
    private readonly journals: JournalQueries,
    private readonly pdf: StatementPdf,
    private readonly slots: ExportSlots,
  ) {}

  /** One receipt by its number. */
  async receipt(principal: PersonPrincipal, number: string, format: FileFormat): Promise<StatementFile> {
    const receipt = this.access.receipt(principal, await this.receipts.find(parseId('led', number)));
    const movements = await this.receipts.movements(receipt.id);
    const payer = await this.access.nameOf(principal, formatId('org', receipt.organisationId));
    const billing = await this.access.billingOf(principal, receipt.organisationId);
    const content =
      format === 'pdf'
        ? await this.pdf.receipt(receipt, movements, { payer, billing })
        : Readable.from([...receiptCsv(receipt, movements, payer)].join(''));
    return { name: `receipt-${number}`, format, content };
  }

  /** Every receipt of an organisation in a period. */
  async receiptList(principal: PersonPrincipal, organisationId: string, days: Days): Promise<StatementFile> {
    const { id } = this.access.payer(principal, organisationId);
    const period = periodOf(days.from, days.to);
    const content = await this.slots.open(() => Readable.from(receiptsCsv(this.receipts.all(id, period))));
    return { name: `receipts-${organisationId}-${days.from}-${days.to}`, format: 'csv', content };
  }

  payer(principal: PersonPrincipal, organisationId: string, days: Days, format: FileFormat): Promise<StatementFile> {
    return this.statement(principal, this.access.payer(principal, organisationId), organisationId, days, format);
  }

  payee(principal: PersonPrincipal, payeeId: string, days: Days, format: FileFormat): Promise<StatementFile> {
    return this.statement(principal, this.access.payee(principal, payeeId), payeeId, days, format);
  }

  /** Whoever may read it has been asked for before. */
  async journal({ from, to }: Days): Promise<StatementFile> {
    const period = periodOf(from, to);
    const content = await this.slots.open(() => Readable.from(journalCsv(this.journals.rows(period))));
    return { name: `journal-${from}-${to}`, format: 'csv', content };
  }

  private async statement(
    principal: PersonPrincipal,
    party: Party,
    outsideId: string,
    days: Days,
    format: FileFormat,
  ): Promise<StatementFile> {
    const period = periodOf(days.from, days.to);
    const name = `statement-${outsideId}-${dayText(period.from)}-${dayText(period.to)}`;
    const content = await this.slots.open(() =>
      format === 'csv'
        ? Readable.from(statementCsv(this.statements.entries(party, period)))
        : this.document(principal, party, outsideId, period),
    );
    return { name, format, content };
  }

  private async document(
    principal: PersonPrincipal,
    party: Party,
    outsideId: string,
    period: Period,
  ): Promise<Readable> {
    if ((await this.statements.countLines(party, period)) > MOST_PDF_LINES)
      throw new StatementTooLongError(MOST_PDF_LINES);
    const head = {
      party,
      period,
      name: await this.access.nameOf(principal, outsideId),
      years: party.kind === 'payee' ? await this.statements.yearTotals(party.id) : [],
    };
    return this.pdf.statement(head, this.statements.entries(party, period));
  }
}
