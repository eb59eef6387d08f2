import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PersonLinks } from '../events/person-links.js';
import { SIGNALS_2026_1 } from '../policy/signals-2026-1.js';
import { clear } from './clearing.js';
import { OpenSignals } from './risk-level.js';
import { riskOnDay } from './risk-on-day.js';
import type { Signal, SignalFamily } from './signal.js';

let count = 0;
function signal(family: SignalFamily, points: number, own: Partial<Signal> = {}): Signal {
  count += 1;
  const id = `${family} ${String(count)}`;
  return {
    id,
    rule: 'S01',
    family,
    points,
    isHard: false,
    subject: 'Ann',
    key: id,
    day: 100,
    endDay: 200,
    evidence: [],
    ...own,
  };
}

function levelOf(...signals: Signal[]) {
  const open = new OpenSignals(SIGNALS_2026_1);
  for (const one of signals) open.add(one);
  return open.level();
}

describe('the level', () => {
  it.each([
    ['WATCH', 6, 2],
    ['REVIEW', 12, 2],
    ['HOLD', 20, 3],
  ])('is %s from %i points of %i families on, and not below', (level, points, families) => {
    const rest = (['P', 'I', 'G'] as const).slice(1, families).map((family) => signal(family, 1));
    const others = rest.length;
    expect(levelOf(signal('P', points - others), ...rest).level).toBe(level);
    expect(levelOf(signal('P', points - others - 1), ...rest).level).not.toBe(level);
    expect(levelOf(signal('P', points - others + 1), ...rest.slice(1)).level).not.toBe(level);
  });

  it('is none for any number of points of one family', () => {
    expect(levelOf(...Array.from({ length: 20 }, () => signal('R', 8)))).toMatchObject({
      level: 'NONE',
      points: 160,
      families: ['R'],
    });
  });

  it('is HOLD for a single hard signal', () => {
    expect(levelOf(signal('R', 16, { isHard: true }))).toMatchObject({ level: 'HOLD', isHard: true, points: 16 });
  });

  it('does not make a family of signals without points', () => {
    expect(levelOf(signal('P', 6), signal('M', 0))).toMatchObject({ level: 'NONE', families: ['P'] });
  });

  it('counts the highest of signals with one key', () => {
    const key = 'one';
    expect(levelOf(signal('P', 4, { key }), signal('P', 8, { key }), signal('P', 4, { key })).points).toBe(8);
  });
});

describe('a level that signals come to and leave', () => {
  const anySignals = fc.array(
    fc.record({
      family: fc.constantFrom<SignalFamily>('P', 'I', 'G', 'R'),
      points: fc.nat(16),
      key: fc.constantFrom('a', 'b', 'c'),
      isHard: fc.boolean(),
    }),
    { maxLength: 20 },
  );

  it('is that of those which are left, whatever the order', () => {
    fc.assert(
      fc.property(anySignals, fc.nat(), (parts, seed) => {
        const all = parts.map(({ family, points, key, isHard }) =>
          signal(family, points, { key: `${family} ${key}`, isHard }),
        );
        const gone = all.filter((_, index) => (seed >> (index % 30)) & 1);
        const open = new OpenSignals(SIGNALS_2026_1);
        for (const one of all) open.add(one);
        for (const one of gone) open.remove(one);
        expect(open.level().points).toBe(levelOf(...all.filter((one) => !gone.includes(one))).points);
        expect(open.level().level).toBe(levelOf(...all.filter((one) => !gone.includes(one))).level);
        open.clear();
        expect(open.level()).toEqual({ level: 'NONE', points: 0, families: [], isHard: false });
      }),
    );
  });
});

describe('the risk on a day', () => {
  const policy = SIGNALS_2026_1;
  const own = signal('P', 8);

  it.each([
    [99, 0],
    [100, 8],
    [199, 8],
    [200, 0],
  ])('on day %i has %i points of a signal that counts from 100 to 200', (day, points) => {
    expect(riskOnDay([own], [], { day, policy }).points).toBe(points);
  });

  it('has a signal without an end until it is cleared', () => {
    const hard = signal('R', 16, { endDay: null, isHard: true });
    const clearing = { signalId: hard.id, day: 5_000, reviewers: ['Bo', 'Cy'], reason: 'the tag came later' };
    expect(riskOnDay([hard], [clearing], { day: 4_999, policy }).level).toBe('HOLD');
    expect(riskOnDay([hard], [clearing], { day: 5_000, policy }).level).toBe('NONE');
  });

  it('is not changed by clearing for any other signal, nor for the same fact on a later day (I-12)', () => {
    const key = 'S01 project';
    const [first, later, other] = [
      signal('P', 8, { key }),
      signal('P', 8, { key, day: 120, endDay: 220 }),
      signal('I', 4),
    ];
    const clearing = { signalId: first.id, day: 110, reviewers: ['Bo', 'Cy'], reason: 'known people' };
    expect(riskOnDay([first, later, other], [clearing], { day: 110, policy }).points).toBe(4);
    expect(riskOnDay([first, later, other], [clearing], { day: 120, policy }).points).toBe(12);
  });

  it('of one subject has the signals about it alone', () => {
    const about = signal('I', 2, { subject: 'Nia' });
    expect(riskOnDay([own, about], [], { day: 150, policy, subject: 'Nia' }).signals).toEqual([about]);
  });
});

describe('clearing', () => {
  const links = new PersonLinks([['Bo', 'bo-2']]);
  const own = signal('I', 8, { subject: 'Nia' });
  const day = 110;

  it('keeps who cleared which signal, and why', () => {
    expect(clear(own, { day, reviewers: ['Bo', 'Cy'], reason: 'known people' }, links)).toEqual({
      signalId: own.id,
      day,
      reviewers: ['Bo', 'Cy'],
      reason: 'known people',
    });
  });

  it.each([
    ['one reviewer', ['Bo'], 'reviewers'],
    ['one reviewer with two accounts', ['Bo', 'bo-2'], 'reviewers'],
    ['the person whom it is about', ['Bo', 'Nia'], 'reviewers'],
  ])('is refused to %s', (_case, reviewers, key) => {
    expect(() => clear(own, { day, reviewers, reason: 'known people' }, links)).toThrow(`vetting.clearing.${key}`);
  });

  it('is refused without a reason', () => {
    expect(() => clear(own, { day, reviewers: ['Bo', 'Cy'], reason: '  ' }, links)).toThrow('vetting.clearing.reason');
  });
});
