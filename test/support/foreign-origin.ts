import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A host of somebody else, as claims see it in trials: every host of the world under one origin. */
export class ForeignOrigin {
  /** Paths that were asked for, in order. */
  readonly asked: string[] = [];
  /** What is answered instead of every document; null for what there is. */
  status: number | null = null;
  private readonly documents = new Map<string, string>();

  private constructor(
    private readonly server: Server,
    readonly origin: string,
  ) {}

  static async start(): Promise<ForeignOrigin> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const started = new ForeignOrigin(server, `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
    server.on('request', ({ url = '' }, response) => {
      started.asked.push(url);
      const document = started.documents.get(decodeURIComponent(url));
      response.writeHead(started.status ?? (document === undefined ? 404 : 200)).end(document);
    });
    return started;
  }

  /** Puts a document at an address; a text as it is, anything else as JSON. */
  put(address: string, document: unknown): void {
    this.documents.set(pathOf(address), typeof document === 'string' ? document : JSON.stringify(document));
  }

  remove(address: string): void {
    this.documents.delete(pathOf(address));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** The host is the first part of the path; what begins with a slash has none. */
function pathOf(address: string): string {
  return address.startsWith('/') ? address : address.replace(/^https:\/\//, '/');
}
