import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import { INTERACTION_PATH } from './configuration.js';
import { errorPage, loginPage, pageHeaders, type PageText } from './pages.js';
import { personNamed, type LocalPerson } from './people.js';

const FORM_LIMIT_BYTES = 4_096;

/** Serves the login page of one sign-in and takes its form; `people` learns who signed in. */
export class LoginPages {
  constructor(
    private readonly provider: Provider,
    private readonly people: Map<string, LocalPerson>,
    private readonly redirectOrigin: string,
  ) {}

  /** True for the requests that `handle` answers; all others belong to the library. */
  owns(request: IncomingMessage): boolean {
    return request.url?.startsWith(INTERACTION_PATH) ?? false;
  }

  /** Never rejects: what goes wrong becomes an error page. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    if (!(await this.belongsToThisBrowser(request, response, path))) {
      return this.send(response, 400, errorPage('openid.expired'));
    }
    if (request.method === 'GET') return this.send(response, 200, loginPage(path));
    if (request.method !== 'POST') return this.refuse(response, 405, 'openid.methodNotAllowed');
    const form = await readForm(request);
    if (form === null) return this.refuse(response, 413, 'openid.tooLarge');
    const person = personNamed(form.get('name') ?? '');
    if (person === null) return this.send(response, 422, loginPage(path, 'openid.invalidName'));
    this.people.set(person.subject, person);
    await this.forgetEarlierPerson(request, response);
    await this.provider.interactionFinished(request, response, { login: { accountId: person.subject } });
  }

  /** The cookie of the sign-in must be present and belong to the page: nobody can be signed in by a foreign link. */
  private async belongsToThisBrowser(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
  ): Promise<boolean> {
    try {
      const { uid } = await this.provider.interactionDetails(request, response);
      return path === INTERACTION_PATH + uid;
    } catch {
      return false;
    }
  }

  /**
   * The library makes a browser that changes people go through a log-out page with a script. Ending the earlier
   * session here first spares that, and a plain script can sign in as one person after another.
   */
  private async forgetEarlierPerson(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const interaction = await this.provider.interactionDetails(request, response);
    if (!interaction.session) return;
    const session = await this.provider.Session.findByUid(interaction.session.uid);
    await session?.destroy();
    delete interaction.session;
    await interaction.persist();
  }

  private refuse(response: ServerResponse, status: number, problem: PageText): void {
    // The body was not read; the connection cannot be used again.
    response.setHeader('connection', 'close');
    this.send(response, status, errorPage(problem));
  }

  private send(response: ServerResponse, status: number, html: string): void {
    response.writeHead(status, pageHeaders(this.redirectOrigin)).end(html);
  }
}

/** The fields of a form, or null when it is larger than any form of ours. */
async function readForm(request: IncomingMessage): Promise<URLSearchParams | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > FORM_LIMIT_BYTES) return null;
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}
