import { Messages } from '#platform/kernel';
import { emulatorMessages, type MessageKey } from '../messages.en.js';
import type { Answer } from '../http/incoming.js';
import { wireExponent } from '../money/amounts.js';

const messages = new Messages(emulatorMessages);

/** A text of the catalogue, not yet escaped. */
export function message(key: MessageKey, parameters: Record<string, string | number> = {}): string {
  return messages.text(key, parameters);
}

/** Markup that needs no more escaping; the only way to make it is `html`. */
export class Html {
  constructor(readonly markup: string) {}
}

/** A template that escapes every value that is not markup itself. */
export function html(strings: TemplateStringsArray, ...values: (string | number | Html | readonly Html[])[]): Html {
  const parts = strings.map((literal, index) => literal + (index < values.length ? render(values[index]!) : ''));
  return new Html(parts.join(''));
}

function render(value: string | number | Html | readonly Html[]): string {
  if (value instanceof Html) return value.markup;
  if (typeof value === 'object') return value.map((part) => part.markup).join('');
  return escape(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/** A whole page, with the banner that says what this is. */
export function page(status: number, title: string, content: Html): Answer {
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <p class="banner" role="note"><strong>${message('page.banner')}</strong></p>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html> `;
  return { status, headers: HEADERS, body: document.markup };
}

/** To an absolute address, written so that a header can carry it. 303: the browser follows with GET, so a reload does not pay twice. */
export function redirect(location: string): Answer {
  return { status: 303, headers: { ...HEADERS, location: new URL(location).href }, body: '' };
}

export function notFound(): Answer {
  return page(404, message('page.notFound.title'), html`<p>${message('page.notFound.text')}</p>`);
}

/** `1,000.00 USD` */
export function displayAmount(minor: number, currency: string): string {
  const code = currency.toUpperCase();
  const digits = wireExponent(currency);
  const text = String(minor).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${whole}${digits === 0 ? '' : `.${text.slice(-digits)}`} ${code}`;
}

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  // No form-action: it would also forbid the redirect back to the shop.
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

const STYLE = new Html(
  'body{font:1rem/1.5 system-ui,sans-serif;margin:0;color:#1a1a1a;background:#fff}' +
    'main{max-width:32rem;margin:0 auto;padding:1rem}.banner{margin:0;padding:.5rem 1rem;background:#ffe08a}' +
    'label{display:block;margin-top:1rem}input{font:inherit;width:100%;box-sizing:border-box;padding:.5rem}' +
    'button{font:inherit;display:block;width:100%;margin-top:.75rem;padding:.6rem}.error{color:#a00000}',
);
