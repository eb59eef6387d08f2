import type { MessageCatalogue } from '#platform/kernel';

/** What people hear of a project: of its signals, of help for its maintainers, and of its seats. Nobody is named, and nothing private is told. */
export const projectMessages = {
  'notifications.project_watch.subject': 'Something to know about {project}',
  'notifications.project_watch.body':
    'What happened to {project} lately speaks for a closer look, not more. Nothing stops, and nobody has to act. riskSignals says what was found, and what honest facts look the same.\n\n{link}',
  'notifications.project_review.subject': 'Look at {project} by {until}',
  'notifications.project_review.body':
    'What happened to {project} calls for somebody to look by {until}. Everything goes on meanwhile. riskSignals says what was found, why it matters and what to do; a signal with an honest reason is cleared by two of you (clearRiskSignal).\n\n{link}',
  'notifications.project_hold.subject': 'More rights in {project} wait until two of you have looked',
  'notifications.project_hold.body':
    'What happened to {project} is enough to stop requests for more rights in it. What people hold stays as it is, and so does everything else. riskSignals says what was found and what to do; two of you clear what has an honest reason (clearRiskSignal), and then the requests (clearRoleHold). Today is better than tomorrow: somebody waits for it.\n\n{link}',
  'notifications.project_eased.subject': 'Nothing is open about {project} any more',
  'notifications.project_eased.body':
    'The signals about {project} have ended or were cleared. A request that was on hold goes on when two of you let it (clearRoleHold).\n\n{link}',
  'notifications.project_card.subject': 'An offer for {project}',
  'notifications.project_card.body':
    'Nothing is decided, and nothing is asked of you. If conversations about {project} have become much, we can moderate them, provide review hours, look for independent co-maintainers, or do nothing (supportCase, chooseSupport). You do not have to answer.\n\n{link}',
  'notifications.project_advocate_wanted.subject': 'The maintainers of {project} may need somebody at their side',
  'notifications.project_advocate_wanted.body':
    'Help was offered to those who speak for {project}. Become their advocate within one working day (takeUpSupport): answer in their place, keep demands off them, and see to what they choose. Ask nothing of them. Why it was offered is theirs to tell.\n\n{link}',
  'notifications.project_support_chosen.subject': 'Those who speak for {project} have said what would help',
  'notifications.project_support_chosen.body':
    'Those who speak for {project} have chosen of what was offered to them. supportCase says what; see to it.\n\n{link}',
  'notifications.project_seat_drawn.subject':
    'You were drawn for a seat in {project}: say by {until} whether you take it',
  'notifications.project_seat_drawn.body':
    'The pool has drawn you to sit for {project}. Say by {until} whether you take the seat (answerSeatOffer); leaving it is no mark on you. If anything ties you to the project or to whoever funds it, leave it, and add it to your ties.\n\n{link}',
  'notifications.project_seat_taken.subject': 'Somebody would sit for {project}',
  'notifications.project_seat_taken.body':
    'Whoever was drawn from the pool would take the seat in {project}. Read what they say of themselves and their ties (seatOffers), and let them in or not (answerSeatOffer). You can refuse three in a year.\n\n{link}',
  'notifications.project_seat_given.subject': 'You sit for {project} now',
  'notifications.project_seat_given.body':
    'Those who speak for {project} have let you in. What waits for you there comes to your inbox. You leave whenever you want (leaveSeat).\n\n{link}',
} as const satisfies MessageCatalogue;
