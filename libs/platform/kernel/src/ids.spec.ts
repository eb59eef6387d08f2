import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ID_PREFIXES, asId, formatId, newId, parseId, prefixOf, uuidv7 } from './ids.js';

const LARGEST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
/** The example of the TypeID specification. */
const EXAMPLE = { uuid: '01890a5d-ac96-774b-bcce-b302099a8057', suffix: '01h455vb4pex5vsknk084sn02q' };

/** The counter is one for the process, so each test that looks at it starts in a millisecond that nobody has used. */
let unused = Date.UTC(2200, 0, 1);
const nextMs = () => (unused += 100);
const timestampOf = (uuid: string) => parseInt(uuid.replaceAll('-', '').slice(0, 12), 16);

/** What the text of no id leads to. */
const NOTHING = '00000000-0000-0000-0000-000000000000';

describe('the outside form of an id', () => {
  it('is the one of the TypeID specification', () => {
    expect(formatId('need', EXAMPLE.uuid)).toBe(`need_${EXAMPLE.suffix}`);
    expect(formatId('org', '00000000-0000-0000-0000-000000000000')).toBe('org_00000000000000000000000000');
    expect(formatId('org', LARGEST)).toBe('org_7zzzzzzzzzzzzzzzzzzzzzzzzz');
  });

  it('leads back to the same UUID for every prefix and every UUID, and sorts as the UUIDs do', () => {
    const uuid = fc.uuid({ version: [1, 4, 6, 7, 15] });
    fc.assert(
      fc.property(fc.constantFrom(...ID_PREFIXES), uuid, uuid, (prefix, one, other) => {
        const outside = formatId(prefix, one);
        expect(outside).toMatch(/^[a-z]+_[0-7][0-9a-z]{25}$/);
        expect(parseId(prefix, outside)).toBe(one);
        expect(prefixOf(outside)).toBe(prefix);
        expect(outside < formatId(prefix, other)).toBe(one < other);
      }),
    );
    expect(parseId('org', formatId('org', LARGEST))).toBe(LARGEST);
  });

  it.each([
    ['another prefix', `org_${EXAMPLE.suffix}`],
    ['a prefix that only begins alike', `needs_${EXAMPLE.suffix}`],
    ['no prefix', EXAMPLE.suffix],
    ['another separator', `need-${EXAMPLE.suffix}`],
    ['an upper-case prefix', `NEED_${EXAMPLE.suffix}`],
    ['the UUID itself', EXAMPLE.uuid],
    ['more than 128 bits', 'need_80000000000000000000000000'],
    ['one character too few', `need_${EXAMPLE.suffix.slice(1)}`],
    ['one character too many', `need_${EXAMPLE.suffix}0`],
    ['a line break at the end', `need_${EXAMPLE.suffix}\n`],
    ['a second underscore', `need__${EXAMPLE.suffix.slice(1)}`],
    ['upper-case characters', `need_${EXAMPLE.suffix.toUpperCase()}`],
    ...['i', 'l', 'o', 'u', '-', ' ', 'é'].map((character) => [
      `the foreign character "${character}"`,
      `need_${EXAMPLE.suffix.slice(0, -1)}${character}`,
    ]),
    ['nothing', ''],
    ['the prefix alone', 'need_'],
  ])('is the id of nothing with %s', (_case, text) => {
    expect(parseId('need', text)).toBe(NOTHING);
  });

  it('is the id of nothing after every change of the first character that would need more than 128 bits', () => {
    for (const first of '89abcdefghjkmnpqrstvwxyz')
      expect(parseId('usr', `usr_${first}${'0'.repeat(25)}`)).toBe(NOTHING);
  });

  it('has no known prefix when the text before the underscore is not one', () => {
    expect(['', '_', 'x', 'need', '_need', 'nope_1', 'constructor_1', 'Need_1'].map(prefixOf)).toEqual(
      Array.from({ length: 8 }, () => null),
    );
    expect(new Set(ID_PREFIXES).size).toBe(ID_PREFIXES.length);
  });

  it('takes only a UUID in its lower-case form as a stored id', () => {
    expect(asId<'need'>(EXAMPLE.uuid)).toBe(EXAMPLE.uuid);
    for (const text of ['', EXAMPLE.uuid.toUpperCase(), EXAMPLE.uuid.slice(1), `${EXAMPLE.uuid}\n`, 'need_x'])
      expect(() => asId(text)).toThrow(TypeError);
  });
});

describe('a new id', () => {
  it('is a UUID of version 7 and the RFC variant, with the instant in its first 48 bits', () => {
    const atMs = nextMs();
    for (let index = 0; index < 50; index += 1)
      expect(uuidv7(atMs)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(timestampOf(uuidv7(atMs))).toBe(atMs);
    expect(asId(newId<'need'>())).toHaveLength(36);
  });

  it('is greater than every id before it, within one millisecond and when the counter runs over', () => {
    const atMs = nextMs();
    const ids = Array.from({ length: 10_000 }, () => uuidv7(atMs));
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
    // The counter has 4096 places and starts in the lower half, so 10 000 ids borrow at most 4 ms of the future.
    expect(timestampOf(ids.at(-1)!)).toBeLessThanOrEqual(atMs + 4);
  });

  it('is greater than every id before it when the clock goes back', () => {
    const atMs = nextMs();
    const before = uuidv7(atMs);
    const after = uuidv7(atMs - 60_000);
    expect(after > before).toBe(true);
  });
});
