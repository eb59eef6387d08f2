export const budgetsMessages = {
  'budgets.notFound': 'There is no such budget, or it is not yours.',
  'budgets.archived': 'This budget is archived. Restore it first.',
  'budgets.notBegun': 'This budget begins on {day}. Wait until then, or make another budget that has begun.',
  'budgets.invalidPolicy':
    'No run could follow this policy; look at {rule}. Amounts are from 1 to 10^16 minor units (the minimum tranche from 0), boosts from 50 to 200, and lists name each entry once, 200 at most; kinds of needs have one at least.',
  'budgets.runNotFound': 'There is no such run, or it is not yours.',
  'budgets.runOpen': 'This budget has a run that is not over. Finish or void it first.',
  'budgets.aboveCap':
    'This is more than the budget has left for its period: {left}. Give less, raise the cap of the budget, or wait for its next period.',
  'budgets.floorsAboveAmount':
    'The floors of the budget add up to {floors}, and there is {amount} to divide. Lower some of them, or give more.',
  'budgets.runEmpty':
    'No need gets any money by this run; each of its lines says why. Preview it anew when that has changed, or void it.',
  'budgets.previewStale': 'The budget was changed after the preview. Preview the run again.',
  'budgets.runDescription': 'Allocation run {run}, {lines} needs',
  'budgets.lineOfNeed': '{project}: {need}',
  'budgets.lineOfProject': '{project}, {needs} needs',
  'budgets.linePrepaid': 'Paid in before',
};
