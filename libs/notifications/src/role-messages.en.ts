import type { MessageCatalogue } from '#platform/kernel';

/** What people hear of requests for scopes, and of scopes that they hold. Nobody is named in them. */
export const roleMessages = {
  'notifications.dependency_role_request_opened.subject': 'Somebody asks for rights in {project}, which you depend on',
  'notifications.dependency_role_request_opened.body':
    'A request for rights in {project} is open to comments: everybody can say something before its people vote. If you know of the work, or of a reason to wait, say so; roleGrants of the project lists it.\n\n{link}',
  'notifications.role_comment_opened.subject': 'A request for {scope} in {project} is open to comments',
  'notifications.role_comment_opened.body':
    'Somebody asks for {scope} in {project}. Sponsors stand for it and a reviewer has reported; now everybody can comment, and then its people vote. Read the report (roleCase), and object with a reason if you doubt: one objection stops the automatic way.\n\n{link}',
  'notifications.role_consent_asked.subject': 'Somebody asks for {scope} in {project}',
  'notifications.role_consent_asked.body':
    'A request for {scope} in {project} waits for somebody who speaks for the project to agree that it is decided on (consentToRoleRequest). That gives no right; without it nothing happens. Take your time: nobody can hurry you, and whoever tries to is a reason to wait.\n\n{link}',
  'notifications.role_ineligible.subject': 'Your request for {scope} in {project} cannot go on',
  'notifications.role_ineligible.body':
    'Something that {project} asks for before {scope} is missing. openGuards of the request says what, and from which day on waiting alone is enough; you can ask again as soon as that is different.\n\n{link}',
  'notifications.role_report_asked.subject': 'A request for {scope} in {project} waits for a report',
  'notifications.role_report_asked.body':
    'Sponsors stand for a request for {scope} in {project}. Look at builds, changes and open signals, and file your report (reviewRoleRequest); its four questions are always the same.\n\n{link}',
  'notifications.role_vote_open.subject': 'A vote on {scope} in {project} is open until {until}',
  'notifications.role_vote_open.body':
    'You may vote on a request for {scope} in {project} until {until} (voteOnRole). Read the report first (roleCase). Nobody sees how you vote, or whether you have.\n\n{link}',
  'notifications.role_vote_asked.subject': 'Your voice on {scope} in {project} is asked for',
  'notifications.role_vote_asked.body':
    'An owner and one more decide on a request for {scope} in {project} (voteOnRole); it is decided as soon as both have said what they think. Read the report first (roleCase).\n\n{link}',
  'notifications.role_approved.subject': '{scope} in {project} was decided for you: say by {until} whether you take it',
  'notifications.role_approved.body':
    'Your request for {scope} in {project} was approved. Take it or leave it by {until} (acceptRole, declineRole); leaving it is no mark on you.\n\n{link}',
  'notifications.role_rejected.subject': 'Your request for {scope} in {project} was not approved',
  'notifications.role_rejected.body':
    'Your request for {scope} in {project} has ended without a right. It is no mark on you. You can appeal within 14 days (appealRole), and ask again after 90.\n\n{link}',
  'notifications.role_held.subject': 'Your request for {scope} in {project} is on hold',
  'notifications.role_held.body':
    'Somebody looks at your request for {scope} in {project} before it goes on. That is no judgement of you; what you hold stays as it is. roleCase says why, and you can appeal within 14 days (appealRole).\n\n{link}',
  'notifications.role_hold_to_clear.subject': 'A request for {scope} in {project} waits for an answer',
  'notifications.role_hold_to_clear.body':
    'A request for {scope} in {project} is on hold until {until}. Two people who did not sponsor it can let it go on, with a written reason (clearRoleHold); of an objection one of them is a steward.\n\n{link}',
  'notifications.role_to_give.subject': '{scope} in {project} can be given',
  'notifications.role_to_give.body':
    'The time lock of a request for {scope} in {project} is over. Two of you give it at the forge and say where you saw it there (provisionRole). If you doubt, do not: nothing happens by itself from here.\n\n{link}',
  'notifications.role_given.subject': 'You hold {scope} in {project}',
  'notifications.role_given.body':
    '{scope} in {project} is yours. Have the changes to build, CI, tests with binaries, cryptography and dependencies reviewed by somebody else, and say so at once when an account of yours is in other hands (suspendRole).\n\n{link}',
  'notifications.role_probation_again.subject': 'Your probation for {scope} in {project} goes on until {until}',
  'notifications.role_probation_again.body':
    'What {scope} in {project} asks for was not seen in your probation; it goes on until {until}. roleCase has the report.\n\n{link}',
  'notifications.role_recertification.subject': 'Say that you still need {scope} in {project}, by {until}',
  'notifications.role_recertification.body':
    '{scope} in {project} falls asleep on {until} unless you and a peer say that it is needed (confirmRoleRecertification). Falling asleep is no blame, and you can wake it up within a year.\n\n{link}',
  'notifications.role_recertification_of_peer.subject':
    'Somebody who holds {scope} in {project} has to say that it is needed',
  'notifications.role_recertification_of_peer.body':
    '{scope} of somebody in {project} falls asleep on {until} unless its holder and one of you say that it is needed (confirmRoleRecertification).\n\n{link}',
  'notifications.role_dormant.subject': '{scope} in {project} has fallen asleep',
  'notifications.role_dormant.body':
    'You hold {scope} in {project} no more, and your name stays where it is. It comes back with you and a peer until {until} (confirmRoleReturn).\n\n{link}',
  'notifications.role_suspended.subject': '{scope} in {project} is suspended',
  'notifications.role_suspended.body':
    'Your {scope} in {project} is stopped until {until}, and comes back by itself unless two more people agree with it. You can appeal within 14 days (appealRole). If it was you who asked for it, make your accounts safe first.\n\n{link}',
  'notifications.role_suspended_of_peer.subject': '{scope} of somebody in {project} is suspended',
  'notifications.role_suspended_of_peer.body':
    '{scope} of somebody in {project} is stopped until {until}. If you know that it is right, agree (confirmRoleSuspension); with two it lasts for 14 days, and without them it ends by itself.\n\n{link}',
  'notifications.role_revoked.subject': '{scope} in {project} has ended',
  'notifications.role_revoked.body':
    'You hold {scope} in {project} no more. You can appeal within 14 days to people who had no part in it (appealRole).\n\n{link}',
  'notifications.role_appeal_filed.subject': 'An appeal about {scope} in {project} waits for a panel',
  'notifications.role_appeal_filed.body':
    'Somebody appeals about {scope} in {project}. Name three people who had no part in it (formAppealPanel); they have to decide within 21 days of the appeal.\n\n{link}',
  'notifications.role_appeal_panel.subject': 'You were named for a panel about {scope} in {project}',
  'notifications.role_appeal_panel.body':
    'A steward of {project} asks you to decide an appeal about {scope}, with two others. Hear both sides, say that you have (hearAppeal), and decide (voteOnAppeal). If you had a part in it, tell the steward.\n\n{link}',
  'notifications.role_appeal_decided.subject': 'Your appeal about {scope} in {project} is decided',
  'notifications.role_appeal_decided.body':
    'The panel has decided about {scope} in {project}. roleCase says how.\n\n{link}',
  'notifications.role_second_operator.subject': 'An operator asks to stop {scope} of somebody in {project}',
  'notifications.role_second_operator.body':
    'Another operator wants {scope} of somebody in {project} to be stopped for 72 hours. Operators do that as two: look for yourself, and agree (suspendRole) or let it be.\n\n{link}',
  'notifications.role_successor_wanted.subject': 'One person is left who holds {scope} in {project}',
  'notifications.role_successor_wanted.body':
    'After this step one person alone holds {scope} in {project}. Publish a need for a co-maintainer, so that others can fund it and apply; nothing is taken from anybody.\n\n{link}',
  'notifications.role_support_offered.subject': 'Support for {project}: nothing is decided, and you can do nothing',
  'notifications.role_support_offered.body':
    'Messages around {project} show a pattern that is known, and somebody asks for {scope} at the same time. Nothing is decided. We can moderate the thread, find hours of review or independent co-maintainers, or do nothing. Until it has been calm for 30 days no such right can be given, so nobody has to be told no by you.\n\n{link}',
  'notifications.role_advocate_asked.subject': 'The maintainers of {project} may need somebody beside them',
  'notifications.role_advocate_asked.body':
    'There is pressure around {project} while somebody asks for {scope}. Be the one whom its maintainers can ask: read along, take over answers if they want that, and let them decide.\n\n{link}',
  'notifications.role_removal_proposed.subject': 'A motion wants to end your {scope} in {project}',
  'notifications.role_removal_proposed.body':
    'Somebody proposes to take {scope} in {project} from you, with written reasons (removal, in roleCase). A vote begins on {until} at the earliest; say to your peers what you think. You keep what you hold until it is decided, and can appeal after that.\n\n{link}',
  'notifications.role_removal_of_peer.subject': 'A motion wants to end {scope} of somebody in {project}',
  'notifications.role_removal_of_peer.body':
    'Somebody proposes to take {scope} in {project} from its holder. Read the reasons (removal, in roleCase) and hear the holder; you may vote from {until} on.\n\n{link}',
  'notifications.role_removal_vote_open.subject':
    'A vote on the motion about {scope} in {project} is open until {until}',
  'notifications.role_removal_vote_open.body':
    'Vote until {until} on whether {scope} in {project} is taken from its holder (voteOnRoleRemoval). Three quarters of you have to; nobody sees how you vote.\n\n{link}',
} satisfies MessageCatalogue;
