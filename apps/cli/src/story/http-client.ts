/** A person's browser, as far as a script needs one: it keeps cookies for each host, and follows redirects by itself. */
export class HttpClient {
  private readonly cookies = new Map<string, Map<string, string>>();

  /** One request; redirects are followed as a browser does it, up to twenty. */
  async request(
    address: string,
    options: { readonly method?: string; readonly form?: Readonly<Record<string, string>> } = {},
  ): Promise<{ readonly url: string; readonly status: number; readonly text: string }> {
    let url = new URL(address);
    let method = options.method ?? (options.form ? 'POST' : 'GET');
    let body = options.form ? new URLSearchParams(options.form).toString() : undefined;
    for (let hop = 0; hop < 20; hop += 1) {
      const response = await fetch(url, {
        method,
        redirect: 'manual',
        headers: {
          Cookie: this.cookieHeader(url),
          ...(body === undefined ? {} : { 'Content-Type': 'application/x-www-form-urlencoded' }),
        },
        ...(body === undefined ? {} : { body }),
      });
      this.keepCookies(url, response);
      const location = response.headers.get('location');
      if (response.status < 300 || response.status > 399 || location === null)
        return { url: url.href, status: response.status, text: await response.text() };
      await response.arrayBuffer();
      url = new URL(location, url);
      if (response.status !== 307 && response.status !== 308) {
        method = 'GET';
        body = undefined;
      }
    }
    throw new Error(`more than twenty redirects from ${address}`);
  }

  /** Sends JSON with the cookies of the host. */
  async postJson(
    address: string,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly status: number; readonly json: unknown }> {
    const url = new URL(address);
    const response = await fetch(url, {
      method: 'POST',
      headers: { Cookie: this.cookieHeader(url), 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    this.keepCookies(url, response);
    return { status: response.status, json: await response.json() };
  }

  private cookieHeader(url: URL): string {
    return [...(this.cookies.get(url.host) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  private keepCookies(url: URL, response: Response): void {
    const jar = this.cookies.get(url.host) ?? new Map<string, string>();
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';');
      const separator = pair.indexOf('=');
      const name = pair.slice(0, separator).trim();
      if (attributes.some((attribute) => /^\s*max-age=0\s*$/i.test(attribute))) jar.delete(name);
      else jar.set(name, pair.slice(separator + 1).trim());
    }
    this.cookies.set(url.host, jar);
  }
}

/** The address that the first form of a page posts to. */
export function formAction(html: string, base: string): string {
  const action = /<form[^>]*\saction="([^"]*)"/i.exec(html)?.[1];
  return new URL((action ?? '').replaceAll('&amp;', '&'), base).href;
}
