import { describe, expect, it } from '@jest/globals';
import { DomainError } from '#platform/kernel';
import { vettingMessages } from '../messages.en.js';
import { MAX_TIMELINE_ENTRIES, readTimeline } from './timeline-file.js';

const NOW = new Date('2026-01-15T12:00:00Z');
const record = {
  date: '2025-01-01',
  actor: 'Ann',
  kind: 'release',
  target: '1.0',
  summary: 'A release.',
  source: 'https://example.org/1',
};
const read = (...records: unknown[]) => readTimeline(records, NOW);

function refusalOf(value: unknown): string {
  try {
    readTimeline(value, NOW);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    expect(Object.keys(vettingMessages)).toContain(error.messageKey);
    return `${error.code} ${JSON.stringify(error.details)}`;
  }
  return 'read';
}

describe('a timeline', () => {
  it('keeps records that differ, in the order of the file', () => {
    const { entries, duplicates } = read(record, { ...record, date: '2024-01-01' });
    expect(entries.map(({ index, date }) => [index, date])).toEqual([
      [0, '2025-01-01'],
      [1, '2024-01-01'],
    ]);
    expect(duplicates).toEqual([]);
  });

  it('takes days, months and instants with an offset, each as exactly as it is known', () => {
    const at = (date: string) => read({ ...record, date }).entries[0]?.at;
    expect(at('2024-02-29')).toEqual({ from: Date.UTC(2024, 1, 29), to: Date.UTC(2024, 2, 1) - 1 });
    expect(at('2023-12')).toEqual({ from: Date.UTC(2023, 11, 1), to: Date.UTC(2024, 0, 1) - 1 });
    expect(at('2024-03-31T02:30:00+02:00')).toEqual({
      from: Date.UTC(2024, 2, 31, 0, 30),
      to: Date.UTC(2024, 2, 31, 0, 30),
    });
  });

  it.each([
    ['no list', { records: [] }, 'TIMELINE_INVALID {}'],
    ['a record that is none', ['text'], 'TIMELINE_INVALID {"index":0}'],
    ['a record without an actor', [{ ...record, actor: undefined }], 'TIMELINE_INVALID {"index":0,"field":"actor"}'],
    ['a record without a date', [{ ...record, date: '' }], 'TIMELINE_INVALID {"index":0,"field":"date"}'],
    ['a date that is a number', [{ ...record, date: 20250101 }], 'TIMELINE_INVALID {"index":0,"field":"date"}'],
    [
      'a day that no calendar has',
      [{ ...record, date: '2025-02-29' }],
      'TIMELINE_INVALID {"index":0,"date":"2025-02-29"}',
    ],
    ['a month that no calendar has', [{ ...record, date: '2025-13' }], 'TIMELINE_INVALID {"index":0,"date":"2025-13"}'],
    ['a date of another form', [{ ...record, date: '01.02.2025' }], 'TIMELINE_INVALID {"index":0,"date":"01.02.2025"}'],
    [
      'a time without its offset',
      [{ ...record, date: '2025-01-01T10:00:00' }],
      'TIMELINE_INVALID {"index":0,"date":"2025-01-01T10:00:00"}',
    ],
    [
      'a day of tomorrow',
      [record, { ...record, date: '2026-01-16' }],
      'TIMELINE_IN_FUTURE {"index":1,"date":"2026-01-16"}',
    ],
    ['facts that are a list', [{ ...record, facts: [] }], 'TIMELINE_INVALID {"index":0,"field":"facts"}'],
    [
      'a fact of the wrong type',
      [{ ...record, facts: { bytes: '12' } }],
      'TIMELINE_INVALID {"index":0,"fact":"bytes"}',
    ],
    [
      'a count below zero',
      [{ ...record, facts: { senderMergedChanges: -1 } }],
      'TIMELINE_INVALID {"index":0,"fact":"senderMergedChanges"}',
    ],
    [
      'a class that the rubric has not',
      [{ ...record, facts: { classes: ['D', 'Z'] } }],
      'TIMELINE_INVALID {"index":0,"fact":"classes"}',
    ],
    [
      'a demand for something else',
      [{ ...record, facts: { demand: 'MONEY' } }],
      'TIMELINE_INVALID {"index":0,"fact":"demand"}',
    ],
    [
      'two records that cannot both be true',
      [
        { ...record, kind: 'contact_change', facts: { replacesOld: true } },
        { ...record, kind: 'contact_change', facts: { replacesOld: false }, source: 'https://example.org/2' },
      ],
      'TIMELINE_CONTRADICTORY {"first":0,"second":1,"fact":"replacesOld"}',
    ],
  ])('is refused with %s', (_case, value, refusal) => {
    expect(refusalOf(value)).toBe(refusal);
  });

  it('is refused when it is too long', () => {
    expect(refusalOf(new Array(MAX_TIMELINE_ENTRIES + 1).fill(record))).toBe('TIMELINE_TOO_LARGE {"limit":200000}');
  });

  it('takes today, which is not over yet', () => {
    expect(refusalOf([{ ...record, date: '2026-01-15' }])).toBe('read');
  });

  it('counts what is told twice once, and says so', () => {
    expect(read(record, { ...record }, { ...record, label: 'attack' })).toMatchObject({
      entries: [{ index: 0 }],
      duplicates: [1, 2],
    });
  });

  it('keeps two messages of one day, which may say different things', () => {
    const message = { ...record, kind: 'pressure', facts: { classes: ['B'] } };
    expect(read(message, { ...message, facts: { classes: ['D'] } }).entries).toHaveLength(2);
  });

  it('does not take a fact that is not known for a contradiction', () => {
    const change = { ...record, kind: 'contact_change' };
    expect(
      read({ ...change, facts: { replacesOld: null } }, { ...change, facts: { replacesOld: true } }).entries,
    ).toHaveLength(2);
  });
});
