import { MANIFEST_LIMITS } from './funding-manifest.js';
import { isWebAddress } from './manifest-fields.js';

/** A platform of FUNDING.yml. */
interface Platform {
  /** What the key takes: a name, or a path of names. */
  readonly value: RegExp;
  /** The page of a name is this and the name. */
  readonly pages: string;
}

const NAME = /^[\w.~-]{1,100}$/;
const PATH = /^@?[\w.~-]{1,100}(?:\/@?[\w.~-]{1,100}){0,3}$/;
const PACKAGE = /^(?:npm|pypi|rubygems|maven|packagist|nuget)\/@?[\w.~:-]{1,100}(?:\/[\w.~-]{1,100})?$/;

/** The keys of FUNDING.yml besides `custom`, in the order of GitHub's template; `otechie` is of former ones. */
const PLATFORMS: Readonly<Record<string, Platform>> = {
  github: { value: NAME, pages: 'https://github.com/sponsors/' },
  patreon: { value: NAME, pages: 'https://www.patreon.com/' },
  open_collective: { value: PATH, pages: 'https://opencollective.com/' },
  ko_fi: { value: NAME, pages: 'https://ko-fi.com/' },
  tidelift: { value: PACKAGE, pages: 'https://tidelift.com/funding/github/' },
  community_bridge: { value: NAME, pages: 'https://funding.communitybridge.org/projects/' },
  liberapay: { value: NAME, pages: 'https://liberapay.com/' },
  issuehunt: { value: PATH, pages: 'https://issuehunt.io/r/' },
  lfx_crowdfunding: { value: NAME, pages: 'https://crowdfunding.lfx.linuxfoundation.org/projects/' },
  polar: { value: NAME, pages: 'https://polar.sh/' },
  buy_me_a_coffee: { value: NAME, pages: 'https://www.buymeacoffee.com/' },
  thanks_dev: { value: PATH, pages: 'https://thanks.dev/' },
  otechie: { value: NAME, pages: 'https://otechie.com/' },
};

/** The key whose values are addresses. */
export const CUSTOM = 'custom';
export const PLATFORM_KEYS = [...Object.keys(PLATFORMS), CUSTOM];

/** How many values a key of FUNDING.yml takes. */
export function mostValues(key: string): number {
  if (key === CUSTOM) return MANIFEST_LIMITS.customAddresses;
  return key === 'github' ? MANIFEST_LIMITS.sponsored : 1;
}

/** The name that a value of a key stands for; people write the address of their page too. Null for what it cannot be. */
export function nameAt(key: string, value: string): string | null {
  const platform = PLATFORMS[key]!;
  const name = afterPages(platform.pages, value) ?? value;
  return platform.value.test(name) && !name.split('/').includes('..') ? name : null;
}

/** The page of a name, or of any other channel the address that is one of the web; else null. */
export function pageOfChannel(type: string, address: string | null): string | null {
  if (address === null || isWebAddress(address)) return address;
  const page = Object.hasOwn(PLATFORMS, type) ? PLATFORMS[type]!.pages + address : '';
  return isWebAddress(page) ? page : null;
}

/** The key and value with which FUNDING.yml says an address of the web. */
export function entryOf(page: string): { readonly key: string; readonly value: string } {
  for (const [key, { pages, value }] of Object.entries(PLATFORMS)) {
    const name = afterPages(pages, page);
    if (name !== null && value.test(name) && !name.split('/').includes('..')) return { key, value: name };
  }
  return { key: CUSTOM, value: page };
}

/** The rest of an address that begins with the pages of a platform, with or without `www.`. */
function afterPages(pages: string, address: string): string | null {
  const plain = (text: string): string => text.replace(/^https?:\/\/(?:www\.)?/i, '');
  if (!/^https?:\/\//i.test(address) || !plain(address).toLowerCase().startsWith(plain(pages).toLowerCase()))
    return null;
  return plain(address).slice(plain(pages).length).replace(/\/$/, '');
}
