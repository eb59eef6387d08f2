export const budgetsMessages = {
  'budgets.notFound': 'There is no such budget, or it is not yours.',
  'budgets.archived': 'This budget is archived. Restore it first.',
  'budgets.notBegun': 'This budget begins on {day}.',
  'budgets.invalidPolicy':
    'No run could follow this policy; look at {rule}. Amounts are from 1 to 10^16 minor units (the minimum tranche from 0), boosts from 50 to 200, and lists name each entry once, 200 at most; kinds of needs have one at least.',
  'budgets.runNotFound': 'There is no such run, or it is not yours.',
  'budgets.runOpen': 'This budget has a run that is not over. Finish or void it first.',
  'budgets.aboveCap': 'This is more than the budget has left for its period: {left}.',
  'budgets.floorsAboveAmount': 'The floors of the budget add up to more than there is to divide.',
  'budgets.runEmpty': 'No need gets any money by this run.',
  'budgets.previewStale': 'The budget was changed after the preview. Preview the run again.',
  'budgets.runDescription': 'Allocation run {run}, {lines} needs',
  'budgets.lineOfNeed': '{project}: {need}',
  'budgets.lineOfProject': '{project}, {needs} needs',
  'budgets.linePrepaid': 'Paid in before',
};
