import type { MessageCatalogue } from '#platform/kernel';
import { projectMessages } from './project-messages.en.js';
import { roleMessages } from './role-messages.en.js';

export const notificationsMessages = {
  ...projectMessages,
  ...roleMessages,
  'notifications.notFound': 'There is no notification with this id that is yours.',
  'notifications.topicIsMandatory':
    'Mail about {topic} cannot be switched off: you have to hear of it. You can switch off others.',
  'notifications.approvalWaiting.subject': 'A pledge of {organisation} waits for your approval',
  'notifications.approvalWaiting.body':
    'Somebody at {organisation} has promised money to a project. It is paid when a second person approves.\n\nLook at it and decide: {link}',
  'notifications.host_applied.subject': '{project} asks you to keep its money',
  'notifications.host_applied.body':
    'The maintainer of {project} asks your organisation to be its fiscal host, on the terms that you show. An administrator accepts or declines.\n\n{link}',
  'notifications.host_accepted.subject': 'The fiscal host has accepted {project}',
  'notifications.host_accepted.body':
    'The host that you asked keeps the money of {project}: now, or as soon as the host before it has let it go.\n\n{link}',
  'notifications.host_declined.subject': 'The fiscal host has declined {project}',
  'notifications.host_declined.body':
    'The host that you asked does not take {project}. You can ask another one.\n\n{link}',
  'notifications.host_leaving.subject': '{project} gives notice',
  'notifications.host_leaving.body':
    'The maintainer of {project} wants to leave your organisation with all that is held for the project. Look where the money goes, and confirm within 30 days. After that an operator of Mainstay may do it.\n\n{link}',
  'notifications.host_left.subject': '{project} has left its fiscal host',
  'notifications.host_left.body':
    'All that was held for {project} has gone where its maintainer had said. Requests that were still open have ended.\n\n{link}',
  'notifications.paymentWaiting.subject': 'A payment of {organisation} waits for your approval',
  'notifications.paymentWaiting.body':
    'Somebody asks {organisation} for a payment. Nothing moves before a second person has approved.\n\nLook at it and decide: {link}',
  'notifications.payoutFailed.subject': 'Your bank did not take a payout of {amount}',
  'notifications.payoutFailed.body':
    'Stripe could not pay {amount} to your bank. {reason}\n\nNothing is lost: the money lies on your account at Stripe, and no payout goes to that bank account until this is mended.\n\n{link}',
  'notifications.recipientDisconnected.subject': 'Your account at Stripe is no longer connected',
  'notifications.recipientDisconnected.body':
    'Mainstay was disconnected from your account at Stripe, so nothing can be sent to you. What is released for you waits. Ask for a new onboarding link to open another account.\n\n{link}',
  'notifications.pledgePaid.subject': '{amount} arrived for "{title}"',
  'notifications.pledgePaid.body':
    '{amount} was paid for "{title}". The money is held until the milestones that it is for are accepted.\n\n{link}',
  'notifications.heldMoneyExpiring.subject': '{amount} for "{title}" goes back on {day}',
  'notifications.heldMoneyExpiring.body':
    '{amount} is held for "{title}" and was not released yet. Money can be held for a limited time only: what is still held on {day} goes back to whoever paid it. Milestones that are accepted before are paid.\n\n{link}',
  'notifications.heldMoneyReturned_payer.subject': '{amount} for "{title}" goes back to whoever paid it',
  'notifications.heldMoneyReturned_payer.body':
    '{amount} was held for "{title}" as long as it may be, and goes back the way it came. It can be pledged again.\n\n{link}',
  'notifications.heldMoneyReturned_balance.subject': '{amount} for "{title}" is in the balance again',
  'notifications.heldMoneyReturned_balance.body':
    '{amount} was held for "{title}" as long as it may be, and is in the balance of whoever paid it again. It can be pledged from there.\n\n{link}',
  'notifications.balanceExpiring.subject': '{amount} of your balance goes back on {day}',
  'notifications.balanceExpiring.body':
    '{amount} that your organisation paid in advance is not pledged yet. Money can be held for a limited time only: what is not pledged on {day} goes back the way it came.\n\n{link}',
  'notifications.payeeProposed.subject': 'You are asked to be paid for "{title}"',
  'notifications.payeeProposed.body':
    'A maintainer names you, or an organisation whose finance you keep, as somebody who is paid for "{title}". Nothing is published before you have agreed.\n\nLook at it and decide: {link}',
  'notifications.payer_invoice_overdue.subject': 'Invoice {reference} is overdue',
  'notifications.payer_invoice_overdue.body':
    '{amount} of invoice {reference} have not arrived. Thirty days after its due date it is voided, and its pledge ends.\n\n{link}',
  'notifications.payer_invoice_voided.subject': 'Invoice {reference} was voided',
  'notifications.payer_invoice_voided.body':
    'Invoice {reference} over {amount} was not paid and is void. What it was for has ended. What you paid of it is held for your organisation.\n\n{link}',
  'notifications.payer_invoice_overpaid.subject': 'Too much was paid for invoice {reference}',
  'notifications.payer_invoice_overpaid.body':
    '{amount} more than invoice {reference} asks for has arrived. It is kept for your organisation as unapplied money. Move it into your balance, out of which you can pledge, with keepOverpayment; or ask the operators to send it back.\n\n{link}',
  'notifications.payer_invoice_refused.subject': 'An invoice over {amount} could not be made',
  'notifications.payer_invoice_refused.body':
    'Stripe refused to make the invoice ({reference}). Look at your billing details, and try again.\n\n{link}',
  'notifications.commitment_ended_by_payer.subject': 'A commitment for "{title}" was ended',
  'notifications.commitment_ended_by_payer.body':
    'Who promised to pay "{title}" in tranches has ended that. {amount} of it will not come. What was paid stays.\n\n{link}',
  'notifications.commitment_ended_by_payment.subject': 'A tranche for "{title}" was not paid',
  'notifications.commitment_ended_by_payment.body':
    'A tranche of a commitment for "{title}" was not paid, and the rest of it has ended: {amount} will not come. What was paid stays.\n\n{link}',
  'notifications.commitment_payment_failed.subject': 'A payment for "{title}" failed',
  'notifications.commitment_payment_failed.body':
    '{amount} for "{title}" could not be taken. Stripe tries again in the next days. Somebody can also pay it now, or change the card, on the page that the recurring pledge names.\n\n{link}',
  'notifications.commitment_payment_still_failing.subject': 'The payment for "{title}" still fails',
  'notifications.commitment_payment_still_failing.body':
    '{amount} for "{title}" could not be taken for a week. In another week the recurring pledge ends.\n\n{link}',
  'notifications.commitment_payment_last_notice.subject': 'Your support of "{title}" ends tomorrow',
  'notifications.commitment_payment_last_notice.body':
    '{amount} for "{title}" could not be taken. If it is not paid by tomorrow, the recurring pledge ends. What was paid before stays.\n\n{link}',
  'notifications.commitment_invoice_still_overdue.subject': 'An invoice for "{title}" is still not paid',
  'notifications.commitment_invoice_still_overdue.body':
    'An invoice over {amount} for "{title}" has been overdue for two weeks. Thirty days after its due date the recurring pledge ends.\n\n{link}',
  'notifications.commitment_invoice_last_notice.subject': 'Your support of "{title}" ends tomorrow',
  'notifications.commitment_invoice_last_notice.body':
    'An invoice over {amount} for "{title}" is overdue. If it is not paid by tomorrow, it is voided and the recurring pledge ends. What was paid before stays.\n\n{link}',
  'notifications.commitment_ended_unpaid.subject': 'The support of "{title}" has ended',
  'notifications.commitment_ended_unpaid.body':
    '{amount} for each period of "{title}" was not paid, so the recurring pledge has ended. What was paid before stays.\n\n{link}',
  'notifications.commitment_need_funded.subject': '"{title}" cannot take more; your support is paused',
  'notifications.commitment_need_funded.body':
    '{amount} arrived for "{title}", which is funded or closed. The money is in the balance of your organisation and can be pledged elsewhere, and the recurring pledge is paused.\n\n{link}',
  'notifications.commitment_not_started.subject': 'Your support of "{title}" has not begun',
  'notifications.commitment_not_started.body':
    'The first {amount} for "{title}" were not paid in time, so the recurring pledge has not begun. Start it again if you still want to.\n\n{link}',
  'notifications.commitment_ending.subject': 'The recurring support of "{title}" ends on {day}',
  'notifications.commitment_ending.body':
    'The recurring pledge of {amount} for "{title}" was cancelled and ends on {day}. What is paid until then stays.\n\n{link}',
  'notifications.commitment_component_left.subject': 'You support "{title}", and no product of yours uses it any more',
  'notifications.commitment_component_left.body':
    'Since {day} the project of "{title}" is in no current inventory of your organisation. Nothing was paused: {amount} for each period go on until somebody pauses or ends the recurring pledge.\n\n{link}',
  'notifications.payer_card_wanted.subject': 'Give the card that your organisation is charged with',
  'notifications.payer_card_wanted.body':
    'Somebody who keeps the money of your organisation has asked for this. The card is given at Stripe, within a day:\n\n{reference}\n\n{link}',
  'notifications.payer_charge_declined.subject': 'A card was declined: {amount}',
  'notifications.payer_charge_declined.body':
    '{amount} for {reference} could not be charged to the card of your organisation. It is tried again within days; with another card, at once.\n\n{link}',
  'notifications.payer_charge_needs_payer.subject': 'Your bank asks you to confirm {amount}',
  'notifications.payer_charge_needs_payer.body':
    'A charge of the card of your organisation waits for you. Confirm it within seven days:\n\n{reference}\n\n{link}',
  'notifications.payer_charge_lacks_card.subject': 'There is no card to charge {amount} to',
  'notifications.payer_charge_lacks_card.body':
    'Your organisation promised {amount} ({reference}), and its card was taken away. Give another card within seven days, or the promise ends.\n\n{link}',
  'notifications.payer_run_drafted.subject': 'A run over {amount} was drafted for the new period of a budget',
  'notifications.payer_run_drafted.body':
    'The allocation run {reference} over {amount} was drafted and previewed because a period of your budget has begun. Look at it, and lock it to ask for its approval. Nothing is paid before.',
  'notifications.payer_run_not_drafted.subject': 'No run could be drafted for the new period of a budget',
  'notifications.payer_run_not_drafted.body':
    'A period of your budget {reference} has begun, and no allocation run could be drafted for it: an earlier run is open, or no need takes part. Look at the budget, and create a run by hand.',
  'notifications.payer_run_void.subject': 'The allocation run over {amount} ended without a payment',
  'notifications.payer_run_void.body':
    'The payment over {amount} for the allocation run {reference} ended without money. The promises of its lines have ended, and the needs can take as much from others again.',
  'notifications.payer_run_lapsed.subject': 'Nobody approved the allocation run over {amount} in time',
  'notifications.payer_run_lapsed.body':
    'The allocation run {reference} over {amount} was locked fourteen days ago and nobody has decided on it, so it has ended. Nothing was promised or paid, and what it had of earlier runs is there for the next one. Create a run and lock it to ask again.',
  'notifications.payer_run_given_up.subject': 'The allocation run over {amount} was given up',
  'notifications.payer_run_given_up.body':
    'The allocation run {reference} over {amount} was paid for, your balance was spent on something else, and for four weeks nothing came in its place. Its promises have ended, and the needs can take as much from others again. What of its money is still in the balance is held for its lines, and the next run has it.',
  'notifications.payer_run_paid_late.subject': '{amount} came too late for an allocation run',
  'notifications.payer_run_paid_late.body':
    'The payment over {amount} for the allocation run {reference} arrived after the run had ended. The money is in the balance of your organisation, held for the lines of the run for a limited time.',
  'notifications.payer_run_waits_for_balance.subject': 'An allocation run waits for {amount} in your balance',
  'notifications.payer_run_waits_for_balance.body':
    'The allocation run {reference} over {amount} is paid for, and your balance is smaller than that: it was spent on something else in between. The lines are paid when the balance covers them. Pay in as much as is missing, or void the run; four weeks after its payment it is given up.',
  'notifications.payer_charge_given_up.subject': '{amount} were not charged',
  'notifications.payer_charge_given_up.body':
    'The card of your organisation was not charged for {reference}, and what it was for has ended. Nothing was paid.\n\n{link}',
  'notifications.dependency_need_posted.subject': '{project}, which you depend on, has posted a need',
  'notifications.dependency_need_posted.body':
    'Needs that {project} published today: {count}. Look at what is asked for and by when, and pledge, or offer hours. dependencyAlerts lists it.\n\n{link}',
  'notifications.dependency_first_co_maintainer_request.subject':
    '{project}, which you depend on, looks for a co-maintainer',
  'notifications.dependency_first_co_maintainer_request.body':
    '{project} asks for a second maintainer for the first time. Fund the search, or ask an engineer of yours to apply; whoever gets rights over the project is to be vetted. dependencyAlerts lists it.\n\n{link}',
  'notifications.dependency_maintainer_lost.subject': '{project}, which you depend on, has lost its maintainer',
  'notifications.dependency_maintainer_lost.body':
    'Nobody speaks for {project} here any more. Adopt it or call for adoption, make a standing offer to whoever takes it on, and plan a replacement only then. dependencyAlerts lists it.\n\n{link}',
  'notifications.dependency_hand_over_begun.subject': '{project}, which you depend on, is changing hands',
  'notifications.dependency_hand_over_begun.body':
    'Somebody speaks for {project} here who did not before. That is how projects live on, and the time to look: review releases of the next weeks before you take them in, and ask the project how rights are given. Who it is is not told. dependencyAlerts lists it.\n\n{link}',
  'notifications.dependency_several.subject': 'News of {project}, which you depend on',
  'notifications.dependency_several.body':
    'Several things happened to {project} today ({count}): it asks for something, or the people behind it changed. dependencyAlerts lists them, with what each is about.\n\n{link}',
  'notifications.offer_waiting.subject': 'An amount waits for the first need of {project}',
  'notifications.offer_waiting.body':
    'Companies that depend on {project} offer {amounts} to the first need that you publish. It is promised and not held: each company still has to approve its pledge. Whose offers they are is not told.\n\n{link}',
  'notifications.offer_taken.subject': '{project} has published a need: your offer is a pledge now',
  'notifications.offer_taken.body':
    'The first need of {project} has come. Of your standing offer {amounts} are pledged to it, in the name of whoever made the offer. Somebody else of your organisation has to approve; no money has moved.\n\n{link}',
  'notifications.offer_not_taken.subject': 'A need of {project} did not take your offer',
  'notifications.offer_not_taken.body':
    '{project} has published a need, and your standing offer of {amounts} could not be pledged to it. The offer waits on; the reason stands beside it. Look at the need, and pledge by yourself if you want to.\n\n{link}',
  'notifications.offer_expired.subject': 'Your offer to {project} has ended',
  'notifications.offer_expired.body':
    '{project} has published no need within a year, so your standing offer of {amounts} has ended. No money has moved. You can make it again.\n\n{link}',
  'notifications.offer_call_answered.subject': 'Somebody would take on {project}',
  'notifications.offer_call_answered.body':
    'Your call for adoption of {project} has an answer. Read it, and find out who it is: nothing is granted by it, and whoever asks for rights over a project that many use is to be vetted.\n\n{link}',
  'notifications.offer_call_adopted.subject': '{project} has a maintainer',
  'notifications.offer_call_adopted.body':
    'Somebody has shown control over {project}, so your call for adoption has ended. A standing offer, if you made one, waits for the first need.\n\n{link}',
  'notifications.offer_call_expired.subject': 'Nobody has taken on {project}',
  'notifications.offer_call_expired.body':
    'Your call for adoption of {project} was open for a year and has ended. Open it again, or plan to replace the project.\n\n{link}',
  'notifications.inKind_promised.subject': 'Help in kind is offered for "{title}"',
  'notifications.inKind_promised.body':
    'An organisation offers hours or a thing for "{title}". Look at it, and accept or decline: {link}',
  'notifications.inKind_accepted.subject': 'Your help for "{title}" is welcome',
  'notifications.inKind_accepted.body':
    'The maintainer has accepted what you offered for "{title}". Deliver it; the maintainer confirms what arrives.\n\n{link}',
  'notifications.inKind_delivered.subject': 'Your help for "{title}" has arrived',
  'notifications.inKind_delivered.body':
    'The maintainer has confirmed a part, or all, of what you gave for "{title}".\n\n{link}',
  'notifications.inKind_declined.subject': 'Your help for "{title}" was declined',
  'notifications.inKind_declined.body':
    'The maintainer has declined what you offered for "{title}". The reason stands beside the offer.\n\n{link}',
  'notifications.inKind_lapsed.subject': 'An offer of help for "{title}" has ended',
  'notifications.inKind_lapsed.body':
    'What was offered for "{title}" in kind was not delivered in its time, and is due no more.\n\n{link}',
  'notifications.inKind_withdrawn.subject': 'An offer of help for "{title}" was taken back',
  'notifications.inKind_withdrawn.body':
    'The organisation has taken back what it had not delivered for "{title}". The reason stands beside the offer.\n\n{link}',
  'notifications.milestoneAccepted.subject': 'Accepted: "{title}"',
  'notifications.milestoneAccepted.body':
    'Your milestone "{title}" was accepted. Its money is released and goes to your account as soon as it is available.\n\n{link}',
  'notifications.milestoneChangesRequested.subject': 'Changes requested: "{title}"',
  'notifications.milestoneChangesRequested.body':
    'The reviewer of "{title}" asks for changes. Read the reasons, and submit evidence again.\n\n{link}',
  'notifications.invitation.subject': 'You are invited to {organisation} on Mainstay',
  'notifications.invitation.body':
    '{organisation} invites you to join it on Mainstay. This link works once, for 14 days:\n\n{link}\n\nIf you do not know why you got this, do nothing.',
  'notifications.confirmMailAddress.subject': 'Confirm your mail address for Mainstay',
  'notifications.confirmMailAddress.body':
    'Somebody entered this address for an account at Mainstay. If it was you, open this link within 24 hours:\n\n{link}\n\nIf it was not you, do nothing: without the link nothing else is sent here.',
  'notifications.mailAddressChanged.subject': 'Your mail address at Mainstay was changed',
  'notifications.mailAddressChanged.body':
    'Mail for your account now goes to another address. Approvals by you are held back for some days. If this was not you, tell the administrators of your organisation at once.\n\n{link}',
  'notifications.mailBounced.subject': 'Mail to your address comes back',
  'notifications.mailBounced.body':
    'A mail server could not deliver to your address ({status}). You miss notices about your account there: enter the address again, or another one, and open the link in the mail.\n\n{link}',
  'notifications.security_new_sign_in.subject': 'New sign-in to your account at Mainstay',
  'notifications.security_new_sign_in.body':
    'Somebody signed in to your account. If this was not you, end your sessions at once.\n\n{link}',
  'notifications.security_factor_added.subject': 'A passkey was added to your account at Mainstay',
  'notifications.security_factor_added.body':
    'A passkey was added to your account. If this was not you, remove it and end your sessions at once.\n\n{link}',
  'notifications.security_factor_removed.subject': 'A passkey was removed from your account at Mainstay',
  'notifications.security_factor_removed.body':
    'A passkey was removed from your account. If this was not you, end your sessions at once.\n\n{link}',
  'notifications.security_token_created.subject': 'An API token was made for your account at Mainstay',
  'notifications.security_token_created.body':
    'An API token was made that acts for you. If this was not you, revoke it at once.\n\n{link}',
  'notifications.security_recovery_started.subject': 'Recovery of your account at Mainstay has begun',
  'notifications.security_recovery_started.body':
    'Somebody began to recover your account. If this was not you, stop it at once.\n\n{link}',
  'notifications.security_erasure_requested.subject': 'Your account at Mainstay will be erased in 7 days',
  'notifications.security_erasure_requested.body':
    'You asked to be erased. In 7 days your name, your addresses, your ways of signing in and your messages are gone for good. Until then you can take it back. If this was not you, sign in, take it back, and end your sessions.\n\n{link}',
  'notifications.security_erasure_blocked.subject': 'Your account at Mainstay was not erased',
  'notifications.security_erasure_blocked.body':
    'Others would have lost something if your account were gone, so nothing was erased. Look at what stands in the way, and ask again.\n\n{link}',
  'notifications.security_sessions_ended.subject': 'Your other sessions at Mainstay were ended',
  'notifications.security_sessions_ended.body':
    'One session of your account ended all the others. If this was not you, somebody else is signed in: sign in again, end that session, and look at your passkeys.\n\n{link}',
  'notifications.claim_waiting.subject': 'Your claim to {project} was proved and waits',
  'notifications.claim_waiting.body':
    'You have shown control over {project}. Others maintain it already, so they are asked until {day}. Before that, or before one of them confirms you, you cannot act for the project. Leave your proof where it is.\n\n{link}',
  'notifications.claim_verified.subject': 'You are a maintainer of {project} now',
  'notifications.claim_verified.body':
    'Your claim to {project} stands, and you can act for the project. Leave your proof where it is: it is read again every 30 days. If this was not you, withdraw the claim and end your sessions.\n\n{link}',
  'notifications.claim_newcomer_waiting.subject': 'Somebody shows control over {project}, which you maintain',
  'notifications.claim_newcomer_waiting.body':
    'Another person has proved control over {project} and wants to act for it. If you know who it is, confirm the claim. If you do not, contest it until {day}, find out who wrote the proof, and look at who may write to your repository.\n\n{link}',
  'notifications.claim_newcomer_verified.subject': '{project} has another maintainer',
  'notifications.claim_newcomer_verified.body':
    'Another person can act for {project} now, which you maintain. If this should not be, contest the claim as long as that is possible, or write to the operators.\n\n{link}',
  'notifications.claim_contested.subject': 'A claim to {project} is contested',
  'notifications.claim_contested.body':
    'A claim to {project} waits for an operator, who hears both sides. Until then it gives no rights, and those who maintained the project keep theirs. The reason stands beside the claim.\n\n{link}',
  'notifications.claim_resolved_for_claimant.subject': 'Decided: the claim to {project} stands',
  'notifications.claim_resolved_for_claimant.body':
    'An operator has decided for whoever claimed {project}. Whoever contested it does not act for the project any more. The reason stands beside the claim.\n\n{link}',
  'notifications.claim_resolved_for_contester.subject': 'Decided: the claim to {project} is dismissed',
  'notifications.claim_resolved_for_contester.body':
    'An operator has decided against the claim to {project}. Those who maintained the project still do. The reason stands beside the claim.\n\n{link}',
  'notifications.claim_resolved_for_both.subject': 'Decided: {project} has both maintainers',
  'notifications.claim_resolved_for_both.body':
    'An operator has decided that whoever claimed {project} acts for it beside those who did so before. The reason stands beside the claim.\n\n{link}',
  'notifications.claim_proof_lost.subject': 'The proof of your claim to {project} is gone',
  'notifications.claim_proof_lost.body':
    'The proof that you may act for {project} was not where it used to be. Put it back, or into another of its places, until {day}: it is looked for every day. After that you cannot act for the project any more; what was published stays.\n\n{link}',
  'notifications.claim_proof_unreachable.subject': 'The proof of your claim to {project} cannot be read',
  'notifications.claim_proof_unreachable.body':
    'The place of the proof that you may act for {project} has not answered for days. It is tried every day. If it cannot be read until {day}, your claim ends; you can put the proof into another place.\n\n{link}',
  'notifications.claim_ended.subject': 'Your claim to {project} has ended',
  'notifications.claim_ended.body':
    'Your proof for {project} was not found any more, so you cannot act for the project. What was published stays. You can claim it again.\n\n{link}',
  'notifications.operator_claim_to_resolve.subject': 'A contested claim waits for a decision',
  'notifications.operator_claim_to_resolve.body':
    'Maintainers of a project do not agree on a claim, or nobody answered ({subject}). Hear both sides and decide; claimsToResolve lists what waits.\n\n{link}',
  'notifications.operator_right_proposed.subject': 'Proposed: the right {right} over Mainstay',
  'notifications.operator_right_proposed.body':
    'An operator of Mainstay proposed the right {right} for somebody ({subject}). Whoever is to decide finds it there; if it should not be, decline it.\n\n{link}',
  'notifications.operator_right_granted.subject': 'Given: the right {right} over Mainstay',
  'notifications.operator_right_granted.body':
    'The right {right} over Mainstay was given, or given for longer ({subject}). If this should not be, revoke it at once.\n\n{link}',
  'notifications.operator_right_revoked.subject': 'Revoked: the right {right} over Mainstay',
  'notifications.operator_right_revoked.body':
    'The right {right} over Mainstay was taken from somebody ({subject}). If this should not be, talk to the other operators at once.\n\n{link}',
  'notifications.operator_refund_outside.subject': 'A refund was made outside Mainstay',
  'notifications.operator_refund_outside.body':
    'Somebody refunded a payment at Stripe ({subject}). The books follow as far as the money is still held. Find out who did it and why.\n\n{link}',
  'notifications.operator_refund_not_covered.subject': 'A refund is more than is held',
  'notifications.operator_refund_not_covered.body':
    'More was refunded at Stripe than is still held for the payment ({subject}). The books do not show it before somebody has decided who bears it.\n\n{link}',
  'notifications.operator_refund_kept.subject': 'A refund did not reach its payer',
  'notifications.operator_refund_kept.body':
    'The bank or card of a payer did not take a refund ({subject}). The money is in the balance of the organisation now.\n\n{link}',
  'notifications.operator_finding_new.subject': 'Something that should have ended by itself waits for a person',
  'notifications.operator_finding_new.body':
    'Money waits in a clearing account, a call to Stripe cannot be made, or a job fails again and again ({subject}, and perhaps others). The query findings lists them all.\n\n{link}',
  'notifications.operator_bank_entry_waiting.subject': 'A line of the bank waits for a second operator',
  'notifications.operator_bank_entry_waiting.body':
    'Another operator entered a line of the bank statement ({subject}). It counts when you have compared it and confirmed it.\n\n{link}',
} satisfies MessageCatalogue;
