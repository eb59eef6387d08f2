import { Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { MailAddressesService, OrganisationsService } from '#libs/identity';
import { DomainError, Messages } from '#platform/kernel';
import { escapeHtml, page } from './page.js';
import type { IdentifiedRequest } from './principal.hook.js';

/**
 * Where the links of mails lead. Opening one changes nothing, since scanners of mailboxes open every link; the button on
 * the page does.
 */
@Controller()
export class LinksController {
  constructor(
    private readonly addresses: MailAddressesService,
    private readonly organisations: OrganisationsService,
    private readonly messages: Messages,
  ) {}

  @Get('mail-address')
  async askMailAddress(@Res() reply: FastifyReply, @Query('code') code?: string): Promise<void> {
    await this.ask(reply, 'api.page.mailAddress', `/mail-address${suffix(code)}`, 'confirm');
  }

  @Post('mail-address')
  async confirmMailAddress(@Res() reply: FastifyReply, @Query('code') code?: string): Promise<void> {
    await this.act(reply, 'api.page.mailAddress.done', () => this.addresses.confirm(text(code)));
  }

  @Get('invitations/accept')
  async askInvitation(
    @Req() { principal }: IdentifiedRequest,
    @Res() reply: FastifyReply,
    @Query('code') code?: string,
  ): Promise<void> {
    const address = `/invitations/accept${suffix(code)}`;
    if (principal?.kind === 'person') await this.ask(reply, 'api.page.invitation', address, 'accept');
    else {
      const signIn = `/auth/login?return_to=${encodeURIComponent(address)}`;
      const label = escapeHtml(this.messages.text('api.page.invitation.signIn'));
      await this.send(reply, 200, 'api.page.invitation.ask', `<p><a href="${escapeHtml(signIn)}">${label}</a></p>`);
    }
  }

  @Post('invitations/accept')
  async acceptInvitation(
    @Req() { principal }: IdentifiedRequest,
    @Res() reply: FastifyReply,
    @Query('code') code?: string,
  ): Promise<void> {
    if (principal?.kind !== 'person') await this.send(reply, 401, 'api.page.invitation.signIn');
    else {
      await this.act(reply, 'api.page.invitation.done', () =>
        this.organisations.acceptInvitation(principal, text(code)),
      );
    }
  }

  private async ask(reply: FastifyReply, key: string, action: string, button: string): Promise<void> {
    const label = escapeHtml(this.messages.text(`${key}.${button}`));
    const form = `<form method="post" action="${escapeHtml(action)}"><button>${label}</button></form>`;
    await this.send(reply, 200, `${key}.ask`, form);
  }

  private async act(reply: FastifyReply, doneKey: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      await this.send(reply, 400, error.messageKey);
      return;
    }
    await this.send(reply, 200, doneKey);
  }

  private async send(reply: FastifyReply, status: number, key: string, html = ''): Promise<void> {
    const body = page(this.messages.text('api.home.title'), [this.messages.text(key)], html);
    await reply.status(status).type('text/html; charset=utf-8').send(body);
  }
}

/** A query that is given twice arrives as a list. */
function text(code: unknown): string {
  return typeof code === 'string' ? code : '';
}

function suffix(code: unknown): string {
  return `?code=${encodeURIComponent(text(code))}`;
}
