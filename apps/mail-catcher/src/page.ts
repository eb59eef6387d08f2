import { Messages } from '#platform/kernel';
import type { CaughtMail } from './caught-mail.js';
import { mailCatcherMessages } from './messages.en.js';

const messages = new Messages(mailCatcherMessages);
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** All mail on one page. Addresses in the text become links, since confirmations are what most trials look for. */
export function mailsPage(mails: readonly CaughtMail[]): string {
  const list = mails.map(article).join('\n') || `<p>${messages.text('mail.empty')}</p>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${messages.text('mail.title')}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem}pre{white-space:pre-wrap;overflow-wrap:anywhere}</style></head>
<body><main><h1>${messages.text('mail.title')}</h1><p>${messages.text('mail.intro')}</p>
${list}</main></body></html>`;
}

function article({ to, subject, text }: CaughtMail): string {
  const linked = escapeHtml(text).replaceAll(/https?:\/\/[^\s<]+/g, (address) => `<a href="${address}">${address}</a>`);
  const recipients = escapeHtml(messages.text('mail.to', { to: to.join(', ') }));
  return `<article><h2>${escapeHtml(subject)}</h2><p>${recipients}</p><pre>${linked}</pre></article>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character]!);
}
