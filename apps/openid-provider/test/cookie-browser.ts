/** A page that was reached, after all redirects that stay on the provider. */
export interface ReachedPage {
  readonly url: URL;
  readonly status: number;
  /** Empty when the redirects left the provider: then `url` is the address that was left for and was not opened. */
  readonly html: string;
}

/** A browser in forty lines: keeps cookies by name and path, follows redirects, sends forms. */
export class CookieBrowser {
  private readonly cookies = new Map<string, { value: string; path: string }>();

  constructor(private readonly providerOrigin: string) {}

  open(url: URL | string): Promise<ReachedPage> {
    return this.request(new URL(url), { method: 'GET' });
  }

  /** Sends the first form of the page with the fields given. */
  submit(page: ReachedPage, fields: Record<string, string>): Promise<ReachedPage> {
    const action = /<form method="post" action="([^"]+)"/.exec(page.html)?.[1];
    if (action === undefined) throw new Error(`no form on ${page.url.href}`);
    return this.request(new URL(action, page.url), { method: 'POST', body: new URLSearchParams(fields) });
  }

  private async request(url: URL, init: RequestInit): Promise<ReachedPage> {
    if (url.origin !== this.providerOrigin) return { url, status: 0, html: '' };
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { cookie: this.cookieHeader(url) } });
    this.keepCookies(response);
    const location = response.headers.get('location');
    if (location !== null) return this.request(new URL(location, url), { method: 'GET' });
    return { url, status: response.status, html: await response.text() };
  }

  private cookieHeader(url: URL): string {
    return [...this.cookies]
      .filter(([, cookie]) => url.pathname.startsWith(cookie.path))
      .map(([name, cookie]) => `${name}=${cookie.value}`)
      .join('; ');
  }

  private keepCookies(response: Response): void {
    for (const header of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = header.split('; ');
      const name = pair.slice(0, pair.indexOf('='));
      const value = pair.slice(pair.indexOf('=') + 1);
      const path = attributes.find((attribute) => /^path=/i.test(attribute))?.slice(5) ?? '/';
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, { value, path });
    }
  }
}
