import { createRequire } from 'node:module';
import { join } from 'node:path';
import { installPeersOf } from '../install-peers.mjs';

const FOLDER = import.meta.dirname;

/** Requires what the product is compared with; see `installPeers`. */
export const peer = createRequire(join(FOLDER, 'package.json'));

export function installPeers() {
  installPeersOf(FOLDER, '--only xml, xml-large or pnpm');
}
