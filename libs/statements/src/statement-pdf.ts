import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import type { BillingDetails } from '#libs/identity';
import { Config } from '#platform/config';
import { Clock, Messages, formatId, formatMoney, type MessageParameters } from '#platform/kernel';
import type { Party, StatementEntry, YearTotal } from './party-statements.queries.js';
import { PdfWriter, type PdfColumn } from './pdf.js';
import { dayText, type Period } from './period.rules.js';
import type { ReceiptMovement, ReceiptRow } from './receipts.queries.js';
import type { PartyBalance, PartyLine } from './statement-lines.js';

const LINE_COLUMNS: readonly PdfColumn[] = [
  { x: 0, width: 50 },
  { x: 55, width: 115 },
  { x: 175, width: 95 },
  { x: 275, width: 135 },
  { x: 415, width: 80, align: 'right' },
];
const BALANCE_COLUMNS: readonly PdfColumn[] = [
  { x: 55, width: 215 },
  { x: 415, width: 80, align: 'right' },
];
const NOTE_COLUMNS: readonly PdfColumn[] = [{ x: 175, width: 320 }];

const TITLES = { opening: 'statements.opening', line: 'statements.lines', closing: 'statements.closing' } as const;

export interface StatementHead {
  readonly party: Party;
  /** As the reader may see it. */
  readonly name: string;
  readonly period: Period;
  readonly years: readonly YearTotal[];
}

/** Receipts and statements as documents that people read. Each amount has the digits of its currency. */
@Injectable()
export class StatementPdf {
  constructor(
    private readonly messages: Messages,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  async receipt(
    receipt: ReceiptRow,
    movements: readonly ReceiptMovement[],
    { payer, billing }: { readonly payer: string; readonly billing: BillingDetails | null },
  ): Promise<Readable> {
    const writer = await this.open(this.text('statements.receipt'));
    const number = formatId('led', receipt.id);
    const subject =
      receipt.needTitle === null
        ? this.text('statements.receipt.inAdvance')
        : [receipt.needTitle, receipt.projectName].filter((name) => name !== null).join(', ');
    for (const [key, parameters] of [
      ['number', { number }],
      ['date', { date: dayText(receipt.postedAt) }],
      ['occurred', { date: dayText(receipt.occurredAt) }],
      ['payer', { payer: `${payer} (${formatId('org', receipt.organisationId)})` }],
      ['for', { subject }],
      ['means', { means: this.text(`statements.means.${receipt.means}`) }],
      ['amount', { amount: formatMoney(receipt.amount) }],
      ['returned', { amount: formatMoney(receipt.returned) }],
    ] as const)
      writer.paragraph(this.text(`statements.receipt.${key}`, parameters));
    if (receipt.purchaseOrder !== null)
      writer.paragraph(this.text('statements.receipt.purchaseOrder', { purchaseOrder: receipt.purchaseOrder }));
    if (billing) this.billing(writer, billing);
    writer.gap();
    for (const key of ['held', 'noInvoice', 'numberNote']) writer.paragraph(this.text(`statements.receipt.${key}`));
    writer.gap();
    writer.paragraph(this.text('statements.receipt.movements'));
    for (const movement of movements) await writer.row(LINE_COLUMNS, this.movement(movement));
    if (movements.length === 0) writer.paragraph(this.text('statements.none'));
    return finished(writer);
  }

  private billing(writer: PdfWriter, { legalName, address, vatId }: BillingDetails): void {
    const { line1, line2, postalCode, city, country } = address;
    writer.gap();
    writer.paragraph(this.text('statements.receipt.billing'));
    for (const line of [legalName, line1, line2, `${postalCode} ${city}`, country, vatId])
      if (line !== null) writer.paragraph(line);
  }

  /** The document is written while it is read. */
  async statement(head: StatementHead, entries: AsyncIterable<readonly StatementEntry[]>): Promise<Readable> {
    const { party, name, period } = head;
    const writer = await this.open(this.text(`statements.${party.kind}.title`, { party: name }));
    writer.paragraph(this.text('statements.period', { from: dayText(period.from), to: dayText(period.to) }));
    const stream = writer.stream as Readable;
    this.fill(writer, head, entries).catch((error: unknown) => stream.destroy(error as Error));
    return stream;
  }

  private async fill(
    writer: PdfWriter,
    { years }: StatementHead,
    entries: AsyncIterable<readonly StatementEntry[]>,
  ): Promise<void> {
    let part: StatementEntry['part'] | null = null;
    for await (const batch of entries) {
      for (const entry of batch) {
        if (entry.part !== part) {
          writer.gap();
          writer.paragraph(this.text(TITLES[entry.part]));
          part = entry.part;
        }
        if (entry.part === 'line') await this.line(writer, entry.value);
        else await writer.row(BALANCE_COLUMNS, this.balance(entry.value));
      }
    }
    if (part === null) writer.paragraph(this.text('statements.none'));
    if (years.length > 0) {
      writer.gap();
      writer.paragraph(this.text('statements.years'));
      for (const year of years) writer.paragraph(this.year(year));
    }
    writer.end();
  }

  private async line(writer: PdfWriter, line: PartyLine): Promise<void> {
    const about = line.milestoneTitle ?? line.needTitle ?? line.projectName ?? line.refusal ?? '';
    await writer.row(LINE_COLUMNS, [
      dayText(line.postedAt),
      this.known('kind', line.kind),
      this.known('account', line.code),
      about,
      formatMoney(line.amount),
    ]);
    if (line.gross && line.platformFee) {
      const fees = { gross: formatMoney(line.gross), platformFee: formatMoney(line.platformFee) };
      const host = line.hostFee && line.hostFee.minor > 0n ? `; ${this.text('statements.payee.hostFee')}` : '';
      await writer.row(NOTE_COLUMNS, [this.text('statements.payee.fees', fees) + host]);
    }
  }

  private balance({ code, balance }: PartyBalance): string[] {
    return [this.known('account', code), formatMoney(balance)];
  }

  private movement({ kind, postedAt, amount, milestoneTitle }: ReceiptMovement): string[] {
    return [dayText(postedAt), this.known('kind', kind), '', milestoneTitle ?? '', formatMoney(amount)];
  }

  private year({ year, gross, platformFee, hostFee, fromProjects, sent }: YearTotal): string {
    return this.text('statements.year', {
      year: String(year),
      gross: formatMoney(gross),
      platformFee: formatMoney(platformFee),
      hostFee: formatMoney(hostFee),
      fromProjects: formatMoney(fromProjects),
      sent: formatMoney(sent),
    });
  }

  private async open(title: string): Promise<PdfWriter> {
    const at = this.clock.now();
    const writer = await PdfWriter.open(title, at, this.text('statements.footer', { at: at.toISOString() }));
    if (this.config.paymentsMode === 'simulated') writer.paragraph(this.text('statements.simulated'));
    return writer;
  }

  /** A new kind of transaction or account shows under its own name until it has a text. */
  private known(what: 'kind' | 'account', name: string): string {
    const key = `statements.${what}.${name}`;
    return this.messages.has(key) ? this.messages.text(key) : name;
  }

  private text(key: string, parameters: MessageParameters = {}): string {
    return this.messages.text(key, parameters);
  }
}

function finished(writer: PdfWriter): Readable {
  writer.end();
  return writer.stream as Readable;
}
