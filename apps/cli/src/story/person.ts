import { CliError } from '../cli-error.js';
import { HttpClient, formAction } from './http-client.js';
import { SoftwareAuthenticator } from './software-authenticator.js';

interface Question {
  readonly challengeId: string;
  readonly options: string;
}

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
  private passkey: SoftwareAuthenticator | null = null;
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

  /** Makes a passkey, with which this person confirms from now on what has to be confirmed. */
  async addPasskey(): Promise<void> {
    const passkey = new SoftwareAuthenticator(new URL(this.apiUrl).origin);
    const { challengeId, options } = await this.mutate<Question>(
      'beginPasskeyRegistration',
      'BeginPasskeyRegistrationInput',
      'challengeId options',
      {},
    );
    const credential = passkey.create(options);
    await this.mutate('addPasskey', 'AddPasskeyInput', 'passkey { id }', { challengeId, credential, name: 'laptop' });
    this.passkey = passkey;
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

  /**
   * Runs one mutation with an `input`; a refusal in `userErrors` is thrown. Where a passkey has to confirm, the person
   * does so and sends the same once more, as a browser would.
   */
  async mutate<Payload>(
    name: string,
    inputType: string,
    selection: string,
    input: Readonly<Record<string, unknown>>,
  ): Promise<Payload> {
    try {
      return await this.send<Payload>(name, inputType, selection, input);
    } catch (error) {
      if (!(error instanceof RefusedRequest) || error.code !== 'STEP_UP_REQUIRED' || !this.passkey) throw error;
      const stepUp = await this.confirm(this.passkey, name, input);
      return this.send<Payload>(name, inputType, selection, { ...input, stepUp });
    }
  }

  private async confirm(
    passkey: SoftwareAuthenticator,
    operation: string,
    input: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly challengeId: string; readonly assertion: string }> {
    const { challengeId, options } = await this.send<Question>(
      'beginStepUp',
      'BeginStepUpInput',
      'challengeId options',
      { operation, arguments: JSON.stringify(input) },
    );
    return { challengeId, assertion: passkey.get(options) };
  }

  private async send<Payload>(
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
