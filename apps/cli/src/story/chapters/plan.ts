/** What is asked for, and how it is paid: two milestones. */
export const GOAL = { minor: '100000', currency: 'USD' };
export const PLAN = [
  {
    title: 'Reproducible release archives',
    deliverable: 'The release archive equals the tagged tree plus a pinned manifest.',
    amount: { minor: '60000', currency: 'USD' },
  },
  {
    title: 'Fuzzing in continuous integration',
    deliverable: 'Three harnesses run on every change, with a corpus.',
    amount: { minor: '40000', currency: 'USD' },
  },
];
