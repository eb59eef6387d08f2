/** One HTTP exchange of the SDK, for the check against the schema. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: string;
  readonly status: number;
  readonly replayed: boolean;
  readonly answer: unknown;
}

/** The fetch of a client whose exchanges are noted. */
export function recordingFetch(exchanges: Exchange[]): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    const url = new URL(input instanceof Request ? input.url : input);
    exchanges.push({
      method: init?.method ?? 'GET',
      path: url.pathname,
      query: url.search.slice(1),
      body: typeof init?.body === 'string' ? init.body : '',
      status: response.status,
      replayed: response.headers.get('idempotent-replayed') === 'true',
      answer: await response.clone().json(),
    });
    return response;
  };
}
