import type { MessageCatalogue } from '#platform/kernel';

export const allocationMessages = {
  'allocation.invalidPlan': '{pointer} has to be {expected}.',
  'allocation.invalidFile': 'The whole of the file has to be {expected}.',
  'allocation.nothing': '{pointer} is empty: there is nothing that money could go to.',
  'allocation.nothingRanked':
    'None of the projects that your organisation is known to stand on has a published need. Upload what your products ship, or make standing offers to projects that ask for nothing yet.',
  'allocation.noNeedTakesPart':
    'No need takes part ({reasons}). In the policy of the budget, name what is UNRATED or BELOW_THRESHOLD in addedByHand, list more needKinds for KIND_NOT_LISTED, or exclude fewer projects. Needs in OTHER_CURRENCY are for a budget in that currency.',
  'allocation.nothingToDivide':
    'There is nothing to divide: no new money, and nothing that was left before. Give an amount, or wait for the next period.',
  'allocation.floorAboveLimit':
    'The floor of {needId} is more than the {limit} that the limits for a line and a project leave to it. Lower the floor, or raise the limits.',
  'allocation.budgetNotPositive': '{pointer} has to be more than zero.',
  'allocation.amountOutOfRange': '{pointer} is more than {most}, which is the most that is reckoned with.',
  'allocation.weightOutOfRange': '{pointer} has to be from 0 to {most}.',
  'allocation.floorAboveCap': '{pointer} promises more than the cap permits.',
  'allocation.duplicateId': '{pointer} is {id}, and so is another one before it.',
  'allocation.tooManyLines': '{pointer} has more than {most}.',
  'allocation.tooManyNeeds':
    'More than {most} needs take part, which is the most that a plan may have. List fewer kinds of needs in the policy of the budget, or exclude projects.',
  'allocation.tooManyPairs':
    '{pointer} has more than {most} pairs of organisations that give to one project. Split the round, or leave out small givers.',
  'allocation.unknownProject': '{pointer} is {id}, and no project of the round.',
  'allocation.excluded.BELOW_MINIMUM': 'it is less than the least that counts',
  'allocation.excluded.OWN_PROJECT': 'the project is its own',
  'allocation.excluded.POOL_SPONSOR': 'it is the sponsor of the pool',
  'allocation.reason.PROPORTIONAL': 'share in proportion to the weight',
  'allocation.reason.LIMITED_BY_GOAL_OR_CAP': 'limited by its goal or cap',
  'allocation.reason.MINIMUM_TRANCHE': 'minimum tranches, its own and those of others',
  'allocation.reason.RECEIVED_FROM_LIMITED': 'received from those that are limited',
  'allocation.reason.PROMISE': 'promises, its own and those to others',
  'allocation.reason.MODE': 'what this mode does with the rest',
  'allocation.reason.ROUNDING': 'rounding to whole blocks',
  'allocation.ineligible.NO_WEIGHT': 'has no weight',
  'allocation.ineligible.NO_GAP': 'has reached its goal',
  'allocation.ineligible.CAP_BELOW_TRANCHE': 'may get less than is of use to it',
} satisfies MessageCatalogue;
