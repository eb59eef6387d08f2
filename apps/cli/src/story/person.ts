import { CliError } from '../cli-error.js';
import { HttpClient, formAction } from './http-client.js';

interface UserErrorAnswer {
  readonly code: string;
  readonly message: string;
}

interface GraphqlAnswer<Data> {
  readonly data: Data | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** A refusal that the API gave to a request of the story. */
export class RefusedRequest extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(`${code}: ${message}`);
    this.name = 'RefusedRequest';
  }
}

/** Somebody in the story: signs in through the OpenID provider and speaks to the public API, like everybody else. */
export class Person {
  readonly browser = new HttpClient();
  private token: string | null = null;

  constructor(
    readonly name: string,
    private readonly apiUrl: string,
  ) {}

  async signIn(): Promise<void> {
    const login = await this.browser.request(new URL('/auth/login', this.apiUrl).href);
    const done = await this.browser.request(formAction(login.text, login.url), { form: { name: this.name } });
    if (new URL(done.url).origin !== new URL(this.apiUrl).origin || done.status !== 200)
      throw new CliError('cli.story.signInFailed', { name: this.name });
  }

  /** From now on requests carry this API token instead of the session. */
  useToken(token: string): void {
    this.token = token;
  }

  useSession(): void {
    this.token = null;
  }

  async query<Data>(document: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Data> {
    const headers: Record<string, string> = this.token === null ? {} : { Authorization: `Bearer ${this.token}` };
    const { json } = await this.browser.postJson(
      new URL('/graphql', this.apiUrl).href,
      { query: document, variables },
      headers,
    );
    const answer = json as GraphqlAnswer<Data>;
    const [error] = answer.errors ?? [];
    if (error) throw new RefusedRequest(error.extensions?.code ?? 'UNKNOWN', error.message);
    if (answer.data === null) throw new RefusedRequest('UNKNOWN', 'an answer without data');
    return answer.data;
  }

  /** Runs one mutation with an `input`; a refusal in `userErrors` is thrown. */
  async mutate<Payload>(
    name: string,
    inputType: string,
    selection: string,
    input: Readonly<Record<string, unknown>>,
  ): Promise<Payload> {
    const document = `mutation ($input: ${inputType}!) { ${name}(input: $input) { ${selection} userErrors { code message } } }`;
    const data = await this.query<Record<string, Payload & { readonly userErrors: readonly UserErrorAnswer[] }>>(
      document,
      { input },
    );
    const payload = data[name]!;
    const [refusal] = payload.userErrors;
    if (refusal) throw new RefusedRequest(refusal.code, refusal.message);
    return payload;
  }
}
