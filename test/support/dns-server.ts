import { createSocket, type Socket } from 'node:dgram';

const HEADER_BYTES = 12;
const RESPONSE_RECURSIVE = 0x8180;
const NAME_OF_THE_QUESTION = 0xc00c;
const TXT = 16;
const NO_SUCH_NAME = 3;
const SERVER_FAILURE = 2;

/** Answers questions for TXT records over UDP, as RFC 1035 says; each text is split as long ones are. */
export class DnsServer {
  /** True to answer that something is wrong here. */
  isBroken = false;
  private readonly texts = new Map<string, readonly string[]>();

  private constructor(private readonly socket: Socket) {
    socket.on('message', (question, from) => {
      socket.send(this.answer(question), from.port, from.address);
    });
  }

  get address(): string {
    return `127.0.0.1:${String(this.socket.address().port)}`;
  }

  static async start(): Promise<DnsServer> {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    return new DnsServer(socket);
  }

  put(name: string, texts: readonly string[]): void {
    this.texts.set(name, texts);
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.socket.close(resolve));
  }

  private answer(message: Buffer): Buffer {
    const { name, end } = nameIn(message);
    const texts = this.isBroken ? undefined : this.texts.get(name.toLowerCase());
    const code = this.isBroken ? SERVER_FAILURE : texts === undefined ? NO_SUCH_NAME : 0;
    const header = Buffer.alloc(HEADER_BYTES);
    message.copy(header, 0, 0, 2);
    header.writeUInt16BE(RESPONSE_RECURSIVE | code, 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(texts?.length ?? 0, 6);
    // The question comes back with its type and class.
    return Buffer.concat([header, message.subarray(HEADER_BYTES, end + 4), ...(texts ?? []).map(txtRecord)]);
  }
}

function nameIn(message: Buffer): { readonly name: string; readonly end: number } {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  while (message[at] !== 0) {
    const length = message[at]!;
    labels.push(message.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.'), end: at + 1 };
}

function txtRecord(text: string): Buffer {
  const parts = text.match(/.{1,40}/gs) ?? [''];
  const data = Buffer.concat(parts.map((part) => Buffer.from([part.length, ...Buffer.from(part, 'latin1')])));
  const head = Buffer.alloc(HEADER_BYTES);
  head.writeUInt16BE(NAME_OF_THE_QUESTION, 0);
  head.writeUInt16BE(TXT, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(0, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}
