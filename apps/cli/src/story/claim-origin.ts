import { createServer, type Server } from 'node:http';

/** Stands for the code host in the demo: serves the files that a maintainer has committed, over real HTTP. */
export class ClaimOrigin {
  private readonly files = new Map<string, string>();
  private server: Server | null = null;

  constructor(private readonly port: number) {}

  get origin(): string {
    return `http://127.0.0.1:${String(this.port)}`;
  }

  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server = createServer((request, response) => {
        const file = this.files.get(decodeURIComponent(request.url ?? ''));
        if (request.method !== 'GET' || file === undefined) response.writeHead(404).end();
        else response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8' }).end(file);
      })
        .once('error', reject)
        .listen(this.port, '127.0.0.1', () => {
          resolve();
        });
    });
  }

  /** Commits a file to the default branch of a repository, so to speak. */
  commit(repositoryUrl: string, path: string, content: string): void {
    const { hostname, pathname } = new URL(repositoryUrl);
    this.files.set(`/${hostname}${pathname}/${path}`, content);
  }

  stop(): Promise<void> {
    const server = this.server;
    return new Promise((resolve) => {
      if (!server) {
        resolve();
        return;
      }
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
  }
}
