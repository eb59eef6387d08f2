import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { LedgerQueries } from '#libs/ledger';
import { allLiabilities, type Liabilities, type Position } from '#libs/statements';
import { Config } from '#platform/config';
import { Clock, Messages, formatMoney, type MessageParameters, type Money } from '#platform/kernel';
import { PagePoints } from './page-points.js';
import { escapeHtml, page } from './page.js';
import type { IdentifiedRequest } from './principal.hook.js';

/** It sums the whole ledger, so it costs more than the field of GraphQL that says the same. */
const POINTS = 10;

/** What is owed to others against what is held, for everybody. */
@Controller()
export class MoneyPageController {
  constructor(
    private readonly ledger: LedgerQueries,
    private readonly points: PagePoints,
    private readonly config: Config,
    private readonly messages: Messages,
    private readonly clock: Clock,
  ) {}

  @Get('money')
  async show(@Req() request: IdentifiedRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.points.take(request, reply, POINTS);
    const currencies = allLiabilities(await this.ledger.cashPosition());
    const texts = [
      ...(this.config.paymentsMode === 'simulated' ? [this.messages.text('api.simulatedMoney')] : []),
      this.messages.text('api.money.text'),
      this.messages.text('api.money.at', { at: this.clock.now().toISOString() }),
      ...(currencies.length === 0 ? [this.messages.text('api.money.nothing')] : []),
    ];
    const html = currencies.map((currency) => this.section(currency)).join('\n');
    await reply
      .type('text/html; charset=utf-8')
      .header('Cache-Control', 'public, max-age=30')
      .send(page(this.messages.text('api.money.title'), texts, html));
  }

  private section({ owed, covering, ratio, liabilities, assets }: Liabilities): string {
    const covered = ratio === null ? this.text('api.money.nothingOwed') : this.text('api.money.ratio', { ratio });
    return [
      `<h2>${escapeHtml(owed.currency)}</h2>`,
      this.table('api.money.liabilities', liabilities, owed, 'api.money.owed'),
      this.table('api.money.assets', assets, covering, 'api.money.covering'),
      `<p>${covered}</p>`,
    ].join('\n');
  }

  private table(head: string, positions: readonly Position[], sum: Money, sumHead: string): string {
    const rows = positions.map(({ code, amount }) =>
      row(`${this.account(code)} <code>${escapeHtml(code)}</code>`, amount),
    );
    return `<table><caption>${this.text(head)}</caption>
${rows.join('\n')}
${row(`<strong>${this.text(sumHead)}</strong>`, sum)}</table>`;
  }

  /** An account without a text of its own shows by its code alone. */
  private account(code: string): string {
    const key = `statements.account.${code}`;
    return this.messages.has(key) ? this.text(key) : '';
  }

  private text(key: string, parameters: MessageParameters = {}): string {
    return escapeHtml(this.messages.text(key, parameters));
  }
}

function row(head: string, amount: Money): string {
  return `<tr><th scope="row" style="text-align:left;font-weight:normal">${head}</th><td style="text-align:right">${escapeHtml(formatMoney(amount))}</td></tr>`;
}
