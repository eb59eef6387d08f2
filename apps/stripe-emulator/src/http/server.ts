import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApiError } from '../errors.js';
import { readIncoming, type Answer, type Incoming } from './incoming.js';

export type Answerer = (incoming: Incoming) => Answer | Promise<Answer>;

/** Which part answers, by the first segment of the path. */
export type Parts = Readonly<Record<string, Answerer>>;

/** Longer than clients keep idle connections, so that none is closed under a request that is just being sent. */
const KEEP_ALIVE_MS = 75_000;

/** A plain HTTP server on loopback that reads requests, hands them to a part and writes answers. */
export class HttpServer {
  private readonly server: Server;

  constructor(
    private readonly parts: Parts,
    private readonly fallback: Answerer,
  ) {
    this.server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
      this.serve(request, response).catch((error: unknown) => {
        console.error(error);
        response.destroy();
      });
    });
  }

  /** Starts listening and gives the port. */
  async listen(port: number, host: string): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, host, () => resolve());
    });
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = await this.answer(request);
    if (answer.drop === true) {
      // A reset rather than an empty answer: the client must not know whether anything happened.
      request.socket.resetAndDestroy();
      return;
    }
    response.writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(answer.body) });
    response.end(answer.body);
  }

  private async answer(request: IncomingMessage): Promise<Answer> {
    try {
      const incoming = await readIncoming(request);
      const answerer = this.parts[incoming.pathname.split('/')[1] ?? ''] ?? this.fallback;
      return await answerer(incoming);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const body = JSON.stringify(error.body());
      return { status: error.status, headers: { 'content-type': 'application/json', connection: 'close' }, body };
    }
  }
}
