import { Messages } from '#platform/kernel';
import { openIdMessages } from './messages.en.js';
import { DEMO_PEOPLE, NAME_LIMIT } from './people.js';

const messages = new Messages(openIdMessages);
export type PageText = keyof typeof openIdMessages;

const STYLE = `
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff; }
  .banner { background: #7a2e00; color: #fff; padding: .5rem 1rem; font-weight: 600; }
  button, input { font: inherit; padding: .5rem .75rem; }
  button { cursor: pointer; }
  button:focus-visible, input:focus-visible { outline: 3px solid #0b57d0; outline-offset: 2px; }
  ul { list-style: none; padding: 0; display: grid; gap: .5rem; }
  li button { width: 100%; text-align: left; }
  label { display: block; font-weight: 600; }
  .problem { color: #a00000; font-weight: 600; }
`;

/**
 * The login page: the people of the demo as buttons, and a field for any other name. They are two forms, because
 * the Enter key in a field presses the first button of its form. Both send one field, `name`.
 */
export function loginPage(action: string, problem: PageText | null = null): string {
  const target = escapeHtml(action);
  const people = DEMO_PEOPLE.map(
    (name) => `<li><button name="name" value="${escapeHtml(name)}">${escapeHtml(name)}</button></li>`,
  );
  const invalid = problem === null ? '' : ' aria-invalid="true"';
  return page(
    'openid.title',
    `<p>${text('openid.intro')}</p>
    ${problem === null ? '' : `<p class="problem" role="alert">${text(problem)}</p>`}
    <h2 id="people">${text('openid.people')}</h2>
    <form method="post" action="${target}" aria-labelledby="people"><ul>${people.join('')}</ul></form>
    <h2 id="anyone">${text('openid.anyone')}</h2>
    <form method="post" action="${target}" aria-labelledby="anyone">
      <label for="name">${text('openid.name')}</label>
      <input id="name" name="name" required maxlength="${NAME_LIMIT}" autocomplete="off" aria-describedby="hint"${invalid}>
      <button>${text('openid.submit')}</button>
      <p id="hint">${text('openid.nameHint')}</p>
    </form>`,
  );
}

/** A page that ends the sign-in; `details` are the protocol's error code and description. */
export function errorPage(problem: PageText | null, details: Readonly<Record<string, unknown>> = {}): string {
  const rows = Object.entries(details)
    .filter(([, value]) => typeof value === 'string')
    .map(([key, value]) => `<dt>${escapeHtml(key)}</dt><dd>${escapeHtml(String(value))}</dd>`);
  return page(
    'openid.errorTitle',
    `${problem === null ? '' : `<p role="alert">${text(problem)}</p>`}
    <p>${text('openid.errorHelp')}</p><dl>${rows.join('')}</dl>`,
  );
}

/** Headers of every page; `formTarget` is the origin to which a sent form is finally redirected. */
export function pageHeaders(formTarget: string): Record<string, string> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy':
      `default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; ` +
      `form-action 'self' ${formTarget}`,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  };
}

function page(title: PageText, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${text(title)}</title>
  <style>${STYLE}</style>
</head>
<body>
  <p class="banner" role="note">${text('openid.banner')}</p>
  <main>
    <h1>${text(title)}</h1>
    ${body}
  </main>
</body>
</html>
`;
}

function text(key: PageText): string {
  return escapeHtml(messages.text(key, { limit: NAME_LIMIT }));
}

function escapeHtml(raw: string): string {
  return raw.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
