import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { LoginProviders } from '#platform/auth';
import { Config } from '#platform/config';
import { Messages } from '#platform/kernel';
import { showsGraphiql } from './graphiql.js';
import { escapeHtml, page } from './page.js';
import type { IdentifiedRequest } from './principal.hook.js';

/** The few pages that browsers are sent back to, and a front door. */
@Controller()
export class PagesController {
  constructor(
    private readonly config: Config,
    private readonly messages: Messages,
    private readonly providers: LoginProviders,
  ) {}

  @Get()
  async home(@Req() request: IdentifiedRequest, @Res() reply: FastifyReply): Promise<void> {
    const text = (key: string): string => escapeHtml(this.messages.text(key));
    const signedIn = request.principal?.kind === 'person';
    const graphiql = showsGraphiql(this.config) ? `<p><a href="/graphiql">${text('api.home.graphiql')}</a></p>` : '';
    const session = signedIn
      ? `<p>${text('api.home.signedIn')}</p><form method="post" action="/auth/logout"><button>${text('api.home.signOut')}</button></form>`
      : this.providers.all.map(({ id, label }) => this.signInLink(id, label)).join('');
    const money = `<p><a href="/money">${text('api.home.money')}</a></p>`;
    await this.send(reply, ['api.home.text'], money + graphiql + session);
  }

  @Get('payments/:outcome')
  async payment(@Param('outcome') outcome: string, @Res() reply: FastifyReply): Promise<void> {
    await this.send(reply, [outcome === 'done' ? 'api.page.payment.done' : 'api.page.payment.abandoned']);
  }

  @Get('onboarding/:outcome')
  async onboarding(@Param('outcome') outcome: string, @Res() reply: FastifyReply): Promise<void> {
    await this.send(reply, [outcome === 'done' ? 'api.page.onboarding.done' : 'api.page.onboarding.refresh']);
  }

  /** With one provider there is nothing to choose, so nothing is named. */
  private signInLink(id: string, label: string): string {
    const isOnly = this.providers.all.length === 1;
    const text = this.messages.text(isOnly ? 'api.home.signIn' : 'api.home.signInWith', { provider: label });
    return `<p><a href="/auth/login?provider=${encodeURIComponent(id)}">${escapeHtml(text)}</a></p>`;
  }

  private async send(reply: FastifyReply, keys: readonly string[], html = ''): Promise<void> {
    const shown = this.config.paymentsMode === 'simulated' ? ['api.simulatedMoney', ...keys] : keys;
    const paragraphs = shown.map((key) => this.messages.text(key));
    await reply.type('text/html; charset=utf-8').send(page(this.messages.text('api.home.title'), paragraphs, html));
  }
}
