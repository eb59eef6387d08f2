import { Injectable } from '@nestjs/common';
import { linkCode } from '#libs/identity';
import { Config } from '#platform/config';
import { Messages, sha256Hex, type MessageParameters } from '#platform/kernel';
import { templateOf } from './topics.rules.js';

export interface MessageText {
  readonly subject: string;
  readonly body: string;
  /** SHA-256 of subject, an empty line and body: what the proof of notification keeps. */
  readonly sha256: string;
}

/** Writes messages as plain text, in English until there is a second language. */
@Injectable()
export class MessageWriter {
  constructor(
    private readonly messages: Messages,
    private readonly config: Config,
  ) {}

  /** What is shown in the inbox: no link with a code, since whoever reads it is signed in. */
  show(template: string, parameters: MessageParameters): MessageText {
    return this.write(template, { ...parameters, link: this.address(templateOf(template).path) });
  }

  /** What goes out by mail, with its one-use link. */
  mail(template: string, parameters: MessageParameters): MessageText {
    const { path, code } = templateOf(template);
    const address = new URL(this.address(path));
    if (code) {
      const signingKey = this.config.get('LINK_SIGNING_KEY');
      address.searchParams.set('code', linkCode(signingKey, code, String(parameters.codeId)));
    }
    return this.write(template, { ...parameters, link: address.href });
  }

  private write(template: string, parameters: MessageParameters): MessageText {
    const oneLine = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, flat(value)]));
    const subject = this.messages.text(`notifications.${template}.subject`, oneLine);
    const body = this.messages.text(`notifications.${template}.body`, oneLine);
    return { subject, body, sha256: sha256Hex(`${subject}\n\n${body}`) };
  }

  private address(path: string): string {
    return new URL(path, this.config.get('PUBLIC_URL')).href;
  }
}

/** Titles and names are written by others: in a mail they must not begin lines of their own. */
function flat(value: string | number): string | number {
  return typeof value === 'string' ? value.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim() : value;
}
