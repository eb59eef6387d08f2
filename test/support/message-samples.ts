import type { Demand, MessageClass } from '../../libs/vetting/src/events/project-event.js';

/** A message to maintainers as a person rated it by the rubric. All of them were made up for this purpose. */
export interface RatedMessage {
  readonly text: string;
  readonly classes: readonly MessageClass[];
  readonly demand: Demand | null;
}

const rated = (classes: string, demand: Demand | null, text: string): RatedMessage => ({
  text,
  classes: classes.split('') as MessageClass[],
  demand,
});

/** The first rules were written with these in view. */
const FIRST_MESSAGES: readonly RatedMessage[] = [
  rated('N', null, 'Hi, is this library still maintained? I see the last tag is from 2019. Thanks for your work.'),
  rated('N', null, 'Is there a rough plan for the next release? No hurry, I would like to schedule our upgrade.'),
  rated('N', null, 'Thank you for the quick fix, it works for us now.'),
  rated('N', null, 'The decoder crashes on the attached file. Stack trace below. Version 2.3.1, gcc 12, Debian.'),
  rated(
    'N',
    null,
    'Would you consider an option to read from standard input? I can send a patch if the idea is welcome.',
  ),
  rated('N', null, 'I would be glad to help with triage of old issues if that takes some load off you.'),
  rated('N', null, 'Here is version 3 of the patch with the tests that you asked for.'),
  rated(
    'N',
    null,
    'CVE-2024-12345 has been assigned to the overflow in parse.c:120. The critical vulnerability is fixed by #481, could you look when you have time?',
  ),
  rated('N', null, 'The documentation says the default is 6, but the code uses 9. Which one is right?'),
  rated('N', null, 'We package this for a distribution. Could you sign the next archive with the same key as before?'),
  rated('N', null, 'Congratulations on the release! I have updated the port.'),
  rated('N', null, 'Gentle ping on this one. I know everybody is busy.'),
  rated(
    'N',
    null,
    '> You ignore all patches and the project is dead\n\nI do not think this is fair. Please let us stay polite here.',
  ),
  rated('N', null, 'I can reproduce it on macOS too. Bisecting points to commit 1a2b3c4d5e.'),
  rated('N', null, 'What is the recommended way to build with cmake on Windows?'),
  rated('N', null, 'Small typo in the README, pull request attached.'),
  rated('N', null, 'My company would like to pay for the maintenance of this project. Whom should we talk to?'),
  rated('N', null, 'I maintain the Rust bindings and wonder whether the new call is thread safe.'),
  rated('N', null, 'Please take your time, and get well soon. There is nothing urgent here.'),
  rated('N', null, 'I forked the repo and opened a pull request with the change, see the link.'),
  rated('B', null, 'Patches sit on this list for years. There is no reason to believe that anything will come soon.'),
  rated(
    'DB',
    'REPLACE_MAINTAINER',
    'Nothing will move here until there is a new maintainer. The current one has lost interest.',
  ),
  rated('B', null, 'You ignore the patches that are rotting away on this list and you choke your own project.'),
  rated(
    'DG',
    'REPLACE_MAINTAINER',
    'I am sorry about your health, but one has to know his limits. Why not pass on maintainership to somebody else?',
  ),
  rated('D', 'ADD_MAINTAINER', 'Ben has been writing all the code lately. Why can not you give him commit access?'),
  rated('DB', null, "Why can't you just merge this? It has been waiting for months and nobody cares."),
  rated(
    'D',
    'ADD_MAINTAINER',
    'This project needs another maintainer, and it needs one now. Add Ben as a co-maintainer.',
  ),
  rated(
    'U',
    null,
    'We urgently need a new version because of critical security issues, and the freeze of the distribution is next week.',
  ),
  rated('U', null, 'There are serious vulnerabilities in this. I cannot say more here. Update as soon as possible.'),
  rated('BC', null, 'With such slow releases we are better off with a fork.'),
  rated('D', 'ADD_MAINTAINER', 'Make me a maintainer and I will take care of the backlog.'),
  rated(
    'DG',
    'REPLACE_MAINTAINER',
    "You clearly can't keep up with it any more. Please hand over the project to someone who can.",
  ),
  rated('B', null, 'This is irresponsible. Thousands depend on it and your silence speaks for itself.'),
  rated('G', null, 'I get that this is a hobby for you, but the community deserves better.'),
  rated('C', null, 'Other libraries manage to release every month. Somebody else would do this better.'),
  rated('D', null, 'Release it today. We demand an answer.'),
  rated(
    'DB',
    'REPLACE_MAINTAINER',
    'It is time to step down. The repo looks abandoned and your inaction hurts all of us.',
  ),
  rated('B', null, 'Every bug report here gets ignored. The maintainer does not care any more.'),
  rated('D', 'REPLACE_MAINTAINER', 'Let Ben take over the project. He is already doing all of the work.'),
  rated('U', null, 'Time is running out, this has to get in before the freeze.'),
];

/** Of these the first rules found one in five of those with pressure; the rules were then widened with these in view. */
const SECOND_MESSAGES: readonly RatedMessage[] = [
  rated('N', null, 'Hello, any news on the port to ARM? Just curious about the status.'),
  rated('N', null, 'I love this tool, it has saved me hours every week. Keep it up!'),
  rated(
    'N',
    null,
    'It fails to compile with musl since yesterday. The log is attached, let me know what else you need.',
  ),
  rated('N', null, 'Could the command get a flag to skip hidden files? Happy to write it myself.'),
  rated('N', null, 'We have ten hours of an engineer per month to give. Where would help be most useful?'),
  rated('N', null, 'Does the new API break the old one? I could not find it in the changelog.'),
  rated(
    'N',
    null,
    'I noticed that the tests take very long on my machine, mostly the compression ones. Is that expected?',
  ),
  rated('N', null, 'Sorry for the noise, the bug was in my own code. Closing.'),
  rated('N', null, 'I sent a patch in March. Is there something I should change in it?'),
  rated(
    'N',
    null,
    'Our fuzzer found an overflow, details were sent to the security address as described in SECURITY.md.',
  ),
  rated('N', null, 'Could you tag the release candidate so that we can test it in our build farm?'),
  rated(
    'N',
    null,
    'As one of the maintainers of the Debian package I wanted to say hello and offer to forward our patches.',
  ),
  rated('N', null, 'I think the second loop is never reached when n is zero. Am I missing something?'),
  rated('N', null, 'The link to the manual on the website is dead.'),
  rated('N', null, 'Is it safe to upgrade from 1.x to 2.x in place, or should the index be built again?'),
  rated('N', null, 'I would like to become a contributor. Are there issues that suit a beginner?'),
  rated('N', null, 'Reviewing this took me a while, it looks good to me apart from the naming.'),
  rated(
    'N',
    null,
    'On behalf of our team: thanks for seven years of this library. We hope you get some rest over the holidays.',
  ),
  rated(
    'N',
    null,
    'There is a security release of the dependency (GHSA-aaaa-bbbb-cccc). I opened #77 that raises the version.',
  ),
  rated('N', null, 'Would a move to the new build system be accepted? I do not want to start before I know.'),
  rated('DB', null, 'Half a year and still no answer. Either merge the change or say that you never will.'),
  rated('B', null, 'It seems that nobody is at home here. All reports go unanswered.'),
  rated(
    'DB',
    'ADD_MAINTAINER',
    'One person is obviously not enough. You should have brought in more maintainers long ago.',
  ),
  rated(
    'DG',
    'REPLACE_MAINTAINER',
    'Given your burnout it would be best for all if somebody with more energy ran this.',
  ),
  rated('D', 'ADD_MAINTAINER', 'Ben should get push rights. There is no good reason to hold him back.'),
  rated(
    'U',
    null,
    'We have reasons to believe that the current version is being exploited. Ship an update immediately.',
  ),
  rated('C', null, 'If this goes on we will have to fork it, and all the distributions will follow us.'),
  rated('B', null, 'You had one job. This release is a disgrace and you did not even test it.'),
  rated('DU', null, 'The deadline for the long-term version is on Friday, so you need to publish before that.'),
  rated('D', 'REPLACE_MAINTAINER', 'If you have no time, then please give the project to people who do.'),
  rated('G', null, 'Think of all the people who rely on you. You are letting them down.'),
  rated('DB', null, 'Stop bikeshedding and commit the thing. We have waited long enough.'),
  rated('B', null, 'The pull requests pile up, the tests are red, and the owner is nowhere to be seen.'),
  rated('D', 'ADD_MAINTAINER', 'I can take care of releases from now on. Just add me to the organisation.'),
  rated('CB', null, 'The rival project fixed this in two days. Here it has been open since 2021.'),
  rated('D', 'REPLACE_MAINTAINER', 'A change at the top would do this project good. Ben is ready to take over.'),
  rated('U', null, 'Please act quickly, a severe problem will become public very soon.'),
  rated(
    'GD',
    'ADD_MAINTAINER',
    'You said yourself that you are exhausted. Then accept the help and make Ben an owner.',
  ),
  rated('B', null, 'Frankly, the way this is run is amateurish and drives people away.'),
  rated('D', null, 'I expect this to be merged by Monday.'),
];

export const KNOWN_MESSAGES: readonly RatedMessage[] = [...FIRST_MESSAGES, ...SECOND_MESSAGES];

/** Written after the last change of the rules, by the same hand. They are not to be looked at when rules are changed. */
export const HELD_OUT_MESSAGES: readonly RatedMessage[] = [
  rated('N', null, 'What is the status of the Windows build? I could test something if that helps.'),
  rated('N', null, 'The new release works nicely here, thanks to everybody involved.'),
  rated('N', null, 'There seems to be a race when two threads close the handle. A test that shows it is attached.'),
  rated('N', null, 'A switch for the colour of the output would be nice to have.'),
  rated('N', null, 'I have a free week in May and could go through the stale pull requests with you.'),
  rated('N', null, 'In which order do the filters run? The manual is a bit vague there.'),
  rated('N', null, 'Reminder: our call about the roadmap is on Thursday.'),
  rated('N', null, 'I am new here. Please tell me if this is the wrong place for questions.'),
  rated('N', null, 'The patch no longer applies to main, I will send a new version tonight.'),
  rated(
    'N',
    null,
    'Our distribution freezes in October; 3.2 would be in if it is out before, otherwise we take 3.1. Both are fine.',
  ),
  rated('N', null, 'Does anybody know why the benchmark got slower between 4.0 and 4.1?'),
  rated('N', null, 'We would like to sponsor a security audit. Is there a budget contact?'),
  rated('N', null, 'Memory grows without bound when the input is empty. valgrind output below.'),
  rated('N', null, 'Thanks for explaining. I agree that this should stay out of scope.'),
  rated('N', null, 'I am one of the maintainers of a downstream fork and want to send our fixes back to you.'),
  rated('N', null, 'Could somebody with commit access have a look at the typo in the man page when there is a minute?'),
  rated('N', null, 'Is the old mailing list archive still online somewhere?'),
  rated('N', null, 'After the update the service restarts twice a day. I do not know yet whether it is this library.'),
  rated('N', null, 'Happy new year to all of you, and thank you for the work on the decoder.'),
  rated('N', null, 'The key on the website expired last week. Is there a new one?'),
  rated('B', null, 'I reported this three times. Apparently you read none of it.'),
  rated('DB', null, 'How much longer do you want to sit on this? Push the button.'),
  rated('D', 'ADD_MAINTAINER', 'Ben knows the code better than anyone. He should be a maintainer already.'),
  rated(
    'DG',
    'REPLACE_MAINTAINER',
    'We all understand that you are not well. For the good of the project, let somebody healthy take the wheel.',
  ),
  rated('U', null, 'This is very time critical for reasons I am not allowed to tell. Please release within 24 hours.'),
  rated('C', null, 'The fork is already ahead of you by two hundred commits, maybe everybody should just use that.'),
  rated('B', null, 'Six months for a one-line fix. What are you doing all day?'),
  rated(
    'D',
    'REPLACE_MAINTAINER',
    'If you do not want to do this any more, transfer the repository to our organisation.',
  ),
  rated('G', null, 'Hospitals run on this. If something happens, it will be on you.'),
  rated('B', null, 'You have let this project die.'),
  rated('D', null, 'There is no excuse for not releasing this. Do it.'),
  rated('DB', 'ADD_MAINTAINER', 'Since you never have time, at least appoint a second maintainer.'),
  rated('U', null, 'Everybody must update at once, there is a serious security hole that we cannot talk about.'),
  rated('D', 'ADD_MAINTAINER', 'I have sent more patches than anybody this year, so I want write access.'),
  rated('B', null, 'A one-man show with no response for weeks, this is not acceptable for such a central library.'),
  rated('C', null, 'We are moving to another library because you cannot get it done.'),
  rated('DB', 'REPLACE_MAINTAINER', 'The maintainer is the bottleneck. He should resign.'),
  rated('G', null, 'You should be ashamed, so many volunteers gave you their time.'),
  rated('DU', null, 'The beta is closing tonight, please upload the new version before midnight.'),
  rated('D', null, 'I have asked nicely. Now I insist that this goes in.'),
];
