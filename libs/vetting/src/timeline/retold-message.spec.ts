import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readRetoldMessage } from './retold-message.js';

describe('a message that is retold', () => {
  it.each([
    ['Wants a new maintainer, and says that the current one has lost interest.', 'DB', 'REPLACE_MAINTAINER', false],
    ['Asks the maintainer to step down.', 'D', 'REPLACE_MAINTAINER', false],
    ['Asks to add somebody as maintainer.', 'D', 'ADD_MAINTAINER', false],
    ['Wants the writer to become maintainer, with urgency for unnamed flaws.', 'DU', 'ADD_MAINTAINER', true],
    ['Complains that patches wait for years.', 'B', null, false],
    ['Uses the health of the maintainer as an argument.', 'G', null, false],
    ['Insists on shipping the version.', 'U', null, false],
    ['Asks whether the project still has a maintainer.', 'N', null, false],
    ['Thanks the maintainer for the release and reports a crash.', 'N', null, false],
    ['A patch for the parser is offered.', 'N', null, false],
  ])('as "%s" is %s', (summary, classes, demand, isForSender) => {
    expect(readRetoldMessage(summary)).toEqual({ classes: [...classes], demand, isForSender });
  });
});

const timeline = path.resolve(process.cwd(), '../shared/data/trust/xz-timeline.json');
const describeReal = existsSync(timeline) ? describe : describe.skip;
if (!existsSync(timeline)) console.warn(`SKIPPED: the history is not at ${timeline}`);

describeReal('the mails to xz-devel, retold', () => {
  it('are read as they were rated by hand, all but one', () => {
    const records = JSON.parse(readFileSync(timeline, 'utf8')) as { summary: string; facts?: { classes?: string[] } }[];
    const rated = records.flatMap(({ summary, facts }) =>
      facts?.classes ? [{ summary, classes: facts.classes }] : [],
    );
    const sorted = (classes: readonly string[]) => [...classes].sort().join('');
    const agreed = rated.filter(
      ({ summary, classes }) => sorted(classes) === sorted(readRetoldMessage(summary).classes),
    );
    expect(agreed).toHaveLength(rated.length - 1);
  });
});
