import type { TermsName, TermsVersion } from './terms.rules.js';

/**
 * Every version of every text that somebody may have accepted. A text is never edited: its digest stands beside it and in
 * each acceptance. A change is a new version after the others.
 */
export const TERMS: Readonly<Record<TermsName, readonly TermsVersion[]>> = {
  giver: [
    {
      version: 1,
      publishedAt: '2026-11-01T00:00:00.000Z',
      sha256: '9ee30712903383b2aecf64aa6f65096ca840e3b272b45b59515a9a95a523b7eb',
      text: `Giver's terms, version 1

1. Your organisation promises amounts to needs. A promise is paid when a second person of it has approved.
2. Money that was paid is held for the milestones of the need, and is released when a milestone is accepted by a reviewer who neither pays nor is paid.
3. The platform's fee is taken at release. What is not released goes back to your organisation by the rules of returns.
4. What your organisation pays is support for work on software under an open licence. It buys no exclusive right.
`,
    },
  ],
  receiver: [
    {
      version: 1,
      publishedAt: '2026-11-01T00:00:00.000Z',
      sha256: '80018a54aa6c739bd124012b27c9b8161ad658bae5f4012f963b5f3041d17c5b',
      text: `Receiver's terms, version 1

1. You ask for money for work on a project that you maintain, in milestones with evidence that others can check.
2. Money is held until a milestone is accepted. Its release, less the platform's fee, goes to your account at Stripe, after Stripe has identified you.
3. Netting: a payment that was released to you may later be lost in a dispute with the payer's bank. You agree that such a loss is netted against later releases to you, and is shown to you entry by entry.
4. You say when somebody who pays for your work, or decides about it, is close to you.
`,
    },
  ],
  programme: [
    {
      version: 1,
      publishedAt: '2026-11-01T00:00:00.000Z',
      sha256: '2ae2253545cd65f6ce042863213f4ce09b56f5ac99b443a3544497a81c51ad66',
      text: `Programme terms, version 1

1. Your foundation runs a programme, names people who review, and sees to it that nobody reviews what they pay for or are paid for.
2. Decisions are written down with their reasons, and stay.
3. Money of a programme is held for it and is used for nothing else.
`,
    },
  ],
};
