-- The schema after all migrations, from the catalogue of PostgreSQL. Not for applying; for reading and comparing.
column adoption_answer.id uuid not null
column adoption_answer.call_id uuid not null
column adoption_answer.person_id uuid not null
column adoption_answer.message text not null
column adoption_answer.answered_at timestamp with time zone not null
column adoption_call.id uuid not null
column adoption_call.project_id uuid not null
column adoption_call.note text not null
column adoption_call.named_organisation_id uuid
column adoption_call.has_offer boolean not null
column adoption_call.status text not null
column adoption_call.opened_at timestamp with time zone not null
column adoption_call.expires_at timestamp with time zone not null
column adoption_call.ended_at timestamp with time zone
column adoption_call.version integer not null default 1
column adoption_caller.call_id uuid not null
column adoption_caller.organisation_id uuid not null
column adoption_caller.project_id uuid not null
column adoption_caller.opened_by uuid not null
column adoption_caller.offer_id uuid
column affiliation.id uuid not null
column affiliation.person_id uuid not null
column affiliation.name text not null
column affiliation.name_key text not null
column affiliation.declared_at timestamp with time zone not null
column affiliation.withdrawn_at timestamp with time zone
column allocation_line.run_id uuid not null
column allocation_line.organisation_id uuid not null
column allocation_line.position integer not null
column allocation_line.need_id uuid not null
column allocation_line.project_id uuid not null
column allocation_line.tenths integer not null
column allocation_line.tier text not null
column allocation_line.weight integer not null
column allocation_line.amount_minor bigint not null
column allocation_line.reason text
column allocation_line.opens_at_minor bigint
column allocation_line.parts jsonb not null
column allocation_line.promised_minor bigint
column allocation_line.shortage text
column allocation_line.pledge_id uuid
column allocation_line.held_minor bigint
column allocation_line.held_until timestamp with time zone
column allocation_line.held_fallback text
column allocation_line.held_outcome text
column allocation_line.rolled_into uuid
column allocation_plan.run_id uuid not null
column allocation_plan.organisation_id uuid not null
column allocation_plan.inputs text not null
column allocation_plan.result text not null
column allocation_plan.is_full boolean not null
column allocation_run.id uuid not null
column allocation_run.budget_id uuid not null
column allocation_run.organisation_id uuid not null
column allocation_run.created_by uuid
column allocation_run.locked_by uuid
column allocation_run.amount_minor bigint not null
column allocation_run.rolled_in_minor bigint not null default 0
column allocation_run.prepaid_minor bigint not null default 0
column allocation_run.currency character(3) not null
column allocation_run.method text not null
column allocation_run.purchase_order text
column allocation_run.period_on date not null
column allocation_run.status text not null
column allocation_run.inputs_sha256 text
column allocation_run.planned_minor bigint not null default 0
column allocation_run.line_count integer not null default 0
column allocation_run.reserve_minor bigint not null default 0
column allocation_run.rolled_into uuid
column allocation_run.void_reason text
column allocation_run.created_at timestamp with time zone not null
column allocation_run.previewed_at timestamp with time zone
column allocation_run.locked_at timestamp with time zone
column allocation_run.approved_at timestamp with time zone
column allocation_run.funded_at timestamp with time zone
column allocation_run.distributed_at timestamp with time zone
column allocation_run.voided_at timestamp with time zone
column allocation_run.version integer not null default 1
column api_token.id uuid not null
column api_token.person_id uuid not null
column api_token.organisation_id uuid not null
column api_token.name text not null
column api_token.scopes text[] not null
column api_token.secret_hash bytea not null
column api_token.created_at timestamp with time zone not null
column api_token.expires_at timestamp with time zone not null
column api_token.last_used_at timestamp with time zone
column api_token.revoked_at timestamp with time zone
column api_token.product_id uuid
column api_token.workload_id uuid
column approval_decision.request_id uuid not null
column approval_decision.person_id uuid not null
column approval_decision.decision text not null
column approval_decision.decided_at timestamp with time zone not null
column approval_request.id uuid not null
column approval_request.subject_type text not null
column approval_request.subject_id uuid not null
column approval_request.organisation_id uuid not null
column approval_request.requested_by uuid not null
column approval_request.approver_roles text[] not null
column approval_request.beneficiaries uuid[] not null
column approval_request.digest text not null
column approval_request.required integer not null
column approval_request.status text not null
column approval_request.requested_at timestamp with time zone not null
column approval_request.expires_at timestamp with time zone not null
column approval_request.decided_at timestamp with time zone
column approval_rule.organisation_id uuid not null
column approval_rule.subject_type text not null
column approval_rule.currency character(3) not null
column approval_rule.from_minor bigint not null
column approval_rule.required integer not null
column audit_checkpoint.size bigint not null
column audit_checkpoint.verifier text not null
column audit_checkpoint.root bytea not null
column audit_checkpoint.note text not null
column audit_checkpoint.created_at timestamp with time zone not null
column audit_entry.id uuid not null
column audit_entry.canonical text not null
column audit_entry.subject text not null generated as ((canonical)::jsonb ->> 'subject'::text)
column audit_entry.seq bigint not null
column audit_entry.leaf_hash bytea not null
column audit_head.id boolean not null default true
column audit_head.size bigint not null
column audit_head.edge bytea[] not null
column audit_tile_root.level smallint not null
column audit_tile_root.index bigint not null
column audit_tile_root.hash bytea not null
column audit_verifier_key.verifier text not null
column audit_verifier_key.origin text not null
column audit_verifier_key.first_used_at timestamp with time zone not null
column authenticator_change.id uuid not null
column authenticator_change.person_id uuid not null
column authenticator_change.kind text not null
column authenticator_change.changed_at timestamp with time zone not null
column authenticator_change.pauses_decisions boolean not null
column band_access.person_id uuid not null
column band_access.day date not null
column band_access.project_id uuid not null
column bank_entry.id uuid not null
column bank_entry.direction text not null
column bank_entry.payment_id uuid
column bank_entry.transfer_id uuid
column bank_entry.amount_minor bigint not null
column bank_entry.currency character(3) not null
column bank_entry.reference text not null
column bank_entry.booked_on date not null
column bank_entry.status text not null
column bank_entry.entered_by uuid not null
column bank_entry.entered_at timestamp with time zone not null
column bank_entry.decided_by uuid
column bank_entry.decided_at timestamp with time zone
column bank_entry.version integer not null default 1
column billing_details.organisation_id uuid not null
column billing_details.sealed bytea not null
column billing_details.set_by uuid not null
column billing_details.set_at timestamp with time zone not null
column budget.id uuid not null
column budget.organisation_id uuid not null
column budget.name text not null
column budget.developers integer
column budget.method text not null
column budget.purchase_order text
column budget.currency character(3) not null
column budget.period text not null
column budget.starts_on date not null
column budget.policy_version integer not null
column budget.created_by uuid not null
column budget.created_at timestamp with time zone not null
column budget.archived_at timestamp with time zone
column budget.next_period_on date
column budget_policy.budget_id uuid not null
column budget_policy.organisation_id uuid not null
column budget_policy.version integer not null
column budget_policy.policy jsonb not null
column budget_policy.set_by uuid not null
column budget_policy.set_at timestamp with time zone not null
column catalogue_import.id uuid not null
column catalogue_import.source text not null
column catalogue_import.sha256 bytea
column catalogue_import.counts jsonb not null
column catalogue_import.imported_at timestamp with time zone not null
column commitment_salt.commitment text not null
column commitment_salt.subject text not null
column commitment_salt.name text not null
column commitment_salt.salt bytea not null
column connected_payout.id uuid not null
column connected_payout.recipient_id uuid not null
column connected_payout.stripe_account_id text not null
column connected_payout.stripe_payout_id text not null
column connected_payout.destination text
column connected_payout.amount_minor bigint not null
column connected_payout.currency character(3) not null
column connected_payout.status text not null
column connected_payout.arrives_at timestamp with time zone not null
column connected_payout.failure_code text
column connected_payout.created_at timestamp with time zone not null
column connected_payout.version integer not null default 1
column data_key.subject_id uuid not null
column data_key.purpose text not null
column data_key.wrapped bytea not null
column data_key.created_at timestamp with time zone not null
column dependency_alert.id uuid not null
column dependency_alert.organisation_id uuid not null
column dependency_alert.project_id uuid not null
column dependency_alert.kind text not null
column dependency_alert.cause_id uuid not null
column dependency_alert.need_id uuid
column dependency_alert.day date not null
column dependency_alert.created_at timestamp with time zone not null
column dependency_alert_day.organisation_id uuid not null
column dependency_alert_day.project_id uuid not null
column dependency_alert_day.day date not null
column dependency_alert_day.told_at timestamp with time zone
column dependency_alert_off.organisation_id uuid not null
column dependency_alert_off.person_id uuid
column dependency_alert_off.kind text not null
column dependency_alert_off.switched_off_at timestamp with time zone not null
column dependency_alert_read.alert_id uuid not null
column dependency_alert_read.person_id uuid not null
column dependency_alert_read.read_at timestamp with time zone not null
column document_conformance.organisation_id uuid not null
column document_conformance.sha256 text not null
column document_conformance.checker_version integer not null
column document_conformance.result text not null
column document_conformance.schema text
column document_conformance.reason text
column document_conformance.error_count integer not null
column document_conformance.errors jsonb not null
column document_conformance.checked_at timestamp with time zone not null
column erasure.id uuid not null
column erasure.person_id uuid not null
column erasure.status text not null
column erasure.requested_at timestamp with time zone not null
column erasure.due_at timestamp with time zone not null
column erasure.decided_at timestamp with time zone
column erasure.obstacles text[] not null default '{}'::text[]
column erasure.version integer not null default 1
column evidence.id uuid not null
column evidence.milestone_id uuid not null
column evidence.upload_id uuid not null
column evidence.submitted_by uuid not null
column evidence.note text not null
column evidence.embargoed_until timestamp with time zone
column evidence.sha256 text not null
column evidence.submitted_at timestamp with time zone not null
column exposure_access.organisation_id uuid not null
column exposure_access.day date not null
column exposure_access.kind text not null
column exposure_access.project_id uuid not null
column external_identity.issuer text not null
column external_identity.subject_digest bytea not null
column external_identity.sealed_subject bytea not null
column external_identity.person_id uuid not null
column external_identity.id uuid not null default gen_random_uuid()
column external_identity.linked_at timestamp with time zone not null
column external_identity.account_created_at timestamp with time zone
column finding.id uuid not null
column finding.kind text not null
column finding.subject text not null
column finding.amount_minor bigint
column finding.currency character(3)
column finding.since timestamp with time zone not null
column finding.found_at timestamp with time zone not null
column finding.cleared_at timestamp with time zone
column funding_manifest.id uuid not null
column funding_manifest.project_id uuid not null
column funding_manifest.kind text not null
column funding_manifest.format_version text
column funding_manifest.status text not null
column funding_manifest.content jsonb
column funding_manifest.warnings jsonb not null
column funding_manifest.sha256 text not null
column funding_manifest.imported_by uuid not null
column funding_manifest.imported_at timestamp with time zone not null
column funding_manifest.published_at timestamp with time zone
column funding_policy.organisation_id uuid not null
column funding_policy.need_kinds text[] not null
column funding_policy.set_by uuid not null
column funding_policy.set_at timestamp with time zone not null
column host_agreement.id uuid not null
column host_agreement.project_id uuid not null
column host_agreement.host_id uuid not null
column host_agreement.fee_basis_points integer not null
column host_agreement.status text not null
column host_agreement.applied_by uuid not null
column host_agreement.applied_at timestamp with time zone not null
column host_agreement.began_at timestamp with time zone
column host_agreement.notice_by uuid
column host_agreement.notice_at timestamp with time zone
column host_agreement.next_agreement_id uuid
column host_agreement.next_person_id uuid
column host_agreement.next_organisation_id uuid
column host_agreement.ended_by uuid
column host_agreement.ended_at timestamp with time zone
column host_agreement.version integer not null default 1
column host_terms.organisation_id uuid not null
column host_terms.fee_basis_points integer not null
column host_terms.is_accepting boolean not null
column host_terms.published_at timestamp with time zone not null
column idempotency_record.scope text not null
column idempotency_record.operation text not null
column idempotency_record.key text not null
column idempotency_record.request_hash text not null
column idempotency_record.result_id text
column idempotency_record.created_at timestamp with time zone not null
column identity_link.ticket_hash bytea not null
column identity_link.session_id uuid not null
column identity_link.provider text not null
column identity_link.expires_at timestamp with time zone not null
column in_kind_contribution.id uuid not null
column in_kind_contribution.need_id uuid not null
column in_kind_contribution.organisation_id uuid not null
column in_kind_contribution.offered_by uuid not null
column in_kind_contribution.kind text not null
column in_kind_contribution.description text not null
column in_kind_contribution.amount_minor bigint not null
column in_kind_contribution.currency character(3) not null
column in_kind_contribution.value_source text
column in_kind_contribution.delivered_minor bigint not null default 0
column in_kind_contribution.status text not null
column in_kind_contribution.offered_at timestamp with time zone not null
column in_kind_contribution.lapses_at timestamp with time zone not null
column in_kind_contribution.accepted_at timestamp with time zone
column in_kind_contribution.accepted_by uuid
column in_kind_contribution.ended_at timestamp with time zone
column in_kind_contribution.end_reason text
column in_kind_contribution.version integer not null default 1
column in_kind_delivery.id uuid not null
column in_kind_delivery.contribution_id uuid not null
column in_kind_delivery.offered_by uuid not null
column in_kind_delivery.amount_minor bigint not null
column in_kind_delivery.note text not null
column in_kind_delivery.evidence_url text
column in_kind_delivery.confirmed_by uuid not null
column in_kind_delivery.confirmed_at timestamp with time zone not null
column inbox_receipt.consumer text not null
column inbox_receipt.message_id uuid not null
column inbox_receipt.received_at timestamp with time zone not null
column inventory.id uuid not null
column inventory.organisation_id uuid not null
column inventory.product_id uuid not null
column inventory.upload_id uuid not null
column inventory.sha256 text not null
column inventory.reader_version integer not null
column inventory.component_count integer not null
column inventory.package_count integer not null
column inventory.edge_count integer not null
column inventory.direct_count integer not null
column inventory.resolved_count integer not null
column inventory.unreached_count integer not null
column inventory.max_depth integer
column inventory.cycle_count integer not null
column inventory.flags text[] not null
column inventory.quality jsonb not null
column inventory.warnings jsonb not null
column inventory.created_at timestamp with time zone not null
column inventory_component.inventory_id uuid not null
column inventory_component.organisation_id uuid not null
column inventory_component.ordinal integer not null
column inventory_component.is_first_party boolean not null
column inventory_component.name text not null
column inventory_component.version text
column inventory_component.package_url text
column inventory_component.purl_key text
column inventory_component.depth integer
column inventory_component.parent_ordinal integer
column inventory_component.paths double precision not null
column inventory_component.gateways integer not null
column inventory_component.scope text not null
column inventory_component.repository_url text
column inventory_component.project_id uuid
column inventory_component.confidence integer
column inventory_document.inventory_id uuid not null
column inventory_document.organisation_id uuid not null
column inventory_document.position integer not null
column inventory_document.path text not null
column inventory_document.format text not null
column inventory_document.format_version text not null
column inventory_document.size_bytes bigint not null
column inventory_document.sha256 text not null
column inventory_document.entry_count integer not null
column inventory_document.edge_count integer not null
column inventory_document.direct_count integer
column inventory_document.quality jsonb not null
column inventory_graph.inventory_id uuid not null
column inventory_graph.organisation_id uuid not null
column inventory_graph.offsets bytea not null
column inventory_graph.targets bytea not null
column inventory_graph.kinds bytea not null
column invitation.id uuid not null
column invitation.organisation_id uuid not null
column invitation.invited_by uuid not null
column invitation.roles text[] not null
column invitation.code_hash bytea not null
column invitation.created_at timestamp with time zone not null
column invitation.expires_at timestamp with time zone not null
column invitation.accepted_by uuid
column invitation.accepted_at timestamp with time zone
column invitation.revoked_at timestamp with time zone
column invitation_mail.invitation_id uuid not null
column invitation_mail.sealed_address bytea not null
column invoice.id uuid not null
column invoice.organisation_id uuid not null
column invoice.payment_id uuid not null
column invoice.purchase_order text
column invoice.description text not null
column invoice.amount_minor bigint not null
column invoice.currency character(3) not null
column invoice.status text not null
column invoice.stripe_invoice_id text
column invoice.number text
column invoice.hosted_url text
column invoice.due_at timestamp with time zone
column invoice.paid_minor bigint not null default 0
column invoice.remaining_minor bigint not null
column invoice.overpaid_minor bigint not null default 0
column invoice.funded_minor bigint not null default 0
column invoice.kept_minor bigint not null default 0
column invoice.overdue_at timestamp with time zone
column invoice.created_at timestamp with time zone not null
column invoice.synced_at timestamp with time zone
column invoice.version integer not null default 1
column invoice.lines jsonb
column ledger_account.id bigint not null
column ledger_account.code text not null
column ledger_account.owner text not null
column ledger_account.currency character(3) not null
column ledger_account_kind.code text not null
column ledger_account_kind.book text not null
column ledger_account_kind.side text not null
column ledger_account_kind.has_floor boolean not null
column ledger_balance.account_id bigint not null
column ledger_balance.side text not null
column ledger_balance.balance bigint not null default 0
column ledger_posting.tx_id uuid not null
column ledger_posting.seq integer not null
column ledger_posting.account_id bigint not null
column ledger_posting.currency character(3) not null
column ledger_posting.amount bigint not null
column ledger_tx.id uuid not null
column ledger_tx.book text not null
column ledger_tx.kind text not null
column ledger_tx.idem text not null
column ledger_tx.digest text not null
column ledger_tx.occurred_at timestamp with time zone not null
column ledger_tx.posted_at timestamp with time zone not null
column ledger_tx.cause jsonb not null
column ledger_tx.stripe_txn text
column ledger_tx.reverses uuid
column ledger_tx.xid xid8 not null default pg_current_xact_id()
column login_attempt.state_hash bytea not null
column login_attempt.code_verifier text not null
column login_attempt.nonce text not null
column login_attempt.return_to text not null
column login_attempt.expires_at timestamp with time zone not null
column login_attempt.provider text not null default 'openid'::text
column login_attempt.link_session_id uuid
column mail_address.person_id uuid not null
column mail_address.sealed_address bytea
column mail_address.confirmed_at timestamp with time zone
column mail_address.host_digest bytea
column mail_address.changed_at timestamp with time zone
column mail_address.sealed_previous_address bytea
column mail_address.sealed_pending_address bytea
column mail_address.confirmation_id uuid
column mail_address.code_hash bytea
column mail_address.code_expires_at timestamp with time zone
column mail_address.entered_at timestamp with time zone not null
column membership.organisation_id uuid not null
column membership.person_id uuid not null
column membership.joined_at timestamp with time zone not null
column membership_role.organisation_id uuid not null
column membership_role.person_id uuid not null
column membership_role.role text not null
column membership_role.granted_by uuid not null
column membership_role.granted_at timestamp with time zone not null
column milestone.id uuid not null
column milestone.need_id uuid not null
column milestone.position integer not null
column milestone.title text not null
column milestone.deliverable text not null
column milestone.amount_minor bigint not null
column milestone.funded_minor bigint not null default 0
column milestone.starts_on date
column milestone.currency character(3) not null
column milestone.status text not null
column milestone.reviewer_id uuid
column milestone.submitted_at timestamp with time zone
column milestone.accepted_at timestamp with time zone
column milestone.release_parts integer
column milestone.version integer not null default 1
column milestone_funding.milestone_id uuid not null
column milestone_funding.pledge_id uuid not null
column milestone_funding.amount_minor bigint not null
column milestone_funding.assigned_at timestamp with time zone not null
column milestone_payout.milestone_id uuid not null
column milestone_payout.part_id uuid not null
column milestone_payout.confirmed_at timestamp with time zone not null
column need.id uuid not null
column need.project_id uuid not null
column need.recipient_person_id uuid not null
column need.kind text not null
column need.title text not null
column need.summary text not null
column need.goal_minor bigint not null
column need.currency character(3) not null
column need.deadline timestamp with time zone
column need.status text not null
column need.reserved_minor bigint not null default 0
column need.received_minor bigint not null default 0
column need.created_at timestamp with time zone not null
column need.published_at timestamp with time zone
column need.version integer not null default 1
column need_payee.need_id uuid not null
column need_payee.position integer not null
column need_payee.person_id uuid
column need_payee.organisation_id uuid
column need_payee.weight integer not null
column need_payee.status text not null
column need_payee.decided_at timestamp with time zone
column need_payee.for_project boolean not null default false
column need_ranking.organisation_id uuid not null
column need_ranking.need_id uuid not null
column need_ranking.project_id uuid not null
column need_ranking.points double precision not null
column need_ranking.exposure double precision not null
column need_ranking.remaining_minor bigint not null
column need_ranking.fit double precision[] not null
column need_ranking.tenths smallint not null generated as (floor((points * (10)::double precision)))::smallint
column notification.id uuid not null
column notification.subject_id uuid not null
column notification.person_id uuid
column notification.topic text not null
column notification.template text not null
column notification.parameters jsonb not null
column notification.created_at timestamp with time zone not null
column notification.read_at timestamp with time zone
column notification_delivery.id uuid not null
column notification_delivery.notification_id uuid not null
column notification_delivery.channel text not null
column notification_delivery.subject_id uuid not null
column notification_delivery.sealed_address bytea
column notification_delivery.status text not null
column notification_delivery.attempts integer not null
column notification_delivery.content_sha256 text
column notification_delivery.message_id text
column notification_delivery.answer text
column notification_delivery.queued_at timestamp with time zone not null
column notification_delivery.ended_at timestamp with time zone
column notification_delivery.bounced_at timestamp with time zone
column notification_delivery.bounce_status text
column notification_opt_out.person_id uuid not null
column notification_opt_out.topic text not null
column notification_opt_out.opted_out_at timestamp with time zone not null
column operator_grant.id uuid not null
column operator_grant.person_id uuid not null
column operator_grant.operator_right text not null
column operator_grant.granted_at timestamp with time zone not null
column operator_grant.granted_through uuid
column operator_grant.expires_at timestamp with time zone
column operator_grant.ended_at timestamp with time zone
column operator_grant.ended_by uuid
column operator_grant.end_reason text
column operator_proposal.id uuid not null
column operator_proposal.beneficiary_id uuid not null
column operator_proposal.operator_right text not null
column operator_proposal.right_expires_at timestamp with time zone not null
column operator_proposal.reason text not null
column operator_proposal.status text not null
column operator_proposal.proposed_by uuid not null
column operator_proposal.proposed_at timestamp with time zone not null
column operator_proposal.expires_at timestamp with time zone not null
column operator_proposal.decided_by uuid
column operator_proposal.decided_at timestamp with time zone
column operator_proposal.version integer not null default 1
column organisation.id uuid not null
column organisation.kind text not null
column organisation.name text not null
column organisation.visibility text not null default 'private'::text
column organisation.created_at timestamp with time zone not null
column organisation_domain.id uuid not null
column organisation_domain.organisation_id uuid not null
column organisation_domain.domain text not null
column organisation_domain.token text not null
column organisation_domain.status text not null
column organisation_domain.failure text
column organisation_domain.added_at timestamp with time zone not null
column organisation_domain.verified_at timestamp with time zone
column organisation_domain.next_check_at timestamp with time zone
column organisation_domain.missing_since timestamp with time zone
column organisation_domain.version integer not null default 1
column organisation_ranking.organisation_id uuid not null
column organisation_ranking.method_id text not null
column organisation_ranking.need_kinds text[] not null
column organisation_ranking.is_cleared boolean not null
column organisation_ranking.inventories text not null
column organisation_ranking.ranked_at timestamp with time zone not null
column organisation_transfer.id uuid not null
column organisation_transfer.organisation_id uuid not null
column organisation_transfer.from_person_id uuid not null
column organisation_transfer.to_person_id uuid not null
column organisation_transfer.status text not null
column organisation_transfer.proposed_at timestamp with time zone not null
column organisation_transfer.expires_at timestamp with time zone not null
column organisation_transfer.decided_at timestamp with time zone
column organisation_transfer.version integer not null default 1
column outbox_message.id uuid not null
column outbox_message.topic text not null
column outbox_message.version integer not null
column outbox_message.payload jsonb not null
column outbox_message.created_at timestamp with time zone not null
column outbox_message.available_at timestamp with time zone not null
column outbox_message.attempts integer not null default 0
column outbox_message.leased_until timestamp with time zone
column outbox_message.completed_at timestamp with time zone
column outbox_message.dead_at timestamp with time zone
column outbox_message.last_error text
column package.purl_key text not null
column package.project_id uuid not null
column package.confidence integer not null
column package.source text not null
column package_alias.alias_key text not null
column package_alias.purl_key text not null
column package_alias.source text not null
column package_confirmation.purl_key text not null
column package_confirmation.person_id uuid not null
column package_confirmation.confirmed_at timestamp with time zone not null
column package_enrichment.purl_key text not null
column package_enrichment.status text not null
column package_enrichment.failure text
column package_enrichment.attempted_at timestamp with time zone not null
column package_link.purl_key text
column package_link.project_id uuid
column package_link.confidence integer
column package_signal.purl_key text not null
column package_signal.signal text not null
column package_signal.value double precision not null
column package_signal.source text not null
column package_signal.observed_at timestamp with time zone not null
column passkey.id uuid not null
column passkey.person_id uuid not null
column passkey.credential_id bytea not null
column passkey.public_key bytea not null
column passkey.sign_count bigint not null
column passkey.transports text[] not null
column passkey.name text not null
column passkey.created_at timestamp with time zone not null
column passkey.last_used_at timestamp with time zone
column passkey.removed_at timestamp with time zone
column payee_account.payee_id uuid
column payee_account.account_id bigint
column payer_account.payer_id uuid
column payer_account.account_id bigint
column payment.id uuid not null
column payment.pledge_id uuid
column payment.need_id uuid
column payment.organisation_id uuid not null
column payment.means text not null
column payment.part_of uuid
column payment.subscription_id uuid
column payment.amount_minor bigint not null
column payment.received_minor bigint
column payment.currency character(3) not null
column payment.status text not null
column payment.checkout_session_id text
column payment.checkout_url text
column payment.payment_intent_id text
column payment.charge_id text
column payment.fee_minor bigint
column payment.net_minor bigint
column payment.failure_code text
column payment.attempts integer not null default 0
column payment.declines integer not null default 0
column payment.action_by timestamp with time zone
column payment.returned_minor bigint not null default 0
column payment.created_at timestamp with time zone not null
column payment.succeeded_at timestamp with time zone
column payment.version integer not null default 1
column payment.allocation_run_id uuid
column person.id uuid not null
column person.sealed_name bytea
column person.created_at timestamp with time zone not null
column person.erased_at timestamp with time zone
column pledge.id uuid not null
column pledge.need_id uuid not null
column pledge.organisation_id uuid not null
column pledge.submitted_by uuid not null
column pledge.amount_minor bigint not null
column pledge.currency character(3) not null
column pledge.method text not null
column pledge.charge_time text not null default 'now'::text
column pledge.purchase_order text
column pledge.status text not null
column pledge.submitted_at timestamp with time zone not null
column pledge.approved_at timestamp with time zone
column pledge.paid_at timestamp with time zone
column pledge.released_minor bigint not null default 0
column pledge.returned_minor bigint not null default 0
column pledge.hold_expires_at timestamp with time zone
column pledge.version integer not null default 1
column pool_decision.member_id uuid not null
column pool_decision.action text not null
column pool_decision.person_id uuid not null
column pool_decision.reason text not null
column pool_decision.at timestamp with time zone not null
column pool_member.id uuid not null
column pool_member.person_id uuid not null
column pool_member.kind text not null
column pool_member.status text not null
column pool_member.statement text not null
column pool_member.skills text[] not null
column pool_member.ties text not null
column pool_member.tied_projects uuid[] not null
column pool_member.tied_organisations uuid[] not null
column pool_member.load_limit integer not null
column pool_member.rate_minor bigint
column pool_member.rate_currency text
column pool_member.applied_at timestamp with time zone not null
column pool_member.entered_at timestamp with time zone not null
column probation_report.id integer not null
column probation_report.grant_id uuid not null
column probation_report.reported_by uuid not null
column probation_report.reported_at timestamp with time zone not null
column probation_report.unreviewed_changes integer not null
column probation_report.meets_criteria boolean not null
column probation_report.findings text not null
column product.id uuid not null
column product.organisation_id uuid not null
column product.name text not null
column product.business_weight double precision not null default 1
column product.current_inventory_id uuid
column product.created_at timestamp with time zone not null
column product.archived_at timestamp with time zone
column project.id uuid not null
column project.name text not null
column project.repository_url text not null
column project.is_demo boolean not null default false
column project.created_at timestamp with time zone not null
column project.language text
column project.licence text
column project.homepage_url text
column project_claim.id uuid not null
column project_claim.project_id uuid not null
column project_claim.person_id uuid not null
column project_claim.token text not null
column project_claim.status text not null
column project_claim.failure text
column project_claim.opened_at timestamp with time zone not null
column project_claim.expires_at timestamp with time zone not null
column project_claim.verified_at timestamp with time zone
column project_claim.version integer not null default 1
column project_claim.method text
column project_claim.proved_at timestamp with time zone
column project_claim.wait_until timestamp with time zone
column project_claim.contested_by uuid
column project_claim.contested_at timestamp with time zone
column project_claim.contest_reason text
column project_claim.resolution text
column project_claim.resolved_by uuid
column project_claim.resolved_at timestamp with time zone
column project_claim.resolution_reason text
column project_claim.checked_at timestamp with time zone
column project_claim.next_check_at timestamp with time zone
column project_claim.failing_since timestamp with time zone
column project_claim.lost_since timestamp with time zone
column project_context.id integer not null
column project_context.project_id uuid not null
column project_context.stated_by uuid not null
column project_context.stated_at timestamp with time zone not null
column project_context.is_privileged boolean not null
column project_context.base_sets integer not null
column project_context.action_repositories integer not null
column project_context.explanation text not null
column project_custody.project_id uuid not null
column project_custody.agreement_id uuid
column project_custody.person_id uuid
column project_custody.organisation_id uuid
column project_demand.project_id uuid not null
column project_demand.organisations integer not null
column project_demand.direct_organisations integer
column project_demand.counted_on date not null
column project_event.project_id uuid not null
column project_event.seq bigint not null
column project_event.event_id text not null
column project_event.event json not null
column project_event.kind text not null generated as (event ->> 'kind'::text)
column project_event.from_ms bigint not null generated as ((event #>> '{at,0}'::text[]))::bigint
column project_event.to_ms bigint not null generated as ((event #>> '{at,1}'::text[]))::bigint
column project_event.actor integer generated as ("substring"(COALESCE((event ->> 'author'::text), (event ->> 'person'::text), (event ->> 'tagger'::text), (event ->> 'publisher'::text)), '^@(\d+)$'::text))::integer
column project_event.source text
column project_event.import_id uuid
column project_event.stored_at timestamp with time zone not null
column project_event.is_from_outside boolean not null
column project_exposure.organisation_id uuid not null
column project_exposure.project_id uuid not null
column project_exposure.value double precision not null
column project_exposure.strongest double precision not null
column project_exposure.breadth double precision not null
column project_exposure.products jsonb not null
column project_exposure.digest text not null
column project_exposure.points double precision not null
column project_history_import.id uuid not null
column project_history_import.project_id uuid not null
column project_history_import.upload_id uuid not null
column project_history_import.imported_by uuid not null
column project_history_import.standing text not null
column project_history_import.covers text[] not null
column project_history_import.covered_until timestamp with time zone not null
column project_history_import.status text not null
column project_history_import.requested_at timestamp with time zone not null
column project_history_import.settled_at timestamp with time zone
column project_history_import.events integer
column project_history_import.new_events integer
column project_history_import.differing_events integer
column project_history_import.left_out_events integer
column project_history_import.refusal jsonb
column project_in_kind.project_id uuid
column project_in_kind.kind text
column project_in_kind.currency character(3)
column project_in_kind.amount bigint
column project_line.project_id uuid
column project_line.tx_id uuid
column project_line.seq integer
column project_line.posted_at timestamp with time zone
column project_line.book text
column project_line.kind text
column project_line.code text
column project_line.currency character(3)
column project_line.payer_id uuid
column project_line.pledge_id uuid
column project_line.need_id uuid
column project_line.amount bigint
column project_maintainer.project_id uuid
column project_maintainer.person_id uuid
column project_name.project_id uuid not null
column project_name.number integer not null
column project_name.name_digest bytea not null
column project_name.sealed_name bytea
column project_name.is_author boolean not null
column project_name.last_named_at timestamp with time zone not null
column project_name.root integer not null
column project_name_claim.project_id uuid not null
column project_name_claim.number integer not null
column project_name_claim.person_id uuid not null
column project_name_claim.proof text not null
column project_name_claim.claimed_at timestamp with time zone not null
column project_name_claim.released_at timestamp with time zone
column project_name_link.project_id uuid not null
column project_name_link.one integer not null
column project_name_link.other integer not null
column project_name_link.import_id uuid not null
column project_part.project_id uuid
column project_part.id uuid
column project_part.transfer_id uuid
column project_part.amount_minor bigint
column project_payout.id uuid not null
column project_payout.project_id uuid not null
column project_payout.host_id uuid not null
column project_payout.requested_by uuid not null
column project_payout.requested_at timestamp with time zone not null
column project_payout.person_id uuid
column project_payout.organisation_id uuid
column project_payout.amount_minor bigint not null
column project_payout.currency character(3) not null
column project_payout.purpose text not null
column project_payout.status text not null
column project_payout.decided_at timestamp with time zone
column project_payout.version integer not null default 1
column project_risk.project_id uuid not null
column project_risk.level text not null
column project_risk.is_pressed boolean not null
column project_risk.changed_at timestamp with time zone not null
column project_score.project_id uuid not null
column project_score.method_id text not null
column project_score.axis text not null
column project_score.value double precision not null
column project_score.confidence double precision not null
column project_score.strong_signals integer not null
column project_score.terms jsonb not null
column project_score.shares jsonb not null
column project_score.missing text[] not null
column project_score.is_finished boolean not null
column project_score.stale_on date
column project_score.scored_at timestamp with time zone not null
column project_seat.project_id uuid not null
column project_seat.person_id uuid not null
column project_seat.kind text not null
column project_seat.since timestamp with time zone not null
column project_seat.ended_at timestamp with time zone
column project_signal.project_id uuid not null
column project_signal.signal text not null
column project_signal.value double precision not null
column project_signal.source text not null
column project_signal.observed_at timestamp with time zone not null
column project_tier_change.id integer not null
column project_tier_change.project_id uuid not null
column project_tier_change.at timestamp with time zone not null
column project_tier_change.kind text not null
column project_tier_change.tier text not null
column project_tier_change.chosen_by uuid
column project_tier_change.steward_id uuid
column project_tier_change.reason text
column project_tier_change.evidence jsonb not null
column project_tx.project_id uuid
column project_tx.tx_id uuid
column project_use.inventory_id uuid not null
column project_use.organisation_id uuid not null
column project_use.project_id uuid not null
column project_use.depth integer
column project_use.gateways integer not null
column project_use.scope text not null
column project_use.versions text[] not null
column public_answer.address text not null
column public_answer.body text
column public_answer.fetched_at timestamp with time zone not null
column rate_bucket.caller text not null
column rate_bucket.window_ends_at timestamp with time zone not null
column rate_bucket.spent integer not null
column recipient_account.id uuid not null
column recipient_account.person_id uuid
column recipient_account.organisation_id uuid
column recipient_account.country character(2) not null
column recipient_account.rail text not null
column recipient_account.stripe_account_id text
column recipient_account.transfers_status text not null
column recipient_account.onboarding_url text
column recipient_account.created_at timestamp with time zone not null
column recipient_account.synced_at timestamp with time zone
column recipient_account.version integer not null default 1
column recipient_account.payouts_status text not null default 'unrequested'::text
column recipient_account.requirements_status text
column recipient_account.requirements_due_at timestamp with time zone
column recipient_account.failed_payout_id uuid
column recipient_account.disconnected_at timestamp with time zone
column recovery_code.code_hash bytea not null
column recovery_code.person_id uuid not null
column recovery_code.created_at timestamp with time zone not null
column recovery_code.used_at timestamp with time zone
column recovery_code.replaced_at timestamp with time zone
column recurring_pledge.id uuid not null
column recurring_pledge.need_id uuid not null
column recurring_pledge.organisation_id uuid not null
column recurring_pledge.submitted_by uuid not null
column recurring_pledge.amount_minor bigint not null
column recurring_pledge.currency character(3) not null
column recurring_pledge.interval text not null
column recurring_pledge.collection text not null
column recurring_pledge.days_until_due integer
column recurring_pledge.purchase_order text
column recurring_pledge.notice_days integer not null
column recurring_pledge.status text not null
column recurring_pledge.submitted_at timestamp with time zone not null
column recurring_pledge.approved_at timestamp with time zone
column recurring_pledge.started_at timestamp with time zone
column recurring_pledge.current_period_end timestamp with time zone
column recurring_pledge.ends_at timestamp with time zone
column recurring_pledge.ended_at timestamp with time zone
column recurring_pledge.payment_url text
column recurring_pledge.promised_periods integer not null default 0
column recurring_pledge.is_promised boolean not null default false
column recurring_pledge.dunning_since timestamp with time zone
column recurring_pledge.synced_at timestamp with time zone
column recurring_pledge.version integer not null default 1
column recurring_pledge_change.recurring_pledge_id uuid not null
column recurring_pledge_change.position integer not null
column recurring_pledge_change.action text not null
column recurring_pledge_change.cause text not null
column recurring_pledge_change.person_id uuid
column recurring_pledge_change.reason text
column recurring_pledge_change.changed_at timestamp with time zone not null
column recurring_pledge_period.pledge_id uuid not null
column recurring_pledge_period.recurring_pledge_id uuid not null
column recurring_pledge_period.paid_at timestamp with time zone not null
column recurring_pledge_use.recurring_pledge_id uuid not null
column recurring_pledge_use.organisation_id uuid not null
column recurring_pledge_use.product_id uuid not null
column recurring_pledge_use.inventory_id uuid not null
column recurring_pledge_use.left_at timestamp with time zone
column refund.id uuid not null
column refund.payment_id uuid not null
column refund.pledge_id uuid
column refund.organisation_id uuid not null
column refund.amount_minor bigint not null
column refund.currency character(3) not null
column refund.cause text not null
column refund.status text not null
column refund.stripe_refund_id text
column refund.failure_code text
column refund.settlement jsonb
column refund.failure jsonb
column refund.taken_at timestamp with time zone
column refund.created_at timestamp with time zone not null
column refund.ended_at timestamp with time zone
column refund.version integer not null default 1
column release_part.id uuid not null
column release_part.milestone_id uuid
column release_part.need_id uuid
column release_part.pledge_id uuid
column release_part.payment_id uuid
column release_part.person_id uuid
column release_part.organisation_id uuid
column release_part.amount_minor bigint not null
column release_part.currency character(3) not null
column release_part.transfer_id uuid
column release_part.released_at timestamp with time zone not null
column release_part.source text not null default 'milestone'::text
column release_part.source_id uuid
column review.id uuid not null
column review.milestone_id uuid not null
column review.reviewer_id uuid not null
column review.decision text not null
column review.reasons text not null
column review.decided_at timestamp with time zone not null
column review_fee.id uuid not null
column review_fee.milestone_id uuid not null
column review_fee.reviewer_id uuid not null
column review_fee.amount_minor bigint not null
column review_fee.currency character(3) not null
column review_fee.status text not null
column review_fee.begun_at timestamp with time zone not null
column review_fee.version integer not null default 1
column review_pool_gate.currency character(3) not null
column review_pool_gift.id uuid not null
column review_pool_gift.organisation_id uuid not null
column review_pool_gift.amount_minor bigint not null
column review_pool_gift.currency character(3) not null
column review_pool_gift.status text not null
column review_pool_gift.requested_by uuid not null
column review_pool_gift.requested_at timestamp with time zone not null
column review_pool_gift.decided_at timestamp with time zone
column review_pool_gift.version integer not null default 1
column risk_signal.id uuid not null
column risk_signal.project_id uuid not null
column risk_signal.fact text not null
column risk_signal.rule text not null
column risk_signal.family text not null
column risk_signal.points integer not null
column risk_signal.is_hard boolean not null
column risk_signal.subject text not null
column risk_signal.key text not null
column risk_signal.day integer not null
column risk_signal.end_day integer
column risk_signal.evidence text[] not null
column risk_signal.policy_version text not null
column risk_signal.found_at timestamp with time zone not null
column role_comment.id uuid not null
column role_comment.grant_id uuid not null
column role_comment.author_id uuid not null
column role_comment.text text not null
column role_comment.written_at timestamp with time zone not null
column role_comment.withdrawn_at timestamp with time zone
column role_grant.id uuid not null
column role_grant.project_id uuid not null
column role_grant.scope text not null
column role_grant.candidate_id uuid not null
column role_grant.status text not null
column role_grant.state jsonb not null
column role_grant.policy_version text
column role_grant.tier text
column role_grant.due_at timestamp with time zone
column role_grant.event_count integer not null
column role_grant.box integer not null default 1
column role_grant.created_at timestamp with time zone not null
column role_grant.entered_at timestamp with time zone not null
column role_grant_ballot.grant_id uuid not null
column role_grant_ballot.candidate_id uuid not null
column role_grant_ballot.box integer not null
column role_grant_ballot.voter_id uuid not null
column role_grant_ballot.choice text not null
column role_grant_ballot.cast_at timestamp with time zone not null
column role_grant_consent.grant_id uuid not null
column role_grant_consent.person_id uuid not null
column role_grant_consent.given_at timestamp with time zone not null
column role_grant_event.grant_id uuid not null
column role_grant_event.seq integer not null
column role_grant_event.kind text not null
column role_grant_event.at timestamp with time zone not null
column role_grant_event.by_id uuid
column role_grant_event.event jsonb not null
column role_grant_notice.grant_id uuid not null
column role_grant_notice.opened_at timestamp with time zone not null
column role_grant_notice.audience text not null
column role_grant_notice.stored_at timestamp with time zone not null
column role_removal.id bigint not null
column role_removal.grant_id uuid not null
column role_removal.holder_id uuid not null
column role_removal.status text not null
column role_removal.proposer_id uuid not null
column role_removal.reasons text not null
column role_removal.notice_at timestamp with time zone not null
column role_removal.opened_at timestamp with time zone
column role_removal.roll uuid[] not null
column role_removal.yes integer
column role_removal.no integer
column role_removal_ballot.removal_id bigint not null
column role_removal_ballot.grant_id uuid not null
column role_removal_ballot.voter_id uuid not null
column role_removal_ballot.choice text not null
column role_removal_ballot.cast_at timestamp with time zone not null
column role_work_record.id integer not null
column role_work_record.grant_id uuid not null
column role_work_record.recorded_by uuid not null
column role_work_record.recorded_at timestamp with time zone not null
column role_work_record.useful_reviews integer not null
column role_work_record.releases_accompanied integer not null
column role_work_record.links text[] not null
column saved_method.id uuid not null
column saved_method.organisation_id uuid not null
column saved_method.status text not null
column saved_method.checkout_session_id text
column saved_method.setup_url text
column saved_method.stripe_method_id text
column saved_method.brand text
column saved_method.last4 text
column saved_method.expires text
column saved_method.created_at timestamp with time zone not null
column saved_method.saved_at timestamp with time zone
column saved_method.version integer not null default 1
column score_due.project_id uuid not null
column seat_offer.id uuid not null
column seat_offer.project_id uuid not null
column seat_offer.member_id uuid not null
column seat_offer.person_id uuid not null
column seat_offer.kind text not null
column seat_offer.status text not null
column seat_offer.drawn_at timestamp with time zone not null
column seat_offer.lapses_at timestamp with time zone not null
column seat_offer.settled_at timestamp with time zone
column session.id uuid not null
column session.person_id uuid not null
column session.secret_hash bytea not null
column session.created_at timestamp with time zone not null
column session.expires_at timestamp with time zone not null
column session.revoked_at timestamp with time zone
column session.last_seen_at timestamp with time zone not null
column session.client text not null default 'other'::text
column session.recovered_until timestamp with time zone
column sign_up.person_id uuid not null
column sign_up.intents text[] not null
column sign_up.is_named boolean not null
column sign_up.completed_at timestamp with time zone not null
column signal_clearing.signal_id uuid not null
column signal_clearing.person_id uuid not null
column signal_clearing.place integer not null
column signal_clearing.reason text not null
column signal_clearing.at timestamp with time zone not null
column signal_contest.id uuid not null
column signal_contest.project_id uuid not null
column signal_contest.signal text not null
column signal_contest.purl_key text
column signal_contest.value double precision not null
column signal_contest.source text not null
column signal_contest.observed_at timestamp with time zone not null
column signal_contest.note text not null
column signal_contest.contested_by uuid not null
column signal_contest.contested_at timestamp with time zone not null
column signal_contest.status text not null
column signal_contest.answer text
column signal_contest.decided_by uuid
column signal_contest.decided_at timestamp with time zone
column signal_contest.version integer not null
column stability_confirmation.project_id uuid not null
column stability_confirmation.person_id uuid not null
column stability_confirmation.confirmed_at timestamp with time zone not null
column standing_offer.id uuid not null
column standing_offer.organisation_id uuid not null
column standing_offer.project_id uuid not null
column standing_offer.author_id uuid not null
column standing_offer.amount_minor bigint not null
column standing_offer.currency character(3) not null
column standing_offer.method text not null
column standing_offer.purchase_order text
column standing_offer.is_named boolean not null
column standing_offer.status text not null
column standing_offer.opened_at timestamp with time zone not null
column standing_offer.expires_at timestamp with time zone not null
column standing_offer.ended_at timestamp with time zone
column standing_offer.pledge_id uuid
column standing_offer.refusal_code text
column standing_offer.refused_need_id uuid
column standing_offer.version integer not null default 1
column statement_line.tx_id uuid
column statement_line.seq integer
column statement_line.posted_at timestamp with time zone
column statement_line.occurred_at timestamp with time zone
column statement_line.book text
column statement_line.kind text
column statement_line.idem text
column statement_line.cause jsonb
column statement_line.stripe_txn text
column statement_line.digest text
column statement_line.account_id bigint
column statement_line.code text
column statement_line.owner text
column statement_line.currency character(3)
column statement_line.amount bigint
column statement_line.payment_id uuid
column statement_line.refund_id uuid
column statement_line.transfer_id uuid
column statement_line.pledge_id uuid
column statement_line.milestone_id uuid
column statement_line.need_id uuid
column statement_line.project_id uuid
column statement_line.payer_id uuid
column statement_line.payee_id uuid
column stripe_call.id uuid not null
column stripe_call.operation text not null
column stripe_call.idempotency_key text not null
column stripe_call.parameters jsonb not null
column stripe_call.sealed_parameters bytea
column stripe_call.sealed_for uuid
column stripe_call.subject_id uuid not null
column stripe_call.status text not null
column stripe_call.result_id text
column stripe_call.refusal_code text
column stripe_call.created_at timestamp with time zone not null
column stripe_call.first_sent_at timestamp with time zone
column stripe_call.finished_at timestamp with time zone
column stripe_cash.organisation_id uuid not null
column stripe_cash.currency character(3) not null
column stripe_cash.available_minor bigint not null
column stripe_cash.synced_at timestamp with time zone not null
column stripe_customer.organisation_id uuid not null
column stripe_customer.stripe_customer_id text
column stripe_customer.stripe_tax_id text
column stripe_customer.vat_digest bytea
column stripe_customer.refused_at timestamp with time zone
column stripe_customer.created_at timestamp with time zone not null
column stripe_event.id text not null
column stripe_event.type text not null
column stripe_event.object_id text not null
column stripe_event.status text not null
column stripe_event.received_at timestamp with time zone not null
column stripe_event.finished_at timestamp with time zone
column stripe_event.account_id text
column subscription.id uuid not null
column subscription.need_id uuid not null
column subscription.organisation_id uuid not null
column subscription.description text not null
column subscription.amount_minor bigint not null
column subscription.currency character(3) not null
column subscription.interval text not null
column subscription.collection text not null
column subscription.days_until_due integer
column subscription.purchase_order text
column subscription.checkout_session_id text
column subscription.stripe_subscription_id text
column subscription.requested_at timestamp with time zone
column subscription.refused_at timestamp with time zone
column subscription.created_at timestamp with time zone not null
column support_case.id uuid not null
column support_case.project_id uuid not null
column support_case.status text not null
column support_case.opened_at timestamp with time zone not null
column support_case.is_pressed boolean not null
column support_case.overloaded_at timestamp with time zone
column support_case.advocate_id uuid
column support_case.closed_at timestamp with time zone
column support_choice.case_id uuid not null
column support_choice.choice text not null
column support_choice.chosen_by uuid not null
column support_choice.chosen_at timestamp with time zone not null
column terms_acceptance.id uuid not null
column terms_acceptance.terms text not null
column terms_acceptance.version integer not null
column terms_acceptance.sha256 text not null
column terms_acceptance.person_id uuid
column terms_acceptance.organisation_id uuid
column terms_acceptance.accepted_by uuid not null
column terms_acceptance.accepted_at timestamp with time zone not null
column tranche.pledge_id uuid not null
column tranche.commitment_id uuid not null
column tranche.milestone_id uuid not null
column tranche.position integer not null
column tranche.due_at timestamp with time zone
column tranche_commitment.id uuid not null
column tranche_commitment.need_id uuid not null
column tranche_commitment.organisation_id uuid not null
column tranche_commitment.submitted_by uuid not null
column tranche_commitment.amount_minor bigint not null
column tranche_commitment.currency character(3) not null
column tranche_commitment.method text not null
column tranche_commitment.purchase_order text
column tranche_commitment.status text not null
column tranche_commitment.end_reason text
column tranche_commitment.submitted_at timestamp with time zone not null
column tranche_commitment.approved_at timestamp with time zone
column tranche_commitment.ended_at timestamp with time zone
column tranche_commitment.version integer not null default 1
column transfer.id uuid not null
column transfer.person_id uuid
column transfer.organisation_id uuid
column transfer.payment_id uuid
column transfer.amount_minor bigint not null
column transfer.currency character(3) not null
column transfer.status text not null
column transfer.stripe_transfer_id text
column transfer.generation integer not null default 1
column transfer.waiting_for text
column transfer.created_at timestamp with time zone not null
column transfer.confirmed_at timestamp with time zone
column transfer.version integer not null default 1
column transfer_gate.currency character(3) not null
column trusted_workload.id uuid not null
column trusted_workload.organisation_id uuid not null
column trusted_workload.product_id uuid
column trusted_workload.name text not null
column trusted_workload.issuer text not null
column trusted_workload.repository_id text not null
column trusted_workload.repository_owner_id text not null
column trusted_workload.ref_pattern text
column trusted_workload.job_workflow_ref text
column trusted_workload.registered_by uuid not null
column trusted_workload.created_at timestamp with time zone not null
column trusted_workload.removed_at timestamp with time zone
column upload.id uuid not null
column upload.purpose text not null
column upload.person_id uuid not null
column upload.organisation_id uuid
column upload.product_id uuid
column upload.file_name text not null
column upload.status text not null
column upload.size_bytes bigint
column upload.sha256 text
column upload.refusal jsonb
column upload.created_at timestamp with time zone not null
column upload.expires_at timestamp with time zone not null
column upload.last_bytes_at timestamp with time zone
column upload.received_at timestamp with time zone
column upload.progress jsonb
column upload.inventory_id uuid
column vouch.id uuid not null
column vouch.person_id uuid not null
column vouch.voucher_id uuid not null
column vouch.project_id uuid not null
column vouch.statement text not null
column vouch.given_at timestamp with time zone not null
column vouch.withdrawn_at timestamp with time zone
column webauthn_challenge.id uuid not null
column webauthn_challenge.purpose text not null
column webauthn_challenge.session_id uuid
column webauthn_challenge.challenge bytea not null
column webauthn_challenge.nonce bytea
column webauthn_challenge.action text
column webauthn_challenge.created_at timestamp with time zone not null
column webauthn_challenge.expires_at timestamp with time zone not null
column webauthn_challenge.used_at timestamp with time zone
column webauthn_challenge.passkey_id uuid
column webauthn_challenge.assertion text
column workload_token_use.issuer text not null
column workload_token_use.token_id text not null
column workload_token_use.expires_at timestamp with time zone not null
constraint adoption_answer_call_fk on adoption_answer: FOREIGN KEY (call_id) REFERENCES adoption_call(id)
constraint adoption_answer_message on adoption_answer: CHECK (((length(message) >= 1) AND (length(message) <= 2000)))
constraint adoption_answer_once on adoption_answer: UNIQUE (call_id, person_id)
constraint adoption_answer_person_fk on adoption_answer: FOREIGN KEY (person_id) REFERENCES person(id)
constraint adoption_answer_pk on adoption_answer: PRIMARY KEY (id)
constraint adoption_call_ended on adoption_call: CHECK (((status = 'open'::text) = (ended_at IS NULL)))
constraint adoption_call_later on adoption_call: CHECK ((expires_at > opened_at))
constraint adoption_call_note on adoption_call: CHECK (((length(note) >= 1) AND (length(note) <= 2000)))
constraint adoption_call_organisation_fk on adoption_call: FOREIGN KEY (named_organisation_id) REFERENCES organisation(id)
constraint adoption_call_pk on adoption_call: PRIMARY KEY (id)
constraint adoption_call_project_fk on adoption_call: FOREIGN KEY (project_id) REFERENCES project(id)
constraint adoption_call_status on adoption_call: CHECK ((status = ANY (ARRAY['open'::text, 'adopted'::text, 'withdrawn'::text, 'expired'::text])))
constraint adoption_caller_call_fk on adoption_caller: FOREIGN KEY (call_id) REFERENCES adoption_call(id)
constraint adoption_caller_offer_fk on adoption_caller: FOREIGN KEY (offer_id) REFERENCES standing_offer(id)
constraint adoption_caller_opened_by_fk on adoption_caller: FOREIGN KEY (opened_by) REFERENCES person(id)
constraint adoption_caller_organisation_fk on adoption_caller: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
constraint adoption_caller_pk on adoption_caller: PRIMARY KEY (call_id)
constraint adoption_caller_project_fk on adoption_caller: FOREIGN KEY (project_id) REFERENCES project(id)
constraint affiliation_name on affiliation: CHECK (((length(name) >= 2) AND (length(name) <= 100)))
constraint affiliation_name_key on affiliation: CHECK (((length(name_key) >= 1) AND (length(name_key) <= 200)))
constraint affiliation_person_fk on affiliation: FOREIGN KEY (person_id) REFERENCES person(id)
constraint affiliation_pk on affiliation: PRIMARY KEY (id)
constraint affiliation_withdrawn on affiliation: CHECK ((withdrawn_at >= declared_at))
constraint allocation_line_amount on allocation_line: CHECK ((amount_minor >= 0))
constraint allocation_line_fallback on allocation_line: CHECK ((held_fallback = ANY (ARRAY['ROLL_OVER'::text, 'BALANCE'::text])))
constraint allocation_line_held on allocation_line: CHECK ((held_minor > 0))
constraint allocation_line_held_whole on allocation_line: CHECK ((((held_minor IS NULL) = (held_until IS NULL)) AND ((held_minor IS NULL) = (held_fallback IS NULL))))
constraint allocation_line_need_fk on allocation_line: FOREIGN KEY (need_id) REFERENCES need(id)
constraint allocation_line_need_once on allocation_line: UNIQUE (run_id, need_id)
constraint allocation_line_outcome on allocation_line: CHECK ((held_outcome = ANY (ARRAY['ROLL_OVER'::text, 'BALANCE'::text])))
constraint allocation_line_pk on allocation_line: PRIMARY KEY (run_id, "position")
constraint allocation_line_pledge on allocation_line: UNIQUE (pledge_id)
constraint allocation_line_pledge_fk on allocation_line: FOREIGN KEY (pledge_id) REFERENCES pledge(id)
constraint allocation_line_position on allocation_line: CHECK (("position" > 0))
constraint allocation_line_project_fk on allocation_line: FOREIGN KEY (project_id) REFERENCES project(id)
constraint allocation_line_promised on allocation_line: CHECK (((promised_minor >= 0) AND (promised_minor <= amount_minor)))
constraint allocation_line_rolled_into_fk on allocation_line: FOREIGN KEY (rolled_into) REFERENCES allocation_run(id)
constraint allocation_line_run_fk on allocation_line: FOREIGN KEY (run_id, organisation_id) REFERENCES allocation_run(id, organisation_id)
constraint allocation_line_shortage on allocation_line: CHECK ((shortage = ANY (ARRAY['GAP_SHRANK'::text, 'NEED_NOT_OPEN'::text, 'NOT_VERIFIED'::text])))
constraint allocation_plan_pk on allocation_plan: PRIMARY KEY (run_id)
constraint allocation_plan_run_fk on allocation_plan: FOREIGN KEY (run_id, organisation_id) REFERENCES allocation_run(id, organisation_id)
constraint allocation_run_amount on allocation_run: CHECK ((amount_minor >= 0))
constraint allocation_run_approved on allocation_run: CHECK (((status <> ALL (ARRAY['approved'::text, 'funded'::text, 'distributed'::text])) OR (approved_at IS NOT NULL)))
constraint allocation_run_budget_fk on allocation_run: FOREIGN KEY (budget_id, organisation_id) REFERENCES budget(id, organisation_id)
constraint allocation_run_created_by_fk on allocation_run: FOREIGN KEY (created_by) REFERENCES person(id)
constraint allocation_run_digest on allocation_run: CHECK ((inputs_sha256 ~ '^[0-9a-f]{64}$'::text))
constraint allocation_run_locked on allocation_run: CHECK (((status = ANY (ARRAY['draft'::text, 'previewed'::text, 'void'::text])) OR ((locked_by IS NOT NULL) AND (inputs_sha256 IS NOT NULL))))
constraint allocation_run_locked_by_fk on allocation_run: FOREIGN KEY (locked_by) REFERENCES person(id)
constraint allocation_run_method on allocation_run: CHECK ((method = ANY (ARRAY['checkout'::text, 'invoice'::text, 'balance'::text])))
constraint allocation_run_of_organisation on allocation_run: UNIQUE (id, organisation_id)
constraint allocation_run_pk on allocation_run: PRIMARY KEY (id)
constraint allocation_run_planned on allocation_run: CHECK ((planned_minor >= 0))
constraint allocation_run_prepaid on allocation_run: CHECK (((prepaid_minor >= 0) AND (prepaid_minor <= rolled_in_minor)))
constraint allocation_run_purchase_order on allocation_run: CHECK (((length(purchase_order) >= 1) AND (length(purchase_order) <= 140)))
constraint allocation_run_reserve on allocation_run: CHECK ((reserve_minor >= 0))
constraint allocation_run_rolled_in on allocation_run: CHECK ((rolled_in_minor >= 0))
constraint allocation_run_rolled_into_fk on allocation_run: FOREIGN KEY (rolled_into) REFERENCES allocation_run(id)
constraint allocation_run_status on allocation_run: CHECK ((status = ANY (ARRAY['draft'::text, 'previewed'::text, 'locked'::text, 'approved'::text, 'funded'::text, 'distributed'::text, 'void'::text])))
constraint allocation_run_void_reason on allocation_run: CHECK (((length(void_reason) >= 1) AND (length(void_reason) <= 500)))
constraint api_token_lifetime on api_token: CHECK ((expires_at <= (created_at + '90 days'::interval)))
constraint api_token_name on api_token: CHECK (((length(name) >= 1) AND (length(name) <= 100)))
constraint api_token_organisation_fk on api_token: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
constraint api_token_person_fk on api_token: FOREIGN KEY (person_id) REFERENCES person(id)
constraint api_token_pk on api_token: PRIMARY KEY (id)
constraint api_token_scopes on api_token: CHECK (((cardinality(scopes) > 0) AND (scopes <@ ARRAY['identity:read'::text, 'inventory:read'::text, 'inventory:write'::text, 'payments:read'::text, 'pledges:read'::text, 'pledges:write'::text])))
constraint api_token_workload_fk on api_token: FOREIGN KEY (workload_id) REFERENCES trusted_workload(id)
constraint approval_decision_decision on approval_decision: CHECK ((decision = ANY (ARRAY['approve'::text, 'reject'::text])))
constraint approval_decision_person_fk on approval_decision: FOREIGN KEY (person_id) REFERENCES person(id)
constraint approval_decision_pk on approval_decision: PRIMARY KEY (request_id, person_id)
constraint approval_decision_request_fk on approval_decision: FOREIGN KEY (request_id) REFERENCES approval_request(id)
constraint approval_request_digest on approval_request: CHECK ((digest ~ '^[0-9a-f]{64}$'::text))
constraint approval_request_organisation_fk on approval_request: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
constraint approval_request_pk on approval_request: PRIMARY KEY (id)
constraint approval_request_requested_by_fk on approval_request: FOREIGN KEY (requested_by) REFERENCES person(id)
constraint approval_request_required on approval_request: CHECK ((required > 0))
constraint approval_request_roles on approval_request: CHECK ((cardinality(approver_roles) > 0))
constraint approval_request_status on approval_request: CHECK ((status = ANY (ARRAY['open'::text, 'approved'::text, 'rejected'::text, 'expired'::text])))
constraint approval_request_subject on approval_request: UNIQUE (subject_type, subject_id)
constraint approval_rule_from on approval_rule: CHECK ((from_minor > 0))
constraint approval_rule_organisation_fk on approval_rule: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
constraint approval_rule_pk on approval_rule: PRIMARY KEY (organisation_id, subject_type, currency, from_minor)
constraint approval_rule_required on approval_rule: CHECK (((required >= 1) AND (required <= 5)))
constraint audit_checkpoint_pk on audit_checkpoint: PRIMARY KEY (size, verifier)
constraint audit_checkpoint_root on audit_checkpoint: CHECK ((length(root) = 32))
constraint audit_checkpoint_size on audit_checkpoint: CHECK ((size > 0))
constraint audit_checkpoint_verifier_fk on audit_checkpoint: FOREIGN KEY (verifier) REFERENCES audit_verifier_key(verifier)
constraint audit_entry_pk on audit_entry: PRIMARY KEY (id)
constraint audit_entry_seq on audit_entry: UNIQUE (seq)
constraint audit_head_one_row on audit_head: CHECK (id)
constraint audit_head_pk on audit_head: PRIMARY KEY (id)
constraint audit_tile_root_hash on audit_tile_root: CHECK ((length(hash) = 32))
constraint audit_tile_root_level on audit_tile_root: CHECK ((level > 0))
constraint audit_tile_root_pk on audit_tile_root: PRIMARY KEY (level, index)
constraint audit_verifier_key_pk on audit_verifier_key: PRIMARY KEY (verifier)
constraint authenticator_change_kind on authenticator_change: CHECK ((kind = ANY (ARRAY['passkey_added'::text, 'passkey_removed'::text, 'recovery_codes_made'::text, 'recovery_code_used'::text, 'identity_linked'::text, 'identity_unlinked'::text, 'mail_changed'::text])))
constraint authenticator_change_person_fk on authenticator_change: FOREIGN KEY (person_id) REFERENCES person(id)
constraint authenticator_change_pk on authenticator_change: PRIMARY KEY (id)
constraint band_access_person_fk on band_access: FOREIGN KEY (person_id) REFERENCES person(id)
constraint band_access_pk on band_access: PRIMARY KEY (person_id, day, project_id)
constraint bank_entry_amount on bank_entry: CHECK ((amount_minor > 0))
constraint bank_entry_decided on bank_entry: CHECK ((((status = 'entered'::text) = (decided_by IS NULL)) AND ((decided_by IS NULL) = (decided_at IS NULL))))
constraint bank_entry_decided_by_fk on bank_entry: FOREIGN KEY (decided_by) REFERENCES person(id)
constraint bank_entry_direction on bank_entry: CHECK ((direction = ANY (ARRAY['in'::text, 'out'::text])))
constraint bank_entry_entered_by_fk on bank_entry: FOREIGN KEY (entered_by) REFERENCES person(id)
constraint bank_entry_payment_fk on bank_entry: FOREIGN KEY (payment_id) REFERENCES payment(id)
constraint bank_entry_pk on bank_entry: PRIMARY KEY (id)
constraint bank_entry_reference on bank_entry: CHECK (((length(reference) >= 1) AND (length(reference) <= 140)))
constraint bank_entry_status on bank_entry: CHECK ((status = ANY (ARRAY['entered'::text, 'confirmed'::text, 'rejected'::text])))
constraint bank_entry_subject on bank_entry: CHECK ((((direction = 'in'::text) = (payment_id IS NOT NULL)) AND ((direction = 'out'::text) = (transfer_id IS NOT NULL))))
constraint bank_entry_transfer_fk on bank_entry: FOREIGN KEY (transfer_id) REFERENCES transfer(id)
constraint bank_entry_two_operators on bank_entry: CHECK (((status <> 'confirmed'::text) OR (decided_by <> entered_by)))
constraint billing_details_organisation_fk on billing_details: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
constraint billing_details_pk on billing_details: PRIMARY KEY (organisation_id)
constraint billing_details_set_by_fk on billing_details: FOREIGN KEY (set_by) REFERENCES person(id)
constraint budget_created_by_fk on budget: FOREIGN KEY (created_by) REFERENCES person(id)
constraint budget_developers on budget: CHECK ((developers > 0))
constraint budget_method on budget: CHECK ((method = ANY (ARRAY['checkout'::text, 'invoice'::text, 'balance'::text])))
constraint budget_name on budget: CHECK (((length(name) >= 1) AND (length(name) <= 100)))
constraint budget_of_organisation on budget: UNIQUE (id, organisation_id)
constraint budget_organisation_fk on budget: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
constraint budget_period on budget: CHECK ((period = ANY (ARRAY['ONCE'::text, 'MONTH'::text, 'QUARTER'::text, 'YEAR'::text])))
constraint budget_pk on budget: PRIMARY KEY (id)
constraint budget_policy_version on budget: CHECK ((policy_version > 0))
constraint budget_purchase_order on budget: CHECK (((length(purchase_order) >= 1) AND (length(purchase_order) <= 140)))
constraint budget_policy_budget_fk on budget_policy: FOREIGN KEY (budget_id, organisation_id) REFERENCES budget(id, organisation_id)
constraint budget_policy_pk on budget_policy: PRIMARY KEY (budget_id, version)
constraint budget_policy_positive on budget_policy: CHECK ((version > 0))
constraint budget_policy_set_by_fk on budget_policy: FOREIGN KEY (set_by) REFERENCES person(id)
constraint catalogue_import_pk on catalogue_import: PRIMARY KEY (id)
constraint catalogue_import_sha256 on catalogue_import: CHECK ((length(sha256) = 32))
constraint catalogue_import_source on catalogue_import: CHECK (((length(source) >= 1) AND (length(source) <= 200)))
constraint commitment_salt_length on commitment_salt: CHECK ((length(salt) = 32))
constraint commitment_salt_pk on commitment_salt: PRIMARY KEY (commitment)
constraint connected_payout_amount on connected_payout: CHECK ((amount_minor <> 0))
constraint connected_payout_pk on connected_payout: PRIMARY KEY (id)
constraint connected_payout_recipient_fk on connected_payout: FOREIGN KEY (recipient_id) REFERENCES recipient_account(id)
constraint connected_payout_status on connected_payout: CHECK ((status = ANY (ARRAY['pending'::text, 'in_transit'::text, 'paid'::text, 'failed'::text, 'canceled'::text, 'reversed'::text])))
constraint connected_payout_stripe on connected_payout: UNIQUE (stripe_payout_id)
constraint data_key_length on data_key: CHECK ((length(wrapped) = 60))
constraint data_key_pk on data_key: PRIMARY KEY (subject_id, purpose)
constraint data_key_purpose on data_key: CHECK ((purpose = ANY (ARRAY['name'::text, 'private'::text])))
constraint dependency_alert_about on dependency_alert: CHECK (((kind = ANY (ARRAY['maintainer_lost'::text, 'hand_over_begun'::text, 'role_request_opened'::text])) = (need_id IS NULL)))
constraint dependency_alert_kind on dependency_alert: CHECK ((kind = ANY (ARRAY['need_posted'::text, 'first_co_maintainer_request'::text, 'maintainer_lost'::text, 'hand_over_begun'::text, 'role_request_opened'::text])))
constraint dependency_alert_need_fk on dependency_alert: FOREIGN KEY (need_id) REFERENCES need(id)
constraint dependency_alert_once on dependency_alert: UNIQUE (organisation_id, project_id, cause_id, kind)
constraint dependency_alert_organisation_fk on dependency_alert: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
constraint dependency_alert_pk on dependency_alert: PRIMARY KEY (id)
constraint dependency_alert_project_fk on dependency_alert: FOREIGN KEY (project_id) REFERENCES project(id)
constraint dependency_alert_day_organisation_fk on dependency_alert_day: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
constraint dependency_alert_day_pk on dependency_alert_day: PRIMARY KEY (organisation_id, project_id, day)
constraint dependency_alert_day_project_fk on dependency_alert_day: FOREIGN KEY (project_id) REFERENCES project(id)
constraint dependency_alert_off_kind on dependency_alert_off: CHECK ((kind = ANY (ARRAY['need_posted'::text, 'first_co_maintainer_request'::text, 'maintainer_lost'::text, 'hand_over_begun'::text, 'role_request_opened'::text])))
constraint dependency_alert_off_organisation_fk on dependency_alert_off: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
constraint dependency_alert_off_person_fk on dependency_alert_off: FOREIGN KEY (person_id) REFERENCES person(id)
constraint dependency_alert_read_alert_fk on dependency_alert_read: FOREIGN KEY (alert_id) REFERENCES dependency_alert(id)
constraint dependency_alert_read_person_fk on dependency_alert_read: FOREIGN KEY (person_id) REFERENCES person(id)
constraint dependency_alert_read_pk on dependency_alert_read: PRIMARY KEY (alert_id, person_id)
constraint document_conformance_organisation_fk on document_conformance: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
constraint document_conformance_pk on document_conformance: PRIMARY KEY (organisation_id, sha256, checker_version)
constraint document_conformance_result on document_conformance: CHECK ((result = ANY (ARRAY['yes'::text, 'no'::text, 'not_checked'::text])))
constraint document_conformance_whole on document_conformance: CHECK ((((result = 'not_checked'::text) = (reason IS NOT NULL)) AND ((result = 'not_checked'::text) = (schema IS NULL)) AND ((result = 'no'::text) = (error_count > 0))))
constraint erasure_blocked on erasure: CHECK (((status = 'blocked'::text) = (cardinality(obstacles) > 0)))
constraint erasure_decided on erasure: CHECK (((status = 'requested'::text) = (decided_at IS NULL)))
constraint erasure_later on erasure: CHECK ((due_at > requested_at))
constraint erasure_person_fk on erasure: FOREIGN KEY (person_id) REFERENCES person(id)
constraint erasure_pk on erasure: PRIMARY KEY (id)
constraint erasure_status on erasure: CHECK ((status = ANY (ARRAY['requested'::text, 'withdrawn'::text, 'blocked'::text, 'done'::text])))
constraint evidence_digest on evidence: UNIQUE (sha256)
constraint evidence_embargo on evidence: CHECK ((embargoed_until > submitted_at))
constraint evidence_milestone_fk on evidence: FOREIGN KEY (milestone_id) REFERENCES milestone(id)
constraint evidence_pk on evidence: PRIMARY KEY (id)
constraint evidence_submitted_by_fk on evidence: FOREIGN KEY (submitted_by) REFERENCES person(id)
constraint evidence_upload on evidence: UNIQUE (upload_id)
constraint evidence_upload_fk on evidence: FOREIGN KEY (upload_id) REFERENCES upload(id)
constraint exposure_access_kind on exposure_access: CHECK ((kind = ANY (ARRAY['figures'::text, 'run'::text])))
constraint exposure_access_organisation_fk on exposure_access: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
constraint exposure_access_pk on exposure_access: PRIMARY KEY (organisation_id, day, kind, project_id)
constraint external_identity_digest on external_identity: CHECK ((length(subject_digest) = 32))
constraint external_identity_id on external_identity: UNIQUE (id)
constraint external_identity_person_fk on external_identity: FOREIGN KEY (person_id) REFERENCES person(id)
constraint external_identity_pk on external_identity: PRIMARY KEY (subject_digest)
constraint finding_amount on finding: CHECK (((amount_minor IS NULL) = (currency IS NULL)))
constraint finding_cleared on finding: CHECK ((cleared_at >= found_at))
constraint finding_kind on finding: CHECK ((kind = ANY (ARRAY['stale_clearing'::text, 'dead_call'::text, 'failing_job'::text])))
constraint finding_once on finding: UNIQUE NULLS NOT DISTINCT (kind, subject, currency, since)
constraint finding_pk on finding: PRIMARY KEY (id)
constraint funding_manifest_content on funding_manifest: CHECK (((content IS NULL) = (status = 'discarded'::text)))
constraint funding_manifest_format_version on funding_manifest: CHECK ((length(format_version) <= 20))
constraint funding_manifest_importer_fk on funding_manifest: FOREIGN KEY (imported_by) REFERENCES person(id)
constraint funding_manifest_kind on funding_manifest: CHECK ((kind = ANY (ARRAY['funding_yml'::text, 'funding_json'::text, 'package_json'::text])))
constraint funding_manifest_pk on funding_manifest: PRIMARY KEY (id)
constraint funding_manifest_project_fk on funding_manifest: FOREIGN KEY (project_id) REFERENCES project(id)
constraint funding_manifest_published on funding_manifest: CHECK (((status <> 'published'::text) OR (published_at IS NOT NULL)))
constraint funding_manifest_sha256 on funding_manifest: CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
constraint funding_manifest_status on funding_manifest: CHECK ((status = ANY (ARRAY['draft'::text, 'published'::text, 'discarded'::text])))
constraint funding_policy_kinds on funding_policy: CHECK (((cardinality(need_kinds) >= 1) AND (cardinality(need_kinds) <= 20)))
constraint funding_policy_organisation_fk on funding_policy: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
constraint funding_policy_person_fk on funding_policy: FOREIGN KEY (set_by) REFERENCES person(id)
constraint funding_policy_pk on funding_policy: PRIMARY KEY (organisation_id)
constraint host_agreement_applied_by_fk on host_agreement: FOREIGN KEY (applied_by) REFERENCES person(id)
constraint host_agreement_ended on host_agreement: CHECK ((((status = 'ended'::text) = (ended_at IS NOT NULL)) AND ((ended_at IS NULL) = (ended_by IS NULL))))
constraint host_agreement_ended_by_fk on host_agreement: FOREIGN KEY (ended_by) REFERENCES person(id)
constraint host_agreement_fee on host_agreement: CHECK (((fee_basis_points >= 0) AND (fee_basis_points <= 5000)))
constraint host_agreement_host_fk on host_agreement: FOREIGN KEY (host_id) REFERENCES organisation(id)
constraint host_agreement_leaving on host_agreement: CHECK ((((status = ANY (ARRAY['leaving'::text, 'ended'::text])) = (notice_at IS NOT NULL)) AND ((notice_at IS NULL) = (notice_by IS NULL)) AND (num_nonnulls(next_agreement_id, next_person_id, next_organisation_id) = ((notice_at IS NOT NULL))::integer)))
constraint host_agreement_next_fk on host_agreement: FOREIGN KEY (next_agreement_id) REFERENCES host_agreement(id)
constraint host_agreement_next_organisation_fk on host_agreement: FOREIGN KEY (next_organisation_id) REFERENCES organisation(id)
constraint host_agreement_next_person_fk on host_agreement: FOREIGN KEY (next_person_id) REFERENCES person(id)
constraint host_agreement_notice_by_fk on host_agreement: FOREIGN KEY (notice_by) REFERENCES person(id)
constraint host_agreement_pk on host_agreement: PRIMARY KEY (id)
constraint host_agreement_project_fk on host_agreement: FOREIGN KEY (project_id) REFERENCES project(id)
constraint host_agreement_status on host_agreement: CHECK ((status = ANY (ARRAY['applied'::text, 'accepted'::text, 'active'::text, 'leaving'::text, 'ended'::text, 'declined'::text, 'withdrawn'::text])))
constraint host_agreement_two_people on host_agreement: CHECK (((ended_by IS NULL) OR ((ended_by <> notice_by) AND (ended_by IS DISTINCT FROM next_person_id))))
constraint host_terms_fee on host_terms: CHECK (((fee_basis_points >= 0) AND (fee_basis_points <= 5000)))
constraint host_terms_organisation_fk on host_terms: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
constraint host_terms_pk on host_terms: PRIMARY KEY (organisation_id)
constraint idempotency_record_pk on idempotency_record: PRIMARY KEY (scope, operation, key)
constraint identity_link_pk on identity_link: PRIMARY KEY (ticket_hash)
constraint identity_link_session_fk on identity_link: FOREIGN KEY (session_id) REFERENCES session(id)
constraint in_kind_contribution_accepted on in_kind_contribution: CHECK ((((accepted_at IS NULL) = (accepted_by IS NULL)) AND ((status <> ALL (ARRAY['accepted'::text, 'delivered'::text])) OR (accepted_at IS NOT NULL))))
constraint in_kind_contribution_accepted_by_fk on in_kind_contribution: FOREIGN KEY (accepted_by) REFERENCES person(id)
constraint in_kind_contribution_amount on in_kind_contribution: CHECK ((amount_minor > 0))
constraint in_kind_contribution_delivered on in_kind_contribution: CHECK ((((delivered_minor >= 0) AND (delivered_minor <= amount_minor)) AND ((status = 'delivered'::text) = (delivered_minor = amount_minor))))
constraint in_kind_contribution_description on in_kind_contribution: CHECK (((length(description) >= 1) AND (length(description) <= 2000)))
constraint in_kind_contribution_ended on in_kind_contribution: CHECK (((status = ANY (ARRAY['promised'::text, 'accepted'::text])) = (ended_at IS NULL)))
constraint in_kind_contribution_kind on in_kind_contribution: CHECK ((kind = ANY (ARRAY['time'::text, 'in_kind'::text])))
constraint in_kind_contribution_need_fk on in_kind_contribution: FOREIGN KEY (need_id) REFERENCES need(id)
constraint in_kind_contribution_offer on in_kind_contribution: UNIQUE (id, offered_by)
constraint in_kind_contribution_offered_by_fk on in_kind_contribution: FOREIGN KEY (offered_by) REFERENCES person(id)
constraint in_kind_contribution_organisation_fk on in_kind_contribution: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
constraint in_kind_contribution_pk on in_kind_contribution: PRIMARY KEY (id)
constraint in_kind_contribution_reason on in_kind_contribution: CHECK (((length(end_reason) >= 1) AND (length(end_reason) <= 500)))
constraint in_kind_contribution_reasoned on in_kind_contribution: CHECK (((status = ANY (ARRAY['declined'::text, 'withdrawn'::text])) = (end_reason IS NOT NULL)))
constraint in_kind_contribution_status on in_kind_contribution: CHECK ((status = ANY (ARRAY['promised'::text, 'accepted'::text, 'delivered'::text, 'declined'::text, 'lapsed'::text, 'withdrawn'::text])))
constraint in_kind_contribution_two_people on in_kind_contribution: CHECK ((accepted_by <> offered_by))
constraint in_kind_contribution_unit on in_kind_contribution: CHECK (((kind = 'time'::text) = (currency = 'XHR'::bpchar)))
constraint in_kind_contribution_value on in_kind_contribution: CHECK (((kind = 'time'::text) OR (value_source IS NOT NULL)))
constraint in_kind_delivery_amount on in_kind_delivery: CHECK ((amount_minor > 0))
constraint in_kind_delivery_confirmed_by_fk on in_kind_delivery: FOREIGN KEY (confirmed_by) REFERENCES person(id)
constraint in_kind_delivery_evidence on in_kind_delivery: CHECK (((evidence_url ~ '^https://'::text) AND (length(evidence_url) <= 2000)))
constraint in_kind_delivery_note on in_kind_delivery: CHECK (((length(note) >= 1) AND (length(note) <= 2000)))
constraint in_kind_delivery_offer_fk on in_kind_delivery: FOREIGN KEY (contribution_id, offered_by) REFERENCES in_kind_contribution(id, offered_by)
constraint in_kind_delivery_pk on in_kind_delivery: PRIMARY KEY (id)
constraint in_kind_delivery_two_people on in_kind_delivery: CHECK ((confirmed_by <> offered_by))
constraint inbox_receipt_pk on inbox_receipt: PRIMARY KEY (consumer, message_id)
constraint inventory_of_organisation on inventory: UNIQUE (id, organisation_id)
constraint inventory_pk on inventory: PRIMARY KEY (id)
constraint inventory_product_fk on inventory: FOREIGN KEY (product_id, organisation_id) REFERENCES product(id, organisation_id)
constraint inventory_upload on inventory: UNIQUE (upload_id)
constraint inventory_upload_fk on inventory: FOREIGN KEY (upload_id) REFERENCES upload(id)
constraint inventory_component_inventory_fk on inventory_component: FOREIGN KEY (inventory_id, organisation_id) REFERENCES inventory(id, organisation_id)
constraint inventory_component_pk on inventory_component: PRIMARY KEY (inventory_id, ordinal)
constraint inventory_component_project_fk on inventory_component: FOREIGN KEY (project_id) REFERENCES project(id)
constraint inventory_component_resolved on inventory_component: CHECK (((project_id IS NULL) = (confidence IS NULL)))
constraint inventory_document_inventory_fk on inventory_document: FOREIGN KEY (inventory_id, organisation_id) REFERENCES inventory(id, organisation_id)
constraint inventory_document_pk on inventory_document: PRIMARY KEY (inventory_id, "position")
constraint inventory_graph_inventory_fk on inventory_graph: FOREIGN KEY (inventory_id, organisation_id) REFERENCES inventory(id, organisation_id)
constraint inventory_graph_pk on inventory_graph: PRIMARY KEY (inventory_id)
constraint invitation_accepted_by_fk on invitation: FOREIGN KEY (accepted_by) REFERENCES person(id)
constraint invitation_code on invitation: UNIQUE (code_hash)
constraint invitation_invited_by_fk on invitation: FOREIGN KEY (invited_by) REFERENCES person(id)
constraint invitation_organisation_fk on invitation: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
constraint invitation_pk on invitation: PRIMARY KEY (id)
constraint invitation_roles on invitation: CHECK (((cardinality(roles) > 0) AND (roles <@ ARRAY['member'::text, 'finance'::text, 'admin'::text, 'reviewer'::text, 'programme_officer'::text])))
constraint invitation_mail_invitation_fk on invitation_mail: FOREIGN KEY (invitation_id) REFERENCES invitation(id)
constraint invitation_mail_pk on invitation_mail: PRIMARY KEY (invitation_id)
constraint invoice_amount on invoice: CHECK ((amount_minor > 0))
constraint invoice_funded on invoice: CHECK ((funded_minor >= 0))
constraint invoice_kept on invoice: CHECK ((kept_minor >= 0))
constraint invoice_lines on invoice: CHECK (((jsonb_array_length(lines) >= 1) AND (jsonb_array_length(lines) <= 250)))
constraint invoice_organisation_fk on invoice: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
constraint invoice_overpaid on invoice: CHECK ((overpaid_minor >= 0))
constraint invoice_paid on invoice: CHECK ((paid_minor >= 0))
constraint invoice_payment on invoice: UNIQUE (payment_id)
constraint invoice_payment_fk on invoice: FOREIGN KEY (payment_id) REFERENCES payment(id)
constraint invoice_pk on invoice: PRIMARY KEY (id)
constraint invoice_purchase_order on invoice: CHECK (((length(purchase_order) >= 1) AND (length(purchase_order) <= 140)))
constraint invoice_remaining on invoice: CHECK ((remaining_minor >= 0))
constraint invoice_status on invoice: CHECK ((status = ANY (ARRAY['draft'::text, 'open'::text, 'uncollectible'::text, 'paid'::text, 'void'::text, 'refused'::text, 'needs_review'::text])))
constraint invoice_stripe on invoice: UNIQUE (stripe_invoice_id)
constraint ledger_account_code_fk on ledger_account: FOREIGN KEY (code) REFERENCES ledger_account_kind(code)
constraint ledger_account_currency on ledger_account: CHECK ((currency ~ '^[A-Z]{3}$'::text))
constraint ledger_account_identity on ledger_account: UNIQUE (code, owner, currency)
constraint ledger_account_pk on ledger_account: PRIMARY KEY (id)
constraint ledger_account_with_currency on ledger_account: UNIQUE (id, currency)
constraint ledger_account_kind_book on ledger_account_kind: CHECK ((book = ANY (ARRAY['cash'::text, 'memo'::text])))
constraint ledger_account_kind_pk on ledger_account_kind: PRIMARY KEY (code)
constraint ledger_account_kind_side on ledger_account_kind: CHECK ((side = ANY (ARRAY['debit'::text, 'credit'::text])))
constraint ledger_balance_account_fk on ledger_balance: FOREIGN KEY (account_id) REFERENCES ledger_account(id)
constraint ledger_balance_floor on ledger_balance: CHECK (
CASE side
    WHEN 'debit'::text THEN (balance >= 0)
    ELSE (balance <= 0)
END)
constraint ledger_balance_pk on ledger_balance: PRIMARY KEY (account_id)
constraint ledger_posting_amount on ledger_posting: CHECK ((amount <> 0))
constraint ledger_posting_pk on ledger_posting: PRIMARY KEY (tx_id, seq)
constraint ledger_tx_book on ledger_tx: CHECK ((book = ANY (ARRAY['cash'::text, 'memo'::text])))
constraint ledger_tx_check on ledger_tx: TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint ledger_tx_digest on ledger_tx: CHECK ((digest ~ '^[0-9a-f]{64}$'::text))
constraint ledger_tx_idem on ledger_tx: UNIQUE (idem)
constraint ledger_tx_kind on ledger_tx: CHECK ((kind ~ '^[a-z_]+$'::text))
constraint ledger_tx_pk on ledger_tx: PRIMARY KEY (id)
constraint ledger_tx_reverses on ledger_tx: UNIQUE (reverses)
constraint ledger_tx_reverses_fk on ledger_tx: FOREIGN KEY (reverses) REFERENCES ledger_tx(id)
constraint ledger_tx_stripe_txn on ledger_tx: UNIQUE (stripe_txn)
constraint login_attempt_link_session_fk on login_attempt: FOREIGN KEY (link_session_id) REFERENCES session(id)
constraint login_attempt_pk on login_attempt: PRIMARY KEY (state_hash)
constraint mail_address_code on mail_address: UNIQUE (code_hash)
constraint mail_address_confirmed on mail_address: CHECK (((sealed_address IS NULL) = (confirmed_at IS NULL)))
constraint mail_address_host_digest on mail_address: CHECK ((length(host_digest) = 32))
constraint mail_address_pending on mail_address: CHECK ((((sealed_pending_address IS NULL) = (code_hash IS NULL)) AND ((code_hash IS NULL) = (code_expires_at IS NULL)) AND ((code_hash IS NULL) = (confirmation_id IS NULL))))
constraint mail_address_person_fk on mail_address: FOREIGN KEY (person_id) REFERENCES person(id)
constraint mail_address_pk on mail_address: PRIMARY KEY (person_id)
constraint membership_organisation_fk on membership: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
constraint membership_person_fk on membership: FOREIGN KEY (person_id) REFERENCES person(id)
constraint membership_pk on membership: PRIMARY KEY (organisation_id, person_id)
constraint membership_role_granted_by_fk on membership_role: FOREIGN KEY (granted_by) REFERENCES person(id)
constraint membership_role_keep_admin on membership_role: TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint membership_role_membership_fk on membership_role: FOREIGN KEY (organisation_id, person_id) REFERENCES membership(organisation_id, person_id) ON DELETE CASCADE
constraint membership_role_pk on membership_role: PRIMARY KEY (organisation_id, person_id, role)
constraint membership_role_role on membership_role: CHECK ((role = ANY (ARRAY['member'::text, 'finance'::text, 'admin'::text, 'reviewer'::text, 'programme_officer'::text])))
constraint milestone_amount on milestone: CHECK ((amount_minor > 0))
constraint milestone_deliverable on milestone: CHECK (((length(deliverable) >= 1) AND (length(deliverable) <= 10000)))
constraint milestone_funded on milestone: CHECK (((funded_minor >= 0) AND (funded_minor <= amount_minor)))
constraint milestone_need_fk on milestone: FOREIGN KEY (need_id) REFERENCES need(id)
constraint milestone_pk on milestone: PRIMARY KEY (id)
constraint milestone_place on milestone: UNIQUE (need_id, "position")
constraint milestone_position_positive on milestone: CHECK (("position" > 0))
constraint milestone_release_parts on milestone: CHECK ((release_parts > 0))
constraint milestone_reviewer_fk on milestone: FOREIGN KEY (reviewer_id) REFERENCES person(id)
constraint milestone_status on milestone: CHECK ((status = ANY (ARRAY['planned'::text, 'funded'::text, 'submitted'::text, 'in_review'::text, 'changes_requested'::text, 'accepted'::text, 'payable'::text, 'paid'::text, 'cancelled'::text])))
constraint milestone_title on milestone: CHECK (((length(title) >= 1) AND (length(title) <= 200)))
constraint milestone_funding_amount on milestone_funding: CHECK ((amount_minor > 0))
constraint milestone_funding_milestone_fk on milestone_funding: FOREIGN KEY (milestone_id) REFERENCES milestone(id)
constraint milestone_funding_pk on milestone_funding: PRIMARY KEY (milestone_id, pledge_id)
constraint milestone_funding_pledge_fk on milestone_funding: FOREIGN KEY (pledge_id) REFERENCES pledge(id)
constraint milestone_payout_milestone_fk on milestone_payout: FOREIGN KEY (milestone_id) REFERENCES milestone(id)
constraint milestone_payout_pk on milestone_payout: PRIMARY KEY (milestone_id, part_id)
constraint need_goal on need: CHECK ((goal_minor > 0))
constraint need_kind on need: CHECK ((kind = ANY (ARRAY['SECURITY_WORK'::text, 'FUNDING'::text, 'CO_MAINTAINER'::text, 'REVIEW_HELP'::text, 'AUDIT'::text, 'INFRASTRUCTURE'::text, 'TIME'::text])))
constraint need_pk on need: PRIMARY KEY (id)
constraint need_project_fk on need: FOREIGN KEY (project_id) REFERENCES project(id)
constraint need_received on need: CHECK ((received_minor >= 0))
constraint need_recipient_fk on need: FOREIGN KEY (recipient_person_id) REFERENCES person(id)
constraint need_reserved on need: CHECK ((reserved_minor >= 0))
constraint need_status on need: CHECK ((status = ANY (ARRAY['draft'::text, 'planned'::text, 'published'::text, 'closed'::text, 'cancelled'::text])))
constraint need_summary on need: CHECK (((length(summary) >= 1) AND (length(summary) <= 10000)))
constraint need_title on need: CHECK (((length(title) >= 1) AND (length(title) <= 200)))
constraint need_within_goal on need: CHECK (((reserved_minor + received_minor) <= goal_minor))
constraint need_payee_decided on need_payee: CHECK (((status = 'proposed'::text) = (decided_at IS NULL)))
constraint need_payee_for_project on need_payee: CHECK (((NOT for_project) OR (organisation_id IS NOT NULL)))
constraint need_payee_need_fk on need_payee: FOREIGN KEY (need_id) REFERENCES need(id)
constraint need_payee_once_organisation on need_payee: UNIQUE (need_id, organisation_id)
constraint need_payee_once_person on need_payee: UNIQUE (need_id, person_id)
constraint need_payee_one on need_payee: CHECK ((num_nonnulls(person_id, organisation_id) = 1))
constraint need_payee_organisation_fk on need_payee: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
constraint need_payee_person_fk on need_payee: FOREIGN KEY (person_id) REFERENCES person(id)
constraint need_payee_pk on need_payee: PRIMARY KEY (need_id, "position")
constraint need_payee_position on need_payee: CHECK (("position" > 0))
constraint need_payee_status on need_payee: CHECK ((status = ANY (ARRAY['proposed'::text, 'accepted'::text, 'declined'::text])))
constraint need_payee_weight on need_payee: CHECK (((weight >= 1) AND (weight <= 1000000)))
constraint need_ranking_fit on need_ranking: CHECK ((cardinality(fit) = 4))
constraint need_ranking_pk on need_ranking: PRIMARY KEY (organisation_id, project_id, need_id)
constraint need_ranking_points on need_ranking: CHECK (((points >= (0)::double precision) AND (points <= (100)::double precision)))
constraint notification_of_subject on notification: UNIQUE (id, subject_id)
constraint notification_own on notification: CHECK (((person_id IS NULL) OR (person_id = subject_id)))
constraint notification_person_fk on notification: FOREIGN KEY (person_id) REFERENCES person(id)
constraint notification_pk on notification: PRIMARY KEY (id)
constraint notification_topic on notification: CHECK ((topic = ANY (ARRAY['approvals'::text, 'milestones'::text, 'money'::text, 'security'::text, 'invitations'::text, 'dependencies'::text])))
constraint notification_delivery_bounce on notification_delivery: CHECK ((((status = 'bounced'::text) = ((bounced_at IS NOT NULL) AND (bounce_status IS NOT NULL))) AND ((status <> 'bounced'::text) OR (channel = 'mail'::text))))
constraint notification_delivery_bounce_code on notification_delivery: CHECK ((bounce_status ~ '^5[.][0-9]{1,3}[.][0-9]{1,3}$'::text))
constraint notification_delivery_channel on notification_delivery: CHECK ((channel = ANY (ARRAY['inbox'::text, 'mail'::text])))
constraint notification_delivery_notification_fk on notification_delivery: FOREIGN KEY (notification_id, subject_id) REFERENCES notification(id, subject_id)
constraint notification_delivery_once on notification_delivery: UNIQUE (notification_id, channel)
constraint notification_delivery_pk on notification_delivery: PRIMARY KEY (id)
constraint notification_delivery_proof on notification_delivery: CHECK (((status <> 'accepted'::text) OR ((content_sha256 IS NOT NULL) AND (ended_at IS NOT NULL))))
constraint notification_delivery_status on notification_delivery: CHECK ((status = ANY (ARRAY['queued'::text, 'accepted'::text, 'refused'::text, 'withheld'::text, 'bounced'::text])))
constraint notification_opt_out_person_fk on notification_opt_out: FOREIGN KEY (person_id) REFERENCES person(id)
constraint notification_opt_out_pk on notification_opt_out: PRIMARY KEY (person_id, topic)
constraint notification_opt_out_topic on notification_opt_out: CHECK ((topic = ANY (ARRAY['approvals'::text, 'milestones'::text, 'dependencies'::text])))
constraint operator_grant_end_reason on operator_grant: CHECK (((length(end_reason) >= 1) AND (length(end_reason) <= 500)))
constraint operator_grant_ended on operator_grant: CHECK (((ended_at IS NOT NULL) OR ((ended_by IS NULL) AND (end_reason IS NULL))))
constraint operator_grant_ended_by_fk on operator_grant: FOREIGN KEY (ended_by) REFERENCES person(id)
constraint operator_grant_first on operator_grant: CHECK (((granted_through IS NOT NULL) OR (operator_right = 'operator_admin'::text)))
constraint operator_grant_once on operator_grant: UNIQUE (granted_through)
constraint operator_grant_person_fk on operator_grant: FOREIGN KEY (person_id) REFERENCES person(id)
constraint operator_grant_pk on operator_grant: PRIMARY KEY (id)
constraint operator_grant_proposal_fk on operator_grant: FOREIGN KEY (granted_through) REFERENCES operator_proposal(id)
constraint operator_grant_right on operator_grant: CHECK ((operator_right = ANY (ARRAY['operator_admin'::text, 'finance_operator'::text])))
constraint operator_grant_term on operator_grant: CHECK (((granted_through IS NULL) = (expires_at IS NULL)))
constraint operator_proposal_approver on operator_proposal: CHECK (((status <> 'approved'::text) OR ((decided_by IS NOT NULL) AND (decided_by <> proposed_by))))
constraint operator_proposal_beneficiary_fk on operator_proposal: FOREIGN KEY (beneficiary_id) REFERENCES person(id)
constraint operator_proposal_decided on operator_proposal: CHECK (((status = 'proposed'::text) = (decided_at IS NULL)))
constraint operator_proposal_decided_by_fk on operator_proposal: FOREIGN KEY (decided_by) REFERENCES person(id)
constraint operator_proposal_pk on operator_proposal: PRIMARY KEY (id)
constraint operator_proposal_proposed_by_fk on operator_proposal: FOREIGN KEY (proposed_by) REFERENCES person(id)
constraint operator_proposal_reason on operator_proposal: CHECK (((length(reason) >= 1) AND (length(reason) <= 500)))
constraint operator_proposal_right on operator_proposal: CHECK ((operator_right = ANY (ARRAY['operator_admin'::text, 'finance_operator'::text])))
constraint operator_proposal_status on operator_proposal: CHECK ((status = ANY (ARRAY['proposed'::text, 'approved'::text, 'declined'::text, 'withdrawn'::text, 'expired'::text])))
constraint operator_proposal_term on operator_proposal: CHECK (((right_expires_at > proposed_at) AND (right_expires_at <= (proposed_at + '366 days'::interval))))
constraint operator_proposal_two_people on operator_proposal: CHECK ((proposed_by <> beneficiary_id))
constraint organisation_kind on organisation: CHECK ((kind = ANY (ARRAY['COMPANY'::text, 'FOUNDATION'::text, 'PROJECT_TEAM'::text, 'FISCAL_HOST'::text])))
constraint organisation_name on organisation: CHECK (((length(name) >= 1) AND (length(name) <= 100)))
constraint organisation_pk on organisation: PRIMARY KEY (id)
constraint organisation_visibility on organisation: CHECK ((visibility = ANY (ARRAY['named'::text, 'private'::text])))
constraint organisation_domain_failure on organisation_domain: CHECK ((failure = ANY (ARRAY['NOT_FOUND'::text, 'UNREACHABLE'::text, 'TAKEN'::text])))
constraint organisation_domain_form on organisation_domain: CHECK (((domain = lower(domain)) AND ((length(domain) >= 4) AND (length(domain) <= 253))))
constraint organisation_domain_organisation_fk on organisation_domain: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
constraint organisation_domain_pk on organisation_domain: PRIMARY KEY (id)
constraint organisation_domain_status on organisation_domain: CHECK ((status = ANY (ARRAY['pending'::text, 'verified'::text, 'lapsed'::text, 'removed'::text])))
constraint organisation_domain_verified on organisation_domain: CHECK (((status <> 'verified'::text) OR ((verified_at IS NOT NULL) AND (next_check_at IS NOT NULL))))
constraint organisation_ranking_pk on organisation_ranking: PRIMARY KEY (organisation_id)
constraint organisation_transfer_from_fk on organisation_transfer: FOREIGN KEY (from_person_id) REFERENCES person(id)
constraint organisation_transfer_organisation_fk on organisation_transfer: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
constraint organisation_transfer_pk on organisation_transfer: PRIMARY KEY (id)
constraint organisation_transfer_status on organisation_transfer: CHECK ((status = ANY (ARRAY['proposed'::text, 'accepted'::text, 'declined'::text, 'withdrawn'::text, 'expired'::text])))
constraint organisation_transfer_to_fk on organisation_transfer: FOREIGN KEY (to_person_id) REFERENCES person(id)
constraint organisation_transfer_two_people on organisation_transfer: CHECK ((from_person_id <> to_person_id))
constraint outbox_message_pk on outbox_message: PRIMARY KEY (id)
constraint package_confidence on package: CHECK (((confidence >= 1) AND (confidence <= 100)))
constraint package_pk on package: PRIMARY KEY (purl_key)
constraint package_project_fk on package: FOREIGN KEY (project_id) REFERENCES project(id)
constraint package_source on package: CHECK (((length(source) >= 1) AND (length(source) <= 200)))
constraint package_alias_other on package_alias: CHECK ((purl_key <> alias_key))
constraint package_alias_pk on package_alias: PRIMARY KEY (alias_key)
constraint package_confirmation_package_fk on package_confirmation: FOREIGN KEY (purl_key) REFERENCES package(purl_key)
constraint package_confirmation_person_fk on package_confirmation: FOREIGN KEY (person_id) REFERENCES person(id)
constraint package_confirmation_pk on package_confirmation: PRIMARY KEY (purl_key, person_id)
constraint package_enrichment_failure on package_enrichment: CHECK (((status = 'failed'::text) = (failure IS NOT NULL)))
constraint package_enrichment_pk on package_enrichment: PRIMARY KEY (purl_key)
constraint package_enrichment_status on package_enrichment: CHECK ((status = ANY (ARRAY['found'::text, 'unknown'::text, 'failed'::text])))
constraint package_signal_name on package_signal: CHECK (((length(signal) >= 1) AND (length(signal) <= 100)))
constraint package_signal_package_fk on package_signal: FOREIGN KEY (purl_key) REFERENCES package(purl_key)
constraint package_signal_pk on package_signal: PRIMARY KEY (purl_key, signal)
constraint passkey_credential on passkey: UNIQUE (credential_id)
constraint passkey_name on passkey: CHECK (((length(name) >= 1) AND (length(name) <= 100)))
constraint passkey_person_fk on passkey: FOREIGN KEY (person_id) REFERENCES person(id)
constraint passkey_pk on passkey: PRIMARY KEY (id)
constraint passkey_sign_count on passkey: CHECK ((sign_count >= 0))
constraint payment_allocation_run_alone on payment: CHECK (((allocation_run_id IS NULL) OR (pledge_id IS NULL)))
constraint payment_allocation_run_fk on payment: FOREIGN KEY (allocation_run_id) REFERENCES allocation_run(id)
constraint payment_amount on payment: CHECK ((amount_minor > 0))
constraint payment_attempts on payment: CHECK ((attempts >= 0))
constraint payment_by_bank on payment: CHECK (((means <> 'bank'::text) OR (num_nonnulls(checkout_session_id, payment_intent_id, charge_id) = 0)))
constraint payment_charge on payment: UNIQUE (charge_id)
constraint payment_declines on payment: CHECK (((declines >= 0) AND (declines <= attempts)))
constraint payment_intent on payment: UNIQUE (payment_intent_id)
constraint payment_means on payment: CHECK ((means = ANY (ARRAY['checkout'::text, 'bank'::text, 'invoice'::text, 'saved_method'::text])))
constraint payment_part_of_fk on payment: FOREIGN KEY (part_of) REFERENCES payment(id)
constraint payment_pk on payment: PRIMARY KEY (id)
constraint payment_purpose on payment: CHECK (((pledge_id IS NULL) = (need_id IS NULL)))
constraint payment_received on payment: CHECK ((received_minor > 0))
constraint payment_returned on payment: CHECK (((returned_minor >= 0) AND (returned_minor <= amount_minor)))
constraint payment_session on payment: UNIQUE (checkout_session_id)
constraint payment_status on payment: CHECK ((status = ANY (ARRAY['created'::text, 'requires_payment_method'::text, 'requires_action'::text, 'processing'::text, 'succeeded'::text, 'settled'::text, 'failed'::text, 'canceled'::text, 'needs_review'::text])))
constraint payment_subscription_fk on payment: FOREIGN KEY (subscription_id) REFERENCES subscription(id)
constraint person_named on person: CHECK (((sealed_name IS NULL) = (erased_at IS NOT NULL)))
constraint person_pk on person: PRIMARY KEY (id)
constraint pledge_amount on pledge: CHECK ((amount_minor > 0))
constraint pledge_charge_time on pledge: CHECK (((charge_time = 'now'::text) OR ((charge_time = ANY (ARRAY['goal'::text, 'day'::text])) AND (method = ANY (ARRAY['invoice'::text, 'saved_method'::text]))) OR ((charge_time = 'run'::text) AND (method = 'balance'::text))))
constraint pledge_method on pledge: CHECK ((method = ANY (ARRAY['checkout'::text, 'balance'::text, 'bank'::text, 'invoice'::text, 'saved_method'::text])))
constraint pledge_need_fk on pledge: FOREIGN KEY (need_id) REFERENCES need(id)
constraint pledge_organisation_fk on pledge: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
constraint pledge_pk on pledge: PRIMARY KEY (id)
constraint pledge_purchase_order on pledge: CHECK (((length(purchase_order) >= 1) AND (length(purchase_order) <= 140)))
constraint pledge_released on pledge: CHECK ((released_minor >= 0))
constraint pledge_returned on pledge: CHECK ((returned_minor >= 0))
constraint pledge_spent on pledge: CHECK (((released_minor + returned_minor) <= amount_minor))
constraint pledge_status on pledge: CHECK ((status = ANY (ARRAY['draft'::text, 'promised'::text, 'scheduled'::text, 'awaiting_payment'::text, 'paid'::text, 'partly_released'::text, 'released'::text, 'returning'::text, 'returned'::text, 'lapsed'::text, 'withdrawn'::text])))
constraint pledge_submitted_by_fk on pledge: FOREIGN KEY (submitted_by) REFERENCES person(id)
constraint pool_decision_action on pool_decision: CHECK ((action = ANY (ARRAY['ACCEPT'::text, 'DECLINE'::text, 'REMOVE'::text])))
constraint pool_decision_member_fk on pool_decision: FOREIGN KEY (member_id) REFERENCES pool_member(id)
constraint pool_decision_person_fk on pool_decision: FOREIGN KEY (person_id) REFERENCES person(id)
constraint pool_decision_pk on pool_decision: PRIMARY KEY (member_id, action, person_id)
constraint pool_decision_reason on pool_decision: CHECK (((length(reason) >= 20) AND (length(reason) <= 4000)))
constraint pool_member_currency on pool_member: CHECK ((rate_currency ~ '^[A-Z]{3}$'::text))
constraint pool_member_kind on pool_member: CHECK ((kind = ANY (ARRAY['STEWARD'::text, 'REVIEWER'::text])))
constraint pool_member_load on pool_member: CHECK (((load_limit >= 0) AND (load_limit <= 10)))
constraint pool_member_person_fk on pool_member: FOREIGN KEY (person_id) REFERENCES person(id)
constraint pool_member_pk on pool_member: PRIMARY KEY (id)
constraint pool_member_rate on pool_member: CHECK ((rate_minor >= 1))
constraint pool_member_rate_whole on pool_member: CHECK (((rate_minor IS NULL) = (rate_currency IS NULL)))
constraint pool_member_skills on pool_member: CHECK (((cardinality(skills) >= 1) AND (skills <@ '{ACCESS,AUDIT,BUILD,CI,CRYPTOGRAPHY,GOVERNANCE,MODERATION,PACKAGING,RELEASE,TESTING}'::text[])))
constraint pool_member_statement on pool_member: CHECK (((length(statement) >= 20) AND (length(statement) <= 4000)))
constraint pool_member_status on pool_member: CHECK ((status = ANY (ARRAY['APPLIED'::text, 'ACCEPTED'::text, 'DECLINED'::text, 'REMOVED'::text, 'WITHDRAWN'::text])))
constraint pool_member_tied_organisations on pool_member: CHECK ((cardinality(tied_organisations) <= 100))
constraint pool_member_tied_projects on pool_member: CHECK ((cardinality(tied_projects) <= 100))
constraint pool_member_ties on pool_member: CHECK ((length(ties) <= 2000))
constraint probation_report_changes on probation_report: CHECK (((unreviewed_changes >= 0) AND (unreviewed_changes <= 1000000)))
constraint probation_report_findings on probation_report: CHECK (((length(findings) >= 20) AND (length(findings) <= 4000)))
constraint probation_report_grant_fk on probation_report: FOREIGN KEY (grant_id) REFERENCES role_grant(id)
constraint probation_report_person_fk on probation_report: FOREIGN KEY (reported_by) REFERENCES person(id)
constraint probation_report_pk on probation_report: PRIMARY KEY (id)
constraint product_current_inventory_fk on product: FOREIGN KEY (current_inventory_id, organisation_id) REFERENCES inventory(id, organisation_id)
constraint product_name on product: CHECK (((length(name) >= 1) AND (length(name) <= 100)))
constraint product_of_organisation on product: UNIQUE (id, organisation_id)
constraint product_once on product: UNIQUE (organisation_id, name)
constraint product_organisation_fk on product: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
constraint product_pk on product: PRIMARY KEY (id)
constraint product_weight on product: CHECK (((business_weight >= (0.1)::double precision) AND (business_weight <= (10)::double precision)))
constraint project_homepage_form on project: CHECK ((homepage_url ~ '^https://'::text))
constraint project_language on project: CHECK (((length(language) >= 1) AND (length(language) <= 100)))
constraint project_licence on project: CHECK (((length(licence) >= 1) AND (length(licence) <= 200)))
constraint project_name on project: CHECK (((length(name) >= 1) AND (length(name) <= 200)))
constraint project_pk on project: PRIMARY KEY (id)
constraint project_repository on project: UNIQUE (repository_url)
constraint project_repository_form on project: CHECK (((repository_url = lower(repository_url)) AND (repository_url ~ '^https://'::text)))
constraint project_claim_contest_reason on project_claim: CHECK (((length(contest_reason) >= 1) AND (length(contest_reason) <= 2000)))
constraint project_claim_contester_fk on project_claim: FOREIGN KEY (contested_by) REFERENCES person(id)
constraint project_claim_decided on project_claim: CHECK ((((status <> 'resolved'::text) OR (resolution IS NOT NULL)) AND (num_nulls(resolution, resolved_by, resolved_at, resolution_reason) = ANY (ARRAY[0, 4]))))
constraint project_claim_method on project_claim: CHECK ((method = ANY (ARRAY['REPOSITORY_FILE'::text, 'FUNDING_YML'::text, 'FUNDING_JSON'::text, 'DNS_TXT'::text, 'FORGE_OWNER'::text, 'REGISTRY_OWNER'::text])))
constraint project_claim_others on project_claim: CHECK (((contested_by <> person_id) AND (resolved_by <> person_id) AND (resolved_by <> contested_by)))
constraint project_claim_person_fk on project_claim: FOREIGN KEY (person_id) REFERENCES person(id)
constraint project_claim_pk on project_claim: PRIMARY KEY (id)
constraint project_claim_project_fk on project_claim: FOREIGN KEY (project_id) REFERENCES project(id)
constraint project_claim_resolution on project_claim: CHECK ((resolution = ANY (ARRAY['claimant'::text, 'contester'::text, 'both'::text])))
constraint project_claim_resolution_reason on project_claim: CHECK (((length(resolution_reason) >= 1) AND (length(resolution_reason) <= 2000)))
constraint project_claim_resolver_fk on project_claim: FOREIGN KEY (resolved_by) REFERENCES person(id)
constraint project_claim_status on project_claim: CHECK ((status = ANY (ARRAY['open'::text, 'checking'::text, 'waiting'::text, 'verified'::text, 'contested'::text, 'resolved'::text, 'rejected'::text, 'withdrawn'::text, 'expired'::text])))
constraint project_claim_verified on project_claim: CHECK (((status <> ALL (ARRAY['verified'::text, 'resolved'::text])) OR (verified_at IS NOT NULL)))
constraint project_claim_waits on project_claim: CHECK (((status <> 'waiting'::text) OR ((proved_at IS NOT NULL) AND (wait_until IS NOT NULL))))
constraint project_context_actions on project_context: CHECK (((action_repositories >= 0) AND (action_repositories <= 1000000000)))
constraint project_context_base_sets on project_context: CHECK (((base_sets >= 0) AND (base_sets <= 1000)))
constraint project_context_explanation on project_context: CHECK (((length(explanation) >= 10) AND (length(explanation) <= 2000)))
constraint project_context_person_fk on project_context: FOREIGN KEY (stated_by) REFERENCES person(id)
constraint project_context_pk on project_context: PRIMARY KEY (id)
constraint project_context_project_fk on project_context: FOREIGN KEY (project_id) REFERENCES project(id)
constraint project_custody_agreement_fk on project_custody: FOREIGN KEY (agreement_id) REFERENCES host_agreement(id)
constraint project_custody_one on project_custody: CHECK ((num_nonnulls(agreement_id, person_id, organisation_id) = 1))
constraint project_custody_organisation_fk on project_custody: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
constraint project_custody_person_fk on project_custody: FOREIGN KEY (person_id) REFERENCES person(id)
constraint project_custody_pk on project_custody: PRIMARY KEY (project_id)
constraint project_custody_project_fk on project_custody: FOREIGN KEY (project_id) REFERENCES project(id)
constraint project_demand_band on project_demand: CHECK ((organisations = ANY (ARRAY[5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000])))
constraint project_demand_direct_band on project_demand: CHECK (((direct_organisations = ANY (ARRAY[5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000])) AND (direct_organisations <= organisations)))
constraint project_demand_pk on project_demand: PRIMARY KEY (project_id)
constraint project_demand_project_fk on project_demand: FOREIGN KEY (project_id) REFERENCES project(id)
constraint project_event_id on project_event: CHECK (((length(event_id) >= 1) AND (length(event_id) <= 200)))
constraint project_event_import_fk on project_event: FOREIGN KEY (import_id) REFERENCES project_history_import(id)
constraint project_event_moment on project_event: CHECK ((from_ms <= to_ms))
constraint project_event_pk on project_event: PRIMARY KEY (project_id, event_id)
constraint project_event_project_fk on project_event: FOREIGN KEY (project_id) REFERENCES project(id)
constraint project_exposure_digest on project_exposure: CHECK ((length(digest) = 64))
constraint project_exposure_pk on project_exposure: PRIMARY KEY (organisation_id, project_id)
constraint project_exposure_points on project_exposure: CHECK (((points >= (0)::double precision) AND (points <= (90)::double precision)))
constraint project_exposure_value on project_exposure: CHECK (((value > (0)::double precision) AND (value <= (1)::double precision)))
constraint project_history_import_counts on project_history_import: CHECK (((status = 'STORED'::text) = (num_nonnulls(events, new_events, differing_events, left_out_events) = 4)))
constraint project_history_import_covers on project_history_import: CHECK (((cardinality(covers) >= 1) AND (covers <@ '{CHANGES,CONTACTS,MEMBERS,MESSAGES,REGISTRY}'::text[])))
constraint project_history_import_past on project_history_import: CHECK ((covered_until <= requested_at))
constraint project_history_import_person_fk on project_history_import: FOREIGN KEY (imported_by) REFERENCES person(id)
constraint project_history_import_pk on project_history_import: PRIMARY KEY (id)
constraint project_history_import_project_fk on project_history_import: FOREIGN KEY (project_id) REFERENCES project(id)
constraint project_history_import_refused on project_history_import: CHECK (((status = 'REFUSED'::text) = (refusal IS NOT NULL)))
constraint project_history_import_settled on project_history_import: CHECK (((status = 'WAITING'::text) = (settled_at IS NULL)))
constraint project_history_import_standing on project_history_import: CHECK ((standing = ANY (ARRAY['OWNER'::text, 'REVIEWER'::text, 'STEWARD'::text])))
constraint project_history_import_status on project_history_import: CHECK ((status = ANY (ARRAY['WAITING'::text, 'STORED'::text, 'REFUSED'::text])))
constraint project_history_import_upload on project_history_import: UNIQUE (upload_id)
constraint project_name_digest on project_name: UNIQUE (project_id, name_digest)
constraint project_name_digest_length on project_name: CHECK ((length(name_digest) = 32))
constraint project_name_number on project_name: CHECK ((number >= 1))
constraint project_name_pk on project_name: PRIMARY KEY (project_id, number)
constraint project_name_project_fk on project_name: FOREIGN KEY (project_id) REFERENCES project(id)
constraint project_name_root on project_name: CHECK ((root <= number))
constraint project_name_root_fk on project_name: FOREIGN KEY (project_id, root) REFERENCES project_name(project_id, number)
constraint project_name_claim_name_fk on project_name_claim: FOREIGN KEY (project_id, number) REFERENCES project_name(project_id, number)
constraint project_name_claim_person_fk on project_name_claim: FOREIGN KEY (person_id) REFERENCES person(id)
constraint project_name_claim_pk on project_name_claim: PRIMARY KEY (project_id, number)
constraint project_name_claim_proof on project_name_claim: CHECK ((proof = ANY (ARRAY['ACCOUNT'::text, 'FORGE'::text, 'MAIL'::text])))
constraint project_name_claim_released on project_name_claim: CHECK ((released_at >= claimed_at))
constraint project_name_link_import_fk on project_name_link: FOREIGN KEY (import_id) REFERENCES project_history_import(id)
constraint project_name_link_one_fk on project_name_link: FOREIGN KEY (project_id, one) REFERENCES project_name(project_id, number)
constraint project_name_link_other_fk on project_name_link: FOREIGN KEY (project_id, other) REFERENCES project_name(project_id, number)
constraint project_name_link_pk on project_name_link: PRIMARY KEY (project_id, one, other)
constraint project_name_link_two on project_name_link: CHECK ((one < other))
constraint project_payout_amount on project_payout: CHECK ((amount_minor > 0))
constraint project_payout_decided on project_payout: CHECK (((status = 'requested'::text) = (decided_at IS NULL)))
constraint project_payout_host_fk on project_payout: FOREIGN KEY (host_id) REFERENCES organisation(id)
constraint project_payout_organisation_fk on project_payout: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
constraint project_payout_payee on project_payout: CHECK ((num_nonnulls(person_id, organisation_id) = 1))
constraint project_payout_person_fk on project_payout: FOREIGN KEY (person_id) REFERENCES person(id)
constraint project_payout_pk on project_payout: PRIMARY KEY (id)
constraint project_payout_project_fk on project_payout: FOREIGN KEY (project_id) REFERENCES project(id)
constraint project_payout_purpose on project_payout: CHECK (((length(purpose) >= 1) AND (length(purpose) <= 500)))
constraint project_payout_requested_by_fk on project_payout: FOREIGN KEY (requested_by) REFERENCES person(id)
constraint project_payout_status on project_payout: CHECK ((status = ANY (ARRAY['requested'::text, 'approved'::text, 'paid'::text, 'rejected'::text, 'withdrawn'::text, 'ended'::text])))
constraint project_risk_level on project_risk: CHECK ((level = ANY (ARRAY['NONE'::text, 'WATCH'::text, 'REVIEW'::text, 'HOLD'::text])))
constraint project_risk_pk on project_risk: PRIMARY KEY (project_id)
constraint project_risk_project_fk on project_risk: FOREIGN KEY (project_id) REFERENCES project(id)
constraint project_score_axis on project_score: CHECK ((axis = ANY (ARRAY['criticality'::text, 'fragility'::text])))
constraint project_score_confidence on project_score: CHECK (((confidence >= (0)::double precision) AND (confidence <= (1)::double precision)))
constraint project_score_method on project_score: CHECK ((method_id = ANY (ARRAY['score-1'::text, 'openssf-2021'::text])))
constraint project_score_pk on project_score: PRIMARY KEY (project_id, method_id, axis)
constraint project_score_project_fk on project_score: FOREIGN KEY (project_id) REFERENCES project(id)
constraint project_score_strong on project_score: CHECK ((strong_signals >= 0))
constraint project_score_value on project_score: CHECK (((value >= (0)::double precision) AND (value <= (2)::double precision)))
constraint project_seat_ended on project_seat: CHECK ((ended_at >= since))
constraint project_seat_kind on project_seat: CHECK ((kind = ANY (ARRAY['STEWARD'::text, 'REVIEWER'::text])))
constraint project_seat_person_fk on project_seat: FOREIGN KEY (person_id) REFERENCES person(id)
constraint project_seat_pk on project_seat: PRIMARY KEY (project_id, person_id, kind, since)
constraint project_seat_project_fk on project_seat: FOREIGN KEY (project_id) REFERENCES project(id)
constraint project_signal_name on project_signal: CHECK (((length(signal) >= 1) AND (length(signal) <= 100)))
constraint project_signal_pk on project_signal: PRIMARY KEY (project_id, signal)
constraint project_signal_project_fk on project_signal: FOREIGN KEY (project_id) REFERENCES project(id)
constraint project_tier_change_chosen on project_tier_change: CHECK ((((kind = 'EVIDENCE'::text) = (chosen_by IS NULL)) AND ((kind = 'EVIDENCE'::text) = (reason IS NULL))))
constraint project_tier_change_chosen_by_fk on project_tier_change: FOREIGN KEY (chosen_by) REFERENCES person(id)
constraint project_tier_change_consent on project_tier_change: CHECK (((steward_id IS NULL) OR ((kind = 'OPT_LOWER'::text) AND (steward_id <> chosen_by))))
constraint project_tier_change_kind on project_tier_change: CHECK ((kind = ANY (ARRAY['EVIDENCE'::text, 'OPT_STRICTER'::text, 'OPT_LOWER'::text])))
constraint project_tier_change_pk on project_tier_change: PRIMARY KEY (id)
constraint project_tier_change_project_fk on project_tier_change: FOREIGN KEY (project_id) REFERENCES project(id)
constraint project_tier_change_reason on project_tier_change: CHECK (((length(reason) >= 10) AND (length(reason) <= 2000)))
constraint project_tier_change_steward_fk on project_tier_change: FOREIGN KEY (steward_id) REFERENCES person(id)
constraint project_tier_change_tier on project_tier_change: CHECK ((tier = ANY (ARRAY['T0'::text, 'T1'::text, 'T2'::text, 'T3'::text])))
constraint project_use_inventory_fk on project_use: FOREIGN KEY (inventory_id, organisation_id) REFERENCES inventory(id, organisation_id)
constraint project_use_pk on project_use: PRIMARY KEY (inventory_id, project_id)
constraint project_use_project_fk on project_use: FOREIGN KEY (project_id) REFERENCES project(id)
constraint public_answer_pk on public_answer: PRIMARY KEY (address)
constraint rate_bucket_pk on rate_bucket: PRIMARY KEY (caller)
constraint recipient_account_disconnected on recipient_account: CHECK (((disconnected_at IS NULL) OR (transfers_status = 'restricted'::text)))
constraint recipient_account_failed_payout_fk on recipient_account: FOREIGN KEY (failed_payout_id) REFERENCES connected_payout(id)
constraint recipient_account_of_rail on recipient_account: CHECK (((rail = 'connect'::text) OR (stripe_account_id IS NULL)))
constraint recipient_account_organisation on recipient_account: UNIQUE (organisation_id)
constraint recipient_account_organisation_fk on recipient_account: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
constraint recipient_account_payee on recipient_account: CHECK ((num_nonnulls(person_id, organisation_id) = 1))
constraint recipient_account_payouts on recipient_account: CHECK ((payouts_status = ANY (ARRAY['unrequested'::text, 'pending'::text, 'active'::text, 'restricted'::text, 'unsupported'::text, 'rejected'::text])))
constraint recipient_account_person on recipient_account: UNIQUE (person_id)
constraint recipient_account_person_fk on recipient_account: FOREIGN KEY (person_id) REFERENCES person(id)
constraint recipient_account_pk on recipient_account: PRIMARY KEY (id)
constraint recipient_account_rail on recipient_account: CHECK ((rail = ANY (ARRAY['connect'::text, 'manual'::text])))
constraint recipient_account_requirements on recipient_account: CHECK ((requirements_status = ANY (ARRAY['eventually_due'::text, 'currently_due'::text, 'past_due'::text])))
constraint recipient_account_stripe on recipient_account: UNIQUE (stripe_account_id)
constraint recipient_account_transfers on recipient_account: CHECK ((transfers_status = ANY (ARRAY['unrequested'::text, 'pending'::text, 'active'::text, 'restricted'::text, 'unsupported'::text, 'rejected'::text])))
constraint recovery_code_person_fk on recovery_code: FOREIGN KEY (person_id) REFERENCES person(id)
constraint recovery_code_pk on recovery_code: PRIMARY KEY (code_hash)
constraint recurring_pledge_amount on recurring_pledge: CHECK ((amount_minor > 0))
constraint recurring_pledge_approved on recurring_pledge: CHECK (((status = ANY (ARRAY['promised'::text, 'withdrawn'::text])) OR (approved_at IS NOT NULL)))
constraint recurring_pledge_collection on recurring_pledge: CHECK ((collection = ANY (ARRAY['card'::text, 'invoice'::text])))
constraint recurring_pledge_days_until_due on recurring_pledge: CHECK ((days_until_due > 0))
constraint recurring_pledge_interval on recurring_pledge: CHECK (("interval" = ANY (ARRAY['month'::text, 'quarter'::text, 'year'::text])))
constraint recurring_pledge_invoiced on recurring_pledge: CHECK ((((collection = 'invoice'::text) = (days_until_due IS NOT NULL)) AND ((collection = 'invoice'::text) OR (purchase_order IS NULL))))
constraint recurring_pledge_need_fk on recurring_pledge: FOREIGN KEY (need_id) REFERENCES need(id)
constraint recurring_pledge_notice on recurring_pledge: CHECK ((notice_days = ANY (ARRAY[0, 90])))
constraint recurring_pledge_organisation_fk on recurring_pledge: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
constraint recurring_pledge_pk on recurring_pledge: PRIMARY KEY (id)
constraint recurring_pledge_purchase_order on recurring_pledge: CHECK (((length(purchase_order) >= 1) AND (length(purchase_order) <= 140)))
constraint recurring_pledge_status on recurring_pledge: CHECK ((status = ANY (ARRAY['promised'::text, 'incomplete'::text, 'active'::text, 'past_due'::text, 'paused'::text, 'canceled'::text, 'incomplete_expired'::text, 'withdrawn'::text])))
constraint recurring_pledge_submitted_by_fk on recurring_pledge: FOREIGN KEY (submitted_by) REFERENCES person(id)
constraint recurring_pledge_change_action on recurring_pledge_change: CHECK ((action = ANY (ARRAY['pause'::text, 'resume'::text, 'end'::text, 'keep'::text, 'cancel'::text])))
constraint recurring_pledge_change_by on recurring_pledge_change: CHECK ((((cause = 'person'::text) = (person_id IS NOT NULL)) AND ((cause = 'person'::text) = (reason IS NOT NULL))))
constraint recurring_pledge_change_cause on recurring_pledge_change: CHECK ((cause = ANY (ARRAY['person'::text, 'need_funded'::text, 'payment_failed'::text])))
constraint recurring_pledge_change_person_fk on recurring_pledge_change: FOREIGN KEY (person_id) REFERENCES person(id)
constraint recurring_pledge_change_pk on recurring_pledge_change: PRIMARY KEY (recurring_pledge_id, "position")
constraint recurring_pledge_change_pledge_fk on recurring_pledge_change: FOREIGN KEY (recurring_pledge_id) REFERENCES recurring_pledge(id)
constraint recurring_pledge_change_reason on recurring_pledge_change: CHECK (((length(reason) >= 1) AND (length(reason) <= 500)))
constraint recurring_pledge_period_child_fk on recurring_pledge_period: FOREIGN KEY (pledge_id) REFERENCES pledge(id)
constraint recurring_pledge_period_pk on recurring_pledge_period: PRIMARY KEY (pledge_id)
constraint recurring_pledge_period_pledge_fk on recurring_pledge_period: FOREIGN KEY (recurring_pledge_id) REFERENCES recurring_pledge(id)
constraint recurring_pledge_use_inventory_fk on recurring_pledge_use: FOREIGN KEY (inventory_id, organisation_id) REFERENCES inventory(id, organisation_id)
constraint recurring_pledge_use_pk on recurring_pledge_use: PRIMARY KEY (recurring_pledge_id)
constraint recurring_pledge_use_pledge_fk on recurring_pledge_use: FOREIGN KEY (recurring_pledge_id) REFERENCES recurring_pledge(id)
constraint recurring_pledge_use_product_fk on recurring_pledge_use: FOREIGN KEY (product_id, organisation_id) REFERENCES product(id, organisation_id)
constraint refund_amount on refund: CHECK ((amount_minor > 0))
constraint refund_cause on refund: CHECK ((cause = ANY (ARRAY['hold_limit'::text, 'outside'::text])))
constraint refund_payment_fk on refund: FOREIGN KEY (payment_id) REFERENCES payment(id)
constraint refund_pk on refund: PRIMARY KEY (id)
constraint refund_status on refund: CHECK ((status = ANY (ARRAY['sent'::text, 'adopted'::text, 'pending'::text, 'requires_action'::text, 'succeeded'::text, 'failed'::text, 'canceled'::text, 'refused'::text, 'needs_review'::text])))
constraint refund_stripe on refund: UNIQUE (stripe_refund_id)
constraint release_part_amount on release_part: CHECK ((amount_minor > 0))
constraint release_part_in_transfer on release_part: TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint release_part_of_source on release_part: CHECK (
CASE source
    WHEN 'milestone'::text THEN ((num_nonnulls(milestone_id, need_id, pledge_id) = 3) AND (source_id IS NULL))
    ELSE ((num_nonnulls(milestone_id, need_id, pledge_id, payment_id) = 0) AND (source_id IS NOT NULL))
END)
constraint release_part_organisation_fk on release_part: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
constraint release_part_payee on release_part: CHECK ((num_nonnulls(person_id, organisation_id) = 1))
constraint release_part_payment_fk on release_part: FOREIGN KEY (payment_id) REFERENCES payment(id)
constraint release_part_person_fk on release_part: FOREIGN KEY (person_id) REFERENCES person(id)
constraint release_part_pk on release_part: PRIMARY KEY (id)
constraint release_part_source on release_part: CHECK ((source = ANY (ARRAY['milestone'::text, 'project_payout'::text, 'project_exit'::text, 'review'::text])))
constraint release_part_transfer_fk on release_part: FOREIGN KEY (transfer_id) REFERENCES transfer(id)
constraint review_decision on review: CHECK ((decision = ANY (ARRAY['accept'::text, 'request_changes'::text])))
constraint review_milestone_fk on review: FOREIGN KEY (milestone_id) REFERENCES milestone(id)
constraint review_pk on review: PRIMARY KEY (id)
constraint review_reasons on review: CHECK (((length(reasons) >= 1) AND (length(reasons) <= 10000)))
constraint review_reviewer_fk on review: FOREIGN KEY (reviewer_id) REFERENCES person(id)
constraint review_fee_amount on review_fee: CHECK ((amount_minor > 0))
constraint review_fee_milestone_fk on review_fee: FOREIGN KEY (milestone_id) REFERENCES milestone(id)
constraint review_fee_pk on review_fee: PRIMARY KEY (id)
constraint review_fee_reviewer_fk on review_fee: FOREIGN KEY (reviewer_id) REFERENCES person(id)
constraint review_fee_status on review_fee: CHECK ((status = ANY (ARRAY['unpaid'::text, 'reserved'::text, 'released'::text, 'paid'::text, 'returned'::text])))
constraint review_pool_gate_pk on review_pool_gate: PRIMARY KEY (currency)
constraint review_pool_gift_amount on review_pool_gift: CHECK ((amount_minor > 0))
constraint review_pool_gift_decided on review_pool_gift: CHECK (((status = 'requested'::text) = (decided_at IS NULL)))
constraint review_pool_gift_organisation_fk on review_pool_gift: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
constraint review_pool_gift_pk on review_pool_gift: PRIMARY KEY (id)
constraint review_pool_gift_requested_by_fk on review_pool_gift: FOREIGN KEY (requested_by) REFERENCES person(id)
constraint review_pool_gift_status on review_pool_gift: CHECK ((status = ANY (ARRAY['requested'::text, 'given'::text, 'rejected'::text])))
constraint risk_signal_fact on risk_signal: UNIQUE (project_id, fact)
constraint risk_signal_fact_length on risk_signal: CHECK (((length(fact) >= 1) AND (length(fact) <= 2000)))
constraint risk_signal_family on risk_signal: CHECK ((family = ANY (ARRAY['P'::text, 'I'::text, 'G'::text, 'C'::text, 'R'::text, 'D'::text, 'B'::text, 'M'::text, 'X'::text])))
constraint risk_signal_pk on risk_signal: PRIMARY KEY (id)
constraint risk_signal_points on risk_signal: CHECK (((points >= 0) AND (points <= 100)))
constraint risk_signal_project_fk on risk_signal: FOREIGN KEY (project_id) REFERENCES project(id)
constraint risk_signal_rule on risk_signal: CHECK ((rule ~ '^S\d\d$'::text))
constraint risk_signal_window on risk_signal: CHECK ((end_day > day))
constraint role_comment_author_fk on role_comment: FOREIGN KEY (author_id) REFERENCES person(id)
constraint role_comment_grant_fk on role_comment: FOREIGN KEY (grant_id) REFERENCES role_grant(id)
constraint role_comment_pk on role_comment: PRIMARY KEY (id)
constraint role_comment_text on role_comment: CHECK (((length(text) >= 10) AND (length(text) <= 4000)))
constraint role_comment_withdrawn on role_comment: CHECK ((withdrawn_at >= written_at))
constraint role_grant_agrees on role_grant: CHECK ((((state ->> 'status'::text) = status) AND ((state ->> 'scope'::text) = scope) AND ((state ->> 'candidate'::text) = (candidate_id)::text)))
constraint role_grant_box on role_grant: CHECK ((box > 0))
constraint role_grant_candidate_fk on role_grant: FOREIGN KEY (candidate_id) REFERENCES person(id)
constraint role_grant_events on role_grant: CHECK ((event_count > 0))
constraint role_grant_frozen on role_grant: CHECK ((((policy_version IS NULL) = (tier IS NULL)) AND ((status = 'DRAFT'::text) OR (status = 'WITHDRAWN'::text) OR (tier IS NOT NULL))))
constraint role_grant_keeps_ballots_apart on role_grant: CHECK ((NOT (state ? 'ballots'::text)))
constraint role_grant_of_candidate on role_grant: UNIQUE (id, candidate_id)
constraint role_grant_pk on role_grant: PRIMARY KEY (id)
constraint role_grant_project_fk on role_grant: FOREIGN KEY (project_id) REFERENCES project(id)
constraint role_grant_scope on role_grant: CHECK ((scope = ANY (ARRAY['TRIAGE'::text, 'REVIEW'::text, 'COMMIT'::text, 'RELEASE'::text, 'ADMIN'::text, 'SECURITY_CONTACT'::text])))
constraint role_grant_status on role_grant: CHECK ((status = ANY (ARRAY['DRAFT'::text, 'SUBMITTED'::text, 'INELIGIBLE'::text, 'SPONSORING'::text, 'EVIDENCE_REVIEW'::text, 'COMMENT_PERIOD'::text, 'VOTING'::text, 'REJECTED'::text, 'APPROVED'::text, 'DECLINED'::text, 'COOLING_OFF'::text, 'PROVISIONING'::text, 'PROBATION'::text, 'ACTIVE'::text, 'RECERT_DUE'::text, 'DORMANT'::text, 'SUSPENDED'::text, 'REVOKED'::text, 'EMERITUS'::text, 'EXPIRED'::text, 'WITHDRAWN'::text, 'ON_HOLD'::text])))
constraint role_grant_tier on role_grant: CHECK ((tier = ANY (ARRAY['T0'::text, 'T1'::text, 'T2'::text, 'T3'::text])))
constraint role_grant_ballot_choice on role_grant_ballot: CHECK ((choice = ANY (ARRAY['YES'::text, 'NO'::text])))
constraint role_grant_ballot_grant_fk on role_grant_ballot: FOREIGN KEY (grant_id, candidate_id) REFERENCES role_grant(id, candidate_id)
constraint role_grant_ballot_not_own on role_grant_ballot: CHECK ((voter_id <> candidate_id))
constraint role_grant_ballot_pk on role_grant_ballot: PRIMARY KEY (grant_id, box, voter_id)
constraint role_grant_ballot_voter_fk on role_grant_ballot: FOREIGN KEY (voter_id) REFERENCES person(id)
constraint role_grant_consent_grant_fk on role_grant_consent: FOREIGN KEY (grant_id) REFERENCES role_grant(id)
constraint role_grant_consent_person_fk on role_grant_consent: FOREIGN KEY (person_id) REFERENCES person(id)
constraint role_grant_consent_pk on role_grant_consent: PRIMARY KEY (grant_id, person_id, given_at)
constraint role_grant_event_by_fk on role_grant_event: FOREIGN KEY (by_id) REFERENCES person(id)
constraint role_grant_event_grant_fk on role_grant_event: FOREIGN KEY (grant_id) REFERENCES role_grant(id)
constraint role_grant_event_kind on role_grant_event: CHECK ((kind <> 'castVote'::text))
constraint role_grant_event_pk on role_grant_event: PRIMARY KEY (grant_id, seq)
constraint role_grant_event_seq on role_grant_event: CHECK ((seq > 0))
constraint role_grant_notice_audience on role_grant_notice: CHECK ((audience = ANY (ARRAY['TEAM'::text, 'SUBSCRIBERS'::text])))
constraint role_grant_notice_grant_fk on role_grant_notice: FOREIGN KEY (grant_id) REFERENCES role_grant(id)
constraint role_grant_notice_pk on role_grant_notice: PRIMARY KEY (grant_id, opened_at, audience)
constraint role_removal_by_another on role_removal: CHECK ((proposer_id <> holder_id))
constraint role_removal_grant_fk on role_removal: FOREIGN KEY (grant_id, holder_id) REFERENCES role_grant(id, candidate_id)
constraint role_removal_notice on role_removal: CHECK ((opened_at >= (notice_at + '168:00:00'::interval)))
constraint role_removal_pk on role_removal: PRIMARY KEY (id)
constraint role_removal_proposer_fk on role_removal: FOREIGN KEY (proposer_id) REFERENCES person(id)
constraint role_removal_reasons on role_removal: CHECK (((length(reasons) >= 20) AND (length(reasons) <= 4000)))
constraint role_removal_roll on role_removal: CHECK (((cardinality(roll) >= 2) AND (NOT (holder_id = ANY (roll)))))
constraint role_removal_status on role_removal: CHECK ((status = ANY (ARRAY['PROPOSED'::text, 'VOTING'::text, 'REMOVE'::text, 'KEEP'::text, 'WITHDRAWN'::text])))
constraint role_removal_sums on role_removal: CHECK (((status = ANY (ARRAY['REMOVE'::text, 'KEEP'::text])) = ((yes IS NOT NULL) AND (no IS NOT NULL))))
constraint role_removal_ballot_choice on role_removal_ballot: CHECK ((choice = ANY (ARRAY['YES'::text, 'NO'::text])))
constraint role_removal_ballot_pk on role_removal_ballot: PRIMARY KEY (removal_id, voter_id)
constraint role_removal_ballot_removal_fk on role_removal_ballot: FOREIGN KEY (removal_id) REFERENCES role_removal(id)
constraint role_removal_ballot_voter_fk on role_removal_ballot: FOREIGN KEY (voter_id) REFERENCES person(id)
constraint role_work_record_grant_fk on role_work_record: FOREIGN KEY (grant_id) REFERENCES role_grant(id)
constraint role_work_record_links on role_work_record: CHECK (((cardinality(links) >= 1) AND (cardinality(links) <= 50)))
constraint role_work_record_person_fk on role_work_record: FOREIGN KEY (recorded_by) REFERENCES person(id)
constraint role_work_record_pk on role_work_record: PRIMARY KEY (id)
constraint role_work_record_releases on role_work_record: CHECK (((releases_accompanied >= 0) AND (releases_accompanied <= 100000)))
constraint role_work_record_reviews on role_work_record: CHECK (((useful_reviews >= 0) AND (useful_reviews <= 100000)))
constraint saved_method_known on saved_method: CHECK (((status <> 'active'::text) OR (stripe_method_id IS NOT NULL)))
constraint saved_method_organisation_fk on saved_method: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
constraint saved_method_pk on saved_method: PRIMARY KEY (id)
constraint saved_method_session on saved_method: UNIQUE (checkout_session_id)
constraint saved_method_status on saved_method: CHECK ((status = ANY (ARRAY['requested'::text, 'active'::text, 'removed'::text, 'abandoned'::text])))
constraint saved_method_stripe on saved_method: UNIQUE (stripe_method_id)
constraint score_due_pk on score_due: PRIMARY KEY (project_id)
constraint seat_offer_kind on seat_offer: CHECK ((kind = ANY (ARRAY['STEWARD'::text, 'REVIEWER'::text])))
constraint seat_offer_lapses on seat_offer: CHECK ((lapses_at > drawn_at))
constraint seat_offer_member_fk on seat_offer: FOREIGN KEY (member_id) REFERENCES pool_member(id)
constraint seat_offer_person_fk on seat_offer: FOREIGN KEY (person_id) REFERENCES person(id)
constraint seat_offer_pk on seat_offer: PRIMARY KEY (id)
constraint seat_offer_project_fk on seat_offer: FOREIGN KEY (project_id) REFERENCES project(id)
constraint seat_offer_settled on seat_offer: CHECK (((status = ANY (ARRAY['OFFERED'::text, 'TAKEN'::text])) = (settled_at IS NULL)))
constraint seat_offer_status on seat_offer: CHECK ((status = ANY (ARRAY['OFFERED'::text, 'TAKEN'::text, 'SEATED'::text, 'DECLINED'::text, 'REFUSED'::text, 'LAPSED'::text])))
constraint session_client on session: CHECK (((length(client) >= 1) AND (length(client) <= 40)))
constraint session_person_fk on session: FOREIGN KEY (person_id) REFERENCES person(id)
constraint session_pk on session: PRIMARY KEY (id)
constraint session_secret on session: UNIQUE (secret_hash)
constraint sign_up_intents on sign_up: CHECK (((cardinality(intents) > 0) AND (intents <@ ARRAY['give'::text, 'receive'::text, 'run_programme'::text])))
constraint sign_up_person_fk on sign_up: FOREIGN KEY (person_id) REFERENCES person(id)
constraint sign_up_pk on sign_up: PRIMARY KEY (person_id)
constraint signal_clearing_once on signal_clearing: UNIQUE (signal_id, person_id)
constraint signal_clearing_person_fk on signal_clearing: FOREIGN KEY (person_id) REFERENCES person(id)
constraint signal_clearing_pk on signal_clearing: PRIMARY KEY (signal_id, place)
constraint signal_clearing_place on signal_clearing: CHECK ((place = ANY (ARRAY[1, 2])))
constraint signal_clearing_reason on signal_clearing: CHECK (((length(reason) >= 20) AND (length(reason) <= 4000)))
constraint signal_clearing_signal_fk on signal_clearing: FOREIGN KEY (signal_id) REFERENCES risk_signal(id)
constraint signal_contest_answer on signal_contest: CHECK (((length(answer) >= 1) AND (length(answer) <= 2000)))
constraint signal_contest_decided on signal_contest: CHECK (((status = ANY (ARRAY['upheld'::text, 'dismissed'::text])) = ((decided_by IS NOT NULL) AND (decided_at IS NOT NULL) AND (answer IS NOT NULL))))
constraint signal_contest_decider_fk on signal_contest: FOREIGN KEY (decided_by) REFERENCES person(id)
constraint signal_contest_note on signal_contest: CHECK (((length(note) >= 10) AND (length(note) <= 2000)))
constraint signal_contest_other_decides on signal_contest: CHECK ((decided_by <> contested_by))
constraint signal_contest_package_fk on signal_contest: FOREIGN KEY (purl_key) REFERENCES package(purl_key)
constraint signal_contest_person_fk on signal_contest: FOREIGN KEY (contested_by) REFERENCES person(id)
constraint signal_contest_pk on signal_contest: PRIMARY KEY (id)
constraint signal_contest_project_fk on signal_contest: FOREIGN KEY (project_id) REFERENCES project(id)
constraint signal_contest_signal on signal_contest: CHECK (((length(signal) >= 1) AND (length(signal) <= 100)))
constraint signal_contest_status on signal_contest: CHECK ((status = ANY (ARRAY['open'::text, 'withdrawn'::text, 'upheld'::text, 'dismissed'::text])))
constraint stability_confirmation_person_fk on stability_confirmation: FOREIGN KEY (person_id) REFERENCES person(id)
constraint stability_confirmation_pk on stability_confirmation: PRIMARY KEY (project_id, person_id)
constraint stability_confirmation_project_fk on stability_confirmation: FOREIGN KEY (project_id) REFERENCES project(id)
constraint standing_offer_amount on standing_offer: CHECK ((amount_minor > 0))
constraint standing_offer_author_fk on standing_offer: FOREIGN KEY (author_id) REFERENCES person(id)
constraint standing_offer_ended on standing_offer: CHECK (((status = 'open'::text) = (ended_at IS NULL)))
constraint standing_offer_later on standing_offer: CHECK ((expires_at > opened_at))
constraint standing_offer_method on standing_offer: CHECK ((method = ANY (ARRAY['checkout'::text, 'balance'::text, 'bank'::text, 'invoice'::text, 'saved_method'::text])))
constraint standing_offer_organisation_fk on standing_offer: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
constraint standing_offer_pk on standing_offer: PRIMARY KEY (id)
constraint standing_offer_pledge on standing_offer: UNIQUE (pledge_id)
constraint standing_offer_pledge_fk on standing_offer: FOREIGN KEY (pledge_id) REFERENCES pledge(id)
constraint standing_offer_project_fk on standing_offer: FOREIGN KEY (project_id) REFERENCES project(id)
constraint standing_offer_purchase_order on standing_offer: CHECK (((length(purchase_order) >= 1) AND (length(purchase_order) <= 140)))
constraint standing_offer_refused on standing_offer: CHECK (((refusal_code IS NULL) = (refused_need_id IS NULL)))
constraint standing_offer_refused_need_fk on standing_offer: FOREIGN KEY (refused_need_id) REFERENCES need(id)
constraint standing_offer_status on standing_offer: CHECK ((status = ANY (ARRAY['open'::text, 'taken'::text, 'withdrawn'::text, 'expired'::text])))
constraint standing_offer_taken on standing_offer: CHECK (((status = 'taken'::text) = (pledge_id IS NOT NULL)))
constraint stripe_call_key on stripe_call: UNIQUE (idempotency_key)
constraint stripe_call_pk on stripe_call: PRIMARY KEY (id)
constraint stripe_call_sealed on stripe_call: CHECK ((((sealed_parameters IS NULL) OR (sealed_for IS NOT NULL)) AND ((finished_at IS NULL) OR (sealed_parameters IS NULL))))
constraint stripe_call_status on stripe_call: CHECK ((status = ANY (ARRAY['ready'::text, 'sending'::text, 'done'::text, 'refused'::text, 'dead'::text])))
constraint stripe_cash_available on stripe_cash: CHECK ((available_minor >= 0))
constraint stripe_cash_organisation_fk on stripe_cash: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
constraint stripe_cash_pk on stripe_cash: PRIMARY KEY (organisation_id, currency)
constraint stripe_customer_organisation_fk on stripe_customer: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
constraint stripe_customer_pk on stripe_customer: PRIMARY KEY (organisation_id)
constraint stripe_customer_stripe on stripe_customer: UNIQUE (stripe_customer_id)
constraint stripe_event_pk on stripe_event: PRIMARY KEY (id)
constraint stripe_event_status on stripe_event: CHECK ((status = ANY (ARRAY['received'::text, 'done'::text, 'ignored'::text])))
constraint subscription_amount on subscription: CHECK ((amount_minor > 0))
constraint subscription_collection on subscription: CHECK ((collection = ANY (ARRAY['card'::text, 'invoice'::text])))
constraint subscription_interval on subscription: CHECK (("interval" = ANY (ARRAY['month'::text, 'quarter'::text, 'year'::text])))
constraint subscription_invoiced on subscription: CHECK ((((collection = 'invoice'::text) = (days_until_due IS NOT NULL)) AND ((collection = 'invoice'::text) OR (purchase_order IS NULL))))
constraint subscription_organisation_fk on subscription: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
constraint subscription_pk on subscription: PRIMARY KEY (id)
constraint subscription_session on subscription: UNIQUE (checkout_session_id)
constraint subscription_stripe on subscription: UNIQUE (stripe_subscription_id)
constraint support_case_advised on support_case: CHECK (((status <> 'ADVISED'::text) OR (advocate_id IS NOT NULL)))
constraint support_case_advocate_fk on support_case: FOREIGN KEY (advocate_id) REFERENCES person(id)
constraint support_case_closed on support_case: CHECK (((status = 'CLOSED'::text) = (closed_at IS NOT NULL)))
constraint support_case_ended on support_case: CHECK ((closed_at >= opened_at))
constraint support_case_pk on support_case: PRIMARY KEY (id)
constraint support_case_project_fk on support_case: FOREIGN KEY (project_id) REFERENCES project(id)
constraint support_case_status on support_case: CHECK ((status = ANY (ARRAY['OPEN'::text, 'ADVISED'::text, 'CLOSED'::text])))
constraint support_choice_case_fk on support_choice: FOREIGN KEY (case_id) REFERENCES support_case(id)
constraint support_choice_choice on support_choice: CHECK ((choice = ANY (ARRAY['CO_MAINTAINERS'::text, 'MODERATION'::text, 'NOTHING'::text, 'REVIEW_HOURS'::text])))
constraint support_choice_person_fk on support_choice: FOREIGN KEY (chosen_by) REFERENCES person(id)
constraint support_choice_pk on support_choice: PRIMARY KEY (case_id, choice)
constraint terms_acceptance_accepted_by_fk on terms_acceptance: FOREIGN KEY (accepted_by) REFERENCES person(id)
constraint terms_acceptance_organisation_fk on terms_acceptance: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
constraint terms_acceptance_own on terms_acceptance: CHECK (((person_id IS NULL) OR (person_id = accepted_by)))
constraint terms_acceptance_party on terms_acceptance: CHECK ((num_nonnulls(person_id, organisation_id) = 1))
constraint terms_acceptance_person_fk on terms_acceptance: FOREIGN KEY (person_id) REFERENCES person(id)
constraint terms_acceptance_pk on terms_acceptance: PRIMARY KEY (id)
constraint terms_acceptance_sha256 on terms_acceptance: CHECK ((length(sha256) = 64))
constraint terms_acceptance_terms on terms_acceptance: CHECK ((terms = ANY (ARRAY['giver'::text, 'receiver'::text, 'programme'::text])))
constraint tranche_commitment_fk on tranche: FOREIGN KEY (commitment_id) REFERENCES tranche_commitment(id)
constraint tranche_milestone_fk on tranche: FOREIGN KEY (milestone_id) REFERENCES milestone(id)
constraint tranche_pk on tranche: PRIMARY KEY (pledge_id)
constraint tranche_place on tranche: UNIQUE (commitment_id, "position")
constraint tranche_pledge_fk on tranche: FOREIGN KEY (pledge_id) REFERENCES pledge(id)
constraint tranche_position on tranche: CHECK (("position" > 0))
constraint tranche_commitment_amount on tranche_commitment: CHECK ((amount_minor > 0))
constraint tranche_commitment_approved on tranche_commitment: CHECK (((status = ANY (ARRAY['promised'::text, 'withdrawn'::text])) OR (approved_at IS NOT NULL)))
constraint tranche_commitment_end_reason on tranche_commitment: CHECK (((length(end_reason) >= 1) AND (length(end_reason) <= 500)))
constraint tranche_commitment_method on tranche_commitment: CHECK ((method = ANY (ARRAY['invoice'::text, 'saved_method'::text])))
constraint tranche_commitment_need_fk on tranche_commitment: FOREIGN KEY (need_id) REFERENCES need(id)
constraint tranche_commitment_organisation_fk on tranche_commitment: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
constraint tranche_commitment_pk on tranche_commitment: PRIMARY KEY (id)
constraint tranche_commitment_purchase_order on tranche_commitment: CHECK (((length(purchase_order) >= 1) AND (length(purchase_order) <= 140)))
constraint tranche_commitment_status on tranche_commitment: CHECK ((status = ANY (ARRAY['promised'::text, 'active'::text, 'completed'::text, 'ended'::text, 'withdrawn'::text])))
constraint tranche_commitment_submitted_by_fk on tranche_commitment: FOREIGN KEY (submitted_by) REFERENCES person(id)
constraint transfer_amount on transfer: CHECK ((amount_minor > 0))
constraint transfer_is_its_parts on transfer: TRIGGER DEFERRABLE INITIALLY DEFERRED
constraint transfer_organisation_fk on transfer: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
constraint transfer_payee on transfer: CHECK ((num_nonnulls(person_id, organisation_id) = 1))
constraint transfer_payment_fk on transfer: FOREIGN KEY (payment_id) REFERENCES payment(id)
constraint transfer_person_fk on transfer: FOREIGN KEY (person_id) REFERENCES person(id)
constraint transfer_pk on transfer: PRIMARY KEY (id)
constraint transfer_status on transfer: CHECK ((status = ANY (ARRAY['queued'::text, 'sent'::text, 'confirmed'::text, 'refused'::text, 'abandoned'::text])))
constraint transfer_stripe on transfer: UNIQUE (stripe_transfer_id)
constraint transfer_gate_pk on transfer_gate: PRIMARY KEY (currency)
constraint trusted_workload_name on trusted_workload: CHECK (((length(name) >= 1) AND (length(name) <= 100)))
constraint trusted_workload_organisation_fk on trusted_workload: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
constraint trusted_workload_owner on trusted_workload: CHECK ((repository_owner_id ~ '^[1-9][0-9]{0,18}$'::text))
constraint trusted_workload_pk on trusted_workload: PRIMARY KEY (id)
constraint trusted_workload_product_fk on trusted_workload: FOREIGN KEY (product_id, organisation_id) REFERENCES product(id, organisation_id)
constraint trusted_workload_registered_by_fk on trusted_workload: FOREIGN KEY (registered_by) REFERENCES person(id)
constraint trusted_workload_repository on trusted_workload: CHECK ((repository_id ~ '^[1-9][0-9]{0,18}$'::text))
constraint upload_file_name on upload: CHECK (((length(file_name) >= 1) AND (length(file_name) <= 200)))
constraint upload_inventory_fk on upload: FOREIGN KEY (inventory_id, organisation_id) REFERENCES inventory(id, organisation_id)
constraint upload_organisation_fk on upload: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
constraint upload_owner on upload: CHECK ((((purpose = 'SBOM'::text) = (product_id IS NOT NULL)) AND ((product_id IS NULL) = (organisation_id IS NULL))))
constraint upload_person_fk on upload: FOREIGN KEY (person_id) REFERENCES person(id)
constraint upload_pk on upload: PRIMARY KEY (id)
constraint upload_product_fk on upload: FOREIGN KEY (product_id, organisation_id) REFERENCES product(id, organisation_id)
constraint upload_purpose on upload: CHECK ((purpose = ANY (ARRAY['SBOM'::text, 'EVIDENCE'::text, 'HISTORY'::text])))
constraint upload_received on upload: CHECK (((status = ANY (ARRAY['received'::text, 'ready'::text, 'rejected'::text])) = (sha256 IS NOT NULL)))
constraint upload_status on upload: CHECK ((status = ANY (ARRAY['open'::text, 'receiving'::text, 'received'::text, 'ready'::text, 'rejected'::text])))
constraint vouch_of_another on vouch: CHECK ((voucher_id <> person_id))
constraint vouch_person_fk on vouch: FOREIGN KEY (person_id) REFERENCES person(id)
constraint vouch_pk on vouch: PRIMARY KEY (id)
constraint vouch_project_fk on vouch: FOREIGN KEY (project_id) REFERENCES project(id)
constraint vouch_statement on vouch: CHECK (((length(statement) >= 20) AND (length(statement) <= 2000)))
constraint vouch_voucher_fk on vouch: FOREIGN KEY (voucher_id) REFERENCES person(id)
constraint vouch_withdrawn on vouch: CHECK ((withdrawn_at >= given_at))
constraint webauthn_challenge_action on webauthn_challenge: CHECK (((purpose = 'step_up'::text) = ((nonce IS NOT NULL) AND (action IS NOT NULL))))
constraint webauthn_challenge_assertion on webauthn_challenge: CHECK (((assertion IS NULL) = (passkey_id IS NULL)))
constraint webauthn_challenge_bound on webauthn_challenge: CHECK (((purpose = 'sign_in'::text) = (session_id IS NULL)))
constraint webauthn_challenge_length on webauthn_challenge: CHECK ((octet_length(challenge) = 32))
constraint webauthn_challenge_passkey_fk on webauthn_challenge: FOREIGN KEY (passkey_id) REFERENCES passkey(id)
constraint webauthn_challenge_pk on webauthn_challenge: PRIMARY KEY (id)
constraint webauthn_challenge_purpose on webauthn_challenge: CHECK ((purpose = ANY (ARRAY['register'::text, 'sign_in'::text, 'step_up'::text])))
constraint webauthn_challenge_session_fk on webauthn_challenge: FOREIGN KEY (session_id) REFERENCES session(id)
constraint workload_token_use_pk on workload_token_use: PRIMARY KEY (issuer, token_id)
CREATE UNIQUE INDEX adoption_answer_once ON public.adoption_answer USING btree (call_id, person_id)
CREATE UNIQUE INDEX adoption_answer_pk ON public.adoption_answer USING btree (id)
CREATE INDEX adoption_call_open ON public.adoption_call USING btree (opened_at DESC, id DESC) WHERE (status = 'open'::text)
CREATE UNIQUE INDEX adoption_call_pk ON public.adoption_call USING btree (id)
CREATE INDEX adoption_call_project ON public.adoption_call USING btree (project_id) WHERE (status = 'open'::text)
CREATE INDEX adoption_caller_organisation ON public.adoption_caller USING btree (organisation_id)
CREATE UNIQUE INDEX adoption_caller_pk ON public.adoption_caller USING btree (call_id)
CREATE UNIQUE INDEX affiliation_one_open ON public.affiliation USING btree (person_id, name_key) WHERE (withdrawn_at IS NULL)
CREATE UNIQUE INDEX affiliation_pk ON public.affiliation USING btree (id)
CREATE INDEX allocation_line_held_open ON public.allocation_line USING btree (organisation_id, held_until) WHERE ((held_minor IS NOT NULL) AND (held_outcome IS NULL))
CREATE UNIQUE INDEX allocation_line_need_once ON public.allocation_line USING btree (run_id, need_id)
CREATE UNIQUE INDEX allocation_line_pk ON public.allocation_line USING btree (run_id, "position")
CREATE UNIQUE INDEX allocation_line_pledge ON public.allocation_line USING btree (pledge_id)
CREATE UNIQUE INDEX allocation_plan_pk ON public.allocation_plan USING btree (run_id)
CREATE INDEX allocation_run_budget ON public.allocation_run USING btree (budget_id, created_at DESC, id DESC)
CREATE UNIQUE INDEX allocation_run_of_organisation ON public.allocation_run USING btree (id, organisation_id)
CREATE UNIQUE INDEX allocation_run_open ON public.allocation_run USING btree (budget_id) WHERE (status <> ALL (ARRAY['distributed'::text, 'void'::text]))
CREATE INDEX allocation_run_organisation ON public.allocation_run USING btree (organisation_id, status)
CREATE UNIQUE INDEX allocation_run_pk ON public.allocation_run USING btree (id)
CREATE INDEX api_token_person ON public.api_token USING btree (person_id)
CREATE UNIQUE INDEX api_token_pk ON public.api_token USING btree (id)
CREATE UNIQUE INDEX approval_decision_pk ON public.approval_decision USING btree (request_id, person_id)
CREATE UNIQUE INDEX approval_request_pk ON public.approval_request USING btree (id)
CREATE UNIQUE INDEX approval_request_subject ON public.approval_request USING btree (subject_type, subject_id)
CREATE UNIQUE INDEX approval_rule_pk ON public.approval_rule USING btree (organisation_id, subject_type, currency, from_minor)
CREATE UNIQUE INDEX audit_checkpoint_pk ON public.audit_checkpoint USING btree (size, verifier)
CREATE UNIQUE INDEX audit_entry_pk ON public.audit_entry USING btree (id)
CREATE UNIQUE INDEX audit_entry_seq ON public.audit_entry USING btree (seq)
CREATE INDEX audit_entry_subject ON public.audit_entry USING btree (subject, id)
CREATE UNIQUE INDEX audit_head_pk ON public.audit_head USING btree (id)
CREATE UNIQUE INDEX audit_tile_root_pk ON public.audit_tile_root USING btree (level, index)
CREATE UNIQUE INDEX audit_verifier_key_pk ON public.audit_verifier_key USING btree (verifier)
CREATE INDEX authenticator_change_person ON public.authenticator_change USING btree (person_id, changed_at DESC)
CREATE UNIQUE INDEX authenticator_change_pk ON public.authenticator_change USING btree (id)
CREATE UNIQUE INDEX band_access_pk ON public.band_access USING btree (person_id, day, project_id)
CREATE UNIQUE INDEX bank_entry_line ON public.bank_entry USING btree (direction, reference, booked_on, amount_minor, currency) WHERE (status <> 'rejected'::text)
CREATE INDEX bank_entry_newest ON public.bank_entry USING btree (entered_at DESC, id DESC)
CREATE UNIQUE INDEX bank_entry_one_payment ON public.bank_entry USING btree (payment_id) WHERE (status <> 'rejected'::text)
CREATE UNIQUE INDEX bank_entry_one_transfer ON public.bank_entry USING btree (transfer_id) WHERE (status <> 'rejected'::text)
CREATE UNIQUE INDEX bank_entry_pk ON public.bank_entry USING btree (id)
CREATE UNIQUE INDEX billing_details_pk ON public.billing_details USING btree (organisation_id)
CREATE UNIQUE INDEX budget_of_organisation ON public.budget USING btree (id, organisation_id)
CREATE INDEX budget_organisation ON public.budget USING btree (organisation_id, created_at DESC, id DESC)
CREATE UNIQUE INDEX budget_pk ON public.budget USING btree (id)
CREATE UNIQUE INDEX budget_policy_pk ON public.budget_policy USING btree (budget_id, version)
CREATE UNIQUE INDEX catalogue_import_once ON public.catalogue_import USING btree (source, sha256) WHERE (sha256 IS NOT NULL)
CREATE UNIQUE INDEX catalogue_import_pk ON public.catalogue_import USING btree (id)
CREATE UNIQUE INDEX commitment_salt_pk ON public.commitment_salt USING btree (commitment)
CREATE INDEX commitment_salt_subject ON public.commitment_salt USING btree (subject)
CREATE INDEX connected_payout_open ON public.connected_payout USING btree (arrives_at, id) WHERE (status = ANY (ARRAY['pending'::text, 'in_transit'::text]))
CREATE UNIQUE INDEX connected_payout_pk ON public.connected_payout USING btree (id)
CREATE INDEX connected_payout_recipient ON public.connected_payout USING btree (recipient_id, created_at DESC, id DESC)
CREATE UNIQUE INDEX connected_payout_stripe ON public.connected_payout USING btree (stripe_payout_id)
CREATE UNIQUE INDEX data_key_pk ON public.data_key USING btree (subject_id, purpose)
CREATE UNIQUE INDEX dependency_alert_day_pk ON public.dependency_alert_day USING btree (organisation_id, project_id, day)
CREATE INDEX dependency_alert_newest ON public.dependency_alert USING btree (organisation_id, created_at DESC, id DESC)
CREATE UNIQUE INDEX dependency_alert_off_of_all ON public.dependency_alert_off USING btree (organisation_id, kind) WHERE (person_id IS NULL)
CREATE UNIQUE INDEX dependency_alert_off_of_person ON public.dependency_alert_off USING btree (organisation_id, person_id, kind) WHERE (person_id IS NOT NULL)
CREATE UNIQUE INDEX dependency_alert_once ON public.dependency_alert USING btree (organisation_id, project_id, cause_id, kind)
CREATE UNIQUE INDEX dependency_alert_pk ON public.dependency_alert USING btree (id)
CREATE UNIQUE INDEX dependency_alert_read_pk ON public.dependency_alert_read USING btree (alert_id, person_id)
CREATE UNIQUE INDEX document_conformance_pk ON public.document_conformance USING btree (organisation_id, sha256, checker_version)
CREATE UNIQUE INDEX erasure_one_open ON public.erasure USING btree (person_id) WHERE (status = 'requested'::text)
CREATE INDEX erasure_person ON public.erasure USING btree (person_id, requested_at DESC)
CREATE UNIQUE INDEX erasure_pk ON public.erasure USING btree (id)
CREATE UNIQUE INDEX evidence_digest ON public.evidence USING btree (sha256)
CREATE INDEX evidence_milestone ON public.evidence USING btree (milestone_id)
CREATE UNIQUE INDEX evidence_pk ON public.evidence USING btree (id)
CREATE UNIQUE INDEX evidence_upload ON public.evidence USING btree (upload_id)
CREATE UNIQUE INDEX exposure_access_pk ON public.exposure_access USING btree (organisation_id, day, kind, project_id)
CREATE UNIQUE INDEX external_identity_id ON public.external_identity USING btree (id)
CREATE INDEX external_identity_person ON public.external_identity USING btree (person_id)
CREATE UNIQUE INDEX external_identity_pk ON public.external_identity USING btree (subject_digest)
CREATE INDEX finding_list ON public.finding USING btree (found_at DESC, id DESC)
CREATE UNIQUE INDEX finding_once ON public.finding USING btree (kind, subject, currency, since) NULLS NOT DISTINCT
CREATE INDEX finding_open ON public.finding USING btree (found_at DESC, id DESC) WHERE (cleared_at IS NULL)
CREATE UNIQUE INDEX finding_pk ON public.finding USING btree (id)
CREATE UNIQUE INDEX funding_manifest_current ON public.funding_manifest USING btree (project_id, kind, status) WHERE (status <> 'discarded'::text)
CREATE INDEX funding_manifest_importer ON public.funding_manifest USING btree (imported_by) WHERE (status <> 'discarded'::text)
CREATE UNIQUE INDEX funding_manifest_pk ON public.funding_manifest USING btree (id)
CREATE UNIQUE INDEX funding_policy_pk ON public.funding_policy USING btree (organisation_id)
CREATE INDEX host_agreement_host ON public.host_agreement USING btree (host_id, applied_at DESC, id DESC)
CREATE UNIQUE INDEX host_agreement_once ON public.host_agreement USING btree (project_id, host_id) WHERE (status = ANY (ARRAY['applied'::text, 'accepted'::text, 'active'::text, 'leaving'::text]))
CREATE UNIQUE INDEX host_agreement_one_host ON public.host_agreement USING btree (project_id) WHERE (status = ANY (ARRAY['active'::text, 'leaving'::text]))
CREATE UNIQUE INDEX host_agreement_pk ON public.host_agreement USING btree (id)
CREATE INDEX host_agreement_project ON public.host_agreement USING btree (project_id, applied_at DESC, id DESC)
CREATE INDEX host_terms_newest ON public.host_terms USING btree (published_at DESC, organisation_id DESC)
CREATE UNIQUE INDEX host_terms_pk ON public.host_terms USING btree (organisation_id)
CREATE UNIQUE INDEX idempotency_record_pk ON public.idempotency_record USING btree (scope, operation, key)
CREATE UNIQUE INDEX identity_link_pk ON public.identity_link USING btree (ticket_hash)
CREATE INDEX in_kind_contribution_of_need ON public.in_kind_contribution USING btree (need_id, offered_at DESC, id DESC)
CREATE UNIQUE INDEX in_kind_contribution_offer ON public.in_kind_contribution USING btree (id, offered_by)
CREATE INDEX in_kind_contribution_organisation ON public.in_kind_contribution USING btree (organisation_id, offered_at DESC, id DESC)
CREATE UNIQUE INDEX in_kind_contribution_pk ON public.in_kind_contribution USING btree (id)
CREATE INDEX in_kind_delivery_contribution ON public.in_kind_delivery USING btree (contribution_id, confirmed_at)
CREATE UNIQUE INDEX in_kind_delivery_pk ON public.in_kind_delivery USING btree (id)
CREATE UNIQUE INDEX inbox_receipt_pk ON public.inbox_receipt USING btree (consumer, message_id)
CREATE INDEX inventory_component_key ON public.inventory_component USING btree (purl_key, inventory_id)
CREATE UNIQUE INDEX inventory_component_pk ON public.inventory_component USING btree (inventory_id, ordinal)
CREATE UNIQUE INDEX inventory_document_pk ON public.inventory_document USING btree (inventory_id, "position")
CREATE UNIQUE INDEX inventory_graph_pk ON public.inventory_graph USING btree (inventory_id)
CREATE UNIQUE INDEX inventory_of_organisation ON public.inventory USING btree (id, organisation_id)
CREATE UNIQUE INDEX inventory_pk ON public.inventory USING btree (id)
CREATE INDEX inventory_product ON public.inventory USING btree (product_id, created_at DESC, id DESC)
CREATE UNIQUE INDEX inventory_upload ON public.inventory USING btree (upload_id)
CREATE UNIQUE INDEX invitation_code ON public.invitation USING btree (code_hash)
CREATE UNIQUE INDEX invitation_mail_pk ON public.invitation_mail USING btree (invitation_id)
CREATE INDEX invitation_organisation ON public.invitation USING btree (organisation_id)
CREATE UNIQUE INDEX invitation_pk ON public.invitation USING btree (id)
CREATE INDEX invoice_draft ON public.invoice USING btree (organisation_id) WHERE (status = 'draft'::text)
CREATE INDEX invoice_organisation ON public.invoice USING btree (organisation_id, created_at DESC, id DESC)
CREATE UNIQUE INDEX invoice_payment ON public.invoice USING btree (payment_id)
CREATE UNIQUE INDEX invoice_pk ON public.invoice USING btree (id)
CREATE UNIQUE INDEX invoice_stripe ON public.invoice USING btree (stripe_invoice_id)
CREATE UNIQUE INDEX ledger_account_identity ON public.ledger_account USING btree (code, owner, currency)
CREATE UNIQUE INDEX ledger_account_kind_pk ON public.ledger_account_kind USING btree (code)
CREATE INDEX ledger_account_owner ON public.ledger_account USING btree (inside_id(split_part(owner, '/'::text, 1)))
CREATE INDEX ledger_account_part ON public.ledger_account USING btree (inside_id(split_part(owner, '/'::text, 2)))
CREATE UNIQUE INDEX ledger_account_pk ON public.ledger_account USING btree (id)
CREATE UNIQUE INDEX ledger_account_with_currency ON public.ledger_account USING btree (id, currency)
CREATE UNIQUE INDEX ledger_balance_pk ON public.ledger_balance USING btree (account_id)
CREATE INDEX ledger_posting_account ON public.ledger_posting USING btree (account_id, tx_id)
CREATE UNIQUE INDEX ledger_posting_pk ON public.ledger_posting USING btree (tx_id, seq)
CREATE UNIQUE INDEX ledger_tx_idem ON public.ledger_tx USING btree (idem)
CREATE UNIQUE INDEX ledger_tx_pk ON public.ledger_tx USING btree (id)
CREATE INDEX ledger_tx_posted_at ON public.ledger_tx USING btree (posted_at, id)
CREATE UNIQUE INDEX ledger_tx_reverses ON public.ledger_tx USING btree (reverses)
CREATE UNIQUE INDEX ledger_tx_stripe_txn ON public.ledger_tx USING btree (stripe_txn)
CREATE UNIQUE INDEX login_attempt_pk ON public.login_attempt USING btree (state_hash)
CREATE UNIQUE INDEX mail_address_code ON public.mail_address USING btree (code_hash)
CREATE UNIQUE INDEX mail_address_pk ON public.mail_address USING btree (person_id)
CREATE INDEX membership_person ON public.membership USING btree (person_id)
CREATE UNIQUE INDEX membership_pk ON public.membership USING btree (organisation_id, person_id)
CREATE INDEX membership_role_person ON public.membership_role USING btree (person_id)
CREATE UNIQUE INDEX membership_role_pk ON public.membership_role USING btree (organisation_id, person_id, role)
CREATE UNIQUE INDEX milestone_funding_pk ON public.milestone_funding USING btree (milestone_id, pledge_id)
CREATE INDEX milestone_funding_pledge ON public.milestone_funding USING btree (pledge_id)
CREATE UNIQUE INDEX milestone_payout_pk ON public.milestone_payout USING btree (milestone_id, part_id)
CREATE UNIQUE INDEX milestone_pk ON public.milestone USING btree (id)
CREATE UNIQUE INDEX milestone_place ON public.milestone USING btree (need_id, "position")
CREATE UNIQUE INDEX need_payee_once_organisation ON public.need_payee USING btree (need_id, organisation_id)
CREATE UNIQUE INDEX need_payee_once_person ON public.need_payee USING btree (need_id, person_id)
CREATE INDEX need_payee_organisation ON public.need_payee USING btree (organisation_id)
CREATE INDEX need_payee_person ON public.need_payee USING btree (person_id)
CREATE UNIQUE INDEX need_payee_pk ON public.need_payee USING btree (need_id, "position")
CREATE UNIQUE INDEX need_pk ON public.need USING btree (id)
CREATE INDEX need_project ON public.need USING btree (project_id, status)
CREATE INDEX need_published ON public.need USING btree (published_at DESC, id DESC) WHERE (status = 'published'::text)
CREATE INDEX need_ranking_order ON public.need_ranking USING btree (organisation_id, tenths DESC)
CREATE UNIQUE INDEX need_ranking_pk ON public.need_ranking USING btree (organisation_id, project_id, need_id)
CREATE UNIQUE INDEX notification_delivery_once ON public.notification_delivery USING btree (notification_id, channel)
CREATE UNIQUE INDEX notification_delivery_pk ON public.notification_delivery USING btree (id)
CREATE INDEX notification_inbox ON public.notification USING btree (person_id, created_at DESC, id DESC)
CREATE UNIQUE INDEX notification_of_subject ON public.notification USING btree (id, subject_id)
CREATE UNIQUE INDEX notification_opt_out_pk ON public.notification_opt_out USING btree (person_id, topic)
CREATE UNIQUE INDEX notification_pk ON public.notification USING btree (id)
CREATE INDEX notification_unread ON public.notification USING btree (person_id) WHERE (read_at IS NULL)
CREATE UNIQUE INDEX operator_grant_held ON public.operator_grant USING btree (person_id, operator_right) WHERE (ended_at IS NULL)
CREATE INDEX operator_grant_list ON public.operator_grant USING btree (granted_at DESC, id DESC)
CREATE UNIQUE INDEX operator_grant_once ON public.operator_grant USING btree (granted_through)
CREATE UNIQUE INDEX operator_grant_one_first ON public.operator_grant USING btree ((true)) WHERE ((granted_through IS NULL) AND (ended_at IS NULL))
CREATE UNIQUE INDEX operator_grant_pk ON public.operator_grant USING btree (id)
CREATE INDEX operator_proposal_list ON public.operator_proposal USING btree (proposed_at DESC, id DESC)
CREATE UNIQUE INDEX operator_proposal_one_open ON public.operator_proposal USING btree (beneficiary_id, operator_right) WHERE (status = 'proposed'::text)
CREATE UNIQUE INDEX operator_proposal_pk ON public.operator_proposal USING btree (id)
CREATE INDEX organisation_domain_due ON public.organisation_domain USING btree (next_check_at) WHERE (status = 'verified'::text)
CREATE UNIQUE INDEX organisation_domain_once ON public.organisation_domain USING btree (organisation_id, domain) WHERE (status <> 'removed'::text)
CREATE UNIQUE INDEX organisation_domain_one_owner ON public.organisation_domain USING btree (domain) WHERE (status = 'verified'::text)
CREATE UNIQUE INDEX organisation_domain_pk ON public.organisation_domain USING btree (id)
CREATE UNIQUE INDEX organisation_pk ON public.organisation USING btree (id)
CREATE UNIQUE INDEX organisation_ranking_pk ON public.organisation_ranking USING btree (organisation_id)
CREATE UNIQUE INDEX organisation_transfer_one_open ON public.organisation_transfer USING btree (organisation_id) WHERE (status = 'proposed'::text)
CREATE UNIQUE INDEX organisation_transfer_pk ON public.organisation_transfer USING btree (id)
CREATE INDEX organisation_transfer_to ON public.organisation_transfer USING btree (to_person_id) WHERE (status = 'proposed'::text)
CREATE INDEX outbox_message_due ON public.outbox_message USING btree (available_at, id) WHERE ((completed_at IS NULL) AND (dead_at IS NULL))
CREATE INDEX outbox_message_failing ON public.outbox_message USING btree (attempts) WHERE ((completed_at IS NULL) AND (attempts > 0))
CREATE UNIQUE INDEX outbox_message_pk ON public.outbox_message USING btree (id)
CREATE UNIQUE INDEX package_alias_pk ON public.package_alias USING btree (alias_key)
CREATE INDEX package_confirmation_person ON public.package_confirmation USING btree (person_id)
CREATE UNIQUE INDEX package_confirmation_pk ON public.package_confirmation USING btree (purl_key, person_id)
CREATE UNIQUE INDEX package_enrichment_pk ON public.package_enrichment USING btree (purl_key)
CREATE UNIQUE INDEX package_pk ON public.package USING btree (purl_key)
CREATE INDEX package_project ON public.package USING btree (project_id)
CREATE UNIQUE INDEX package_signal_pk ON public.package_signal USING btree (purl_key, signal)
CREATE UNIQUE INDEX passkey_credential ON public.passkey USING btree (credential_id)
CREATE INDEX passkey_person ON public.passkey USING btree (person_id) WHERE (removed_at IS NULL)
CREATE UNIQUE INDEX passkey_pk ON public.passkey USING btree (id)
CREATE UNIQUE INDEX payment_allocation_run ON public.payment USING btree (allocation_run_id) WHERE (allocation_run_id IS NOT NULL)
CREATE UNIQUE INDEX payment_charge ON public.payment USING btree (charge_id)
CREATE INDEX payment_declined ON public.payment USING btree (organisation_id) WHERE ((means = 'saved_method'::text) AND (status = 'requires_payment_method'::text))
CREATE INDEX payment_in_advance ON public.payment USING btree (organisation_id, created_at DESC, id DESC) WHERE ((pledge_id IS NULL) AND (part_of IS NULL))
CREATE UNIQUE INDEX payment_intent ON public.payment USING btree (payment_intent_id)
CREATE INDEX payment_parts ON public.payment USING btree (part_of) WHERE (part_of IS NOT NULL)
CREATE UNIQUE INDEX payment_pk ON public.payment USING btree (id)
CREATE INDEX payment_pledge ON public.payment USING btree (pledge_id, created_at DESC)
CREATE UNIQUE INDEX payment_session ON public.payment USING btree (checkout_session_id)
CREATE UNIQUE INDEX person_pk ON public.person USING btree (id)
CREATE INDEX pledge_need ON public.pledge USING btree (need_id)
CREATE INDEX pledge_organisation ON public.pledge USING btree (organisation_id, submitted_at DESC, id DESC)
CREATE UNIQUE INDEX pledge_pk ON public.pledge USING btree (id)
CREATE INDEX pledge_waiting_for_goal ON public.pledge USING btree (need_id) WHERE ((status = 'scheduled'::text) AND (charge_time = 'goal'::text))
CREATE UNIQUE INDEX pool_decision_pk ON public.pool_decision USING btree (member_id, action, person_id)
CREATE INDEX pool_member_list ON public.pool_member USING btree (applied_at DESC, id DESC)
CREATE UNIQUE INDEX pool_member_one_open ON public.pool_member USING btree (person_id, kind) WHERE (status = ANY (ARRAY['APPLIED'::text, 'ACCEPTED'::text]))
CREATE UNIQUE INDEX pool_member_pk ON public.pool_member USING btree (id)
CREATE INDEX probation_report_grant ON public.probation_report USING btree (grant_id, id DESC)
CREATE UNIQUE INDEX probation_report_pk ON public.probation_report USING btree (id)
CREATE UNIQUE INDEX product_of_organisation ON public.product USING btree (id, organisation_id)
CREATE UNIQUE INDEX product_once ON public.product USING btree (organisation_id, name)
CREATE UNIQUE INDEX product_pk ON public.product USING btree (id)
CREATE INDEX project_claim_contested ON public.project_claim USING btree (contested_at, id) WHERE (status = 'contested'::text)
CREATE INDEX project_claim_due ON public.project_claim USING btree (next_check_at) WHERE (status = ANY (ARRAY['waiting'::text, 'verified'::text, 'resolved'::text]))
CREATE UNIQUE INDEX project_claim_one_open ON public.project_claim USING btree (project_id, person_id) WHERE (status <> ALL (ARRAY['rejected'::text, 'withdrawn'::text, 'expired'::text]))
CREATE INDEX project_claim_person ON public.project_claim USING btree (person_id, opened_at DESC, id DESC)
CREATE UNIQUE INDEX project_claim_pk ON public.project_claim USING btree (id)
CREATE UNIQUE INDEX project_context_pk ON public.project_context USING btree (id)
CREATE INDEX project_context_project ON public.project_context USING btree (project_id, id DESC)
CREATE UNIQUE INDEX project_custody_pk ON public.project_custody USING btree (project_id)
CREATE UNIQUE INDEX project_demand_pk ON public.project_demand USING btree (project_id)
CREATE INDEX project_event_actor ON public.project_event USING btree (project_id, actor, kind, from_ms) WHERE (actor IS NOT NULL)
CREATE INDEX project_event_messages ON public.project_event USING btree (to_ms) WHERE ((kind = 'message'::text) AND (source IS NOT NULL))
CREATE UNIQUE INDEX project_event_pk ON public.project_event USING btree (project_id, event_id)
CREATE INDEX project_event_seq ON public.project_event USING btree (project_id, seq)
CREATE INDEX project_exposure_order ON public.project_exposure USING btree (organisation_id, points DESC, project_id)
CREATE UNIQUE INDEX project_exposure_pk ON public.project_exposure USING btree (organisation_id, project_id)
CREATE INDEX project_exposure_project ON public.project_exposure USING btree (project_id)
CREATE UNIQUE INDEX project_history_import_pk ON public.project_history_import USING btree (id)
CREATE INDEX project_history_import_project ON public.project_history_import USING btree (project_id, requested_at DESC, id DESC)
CREATE UNIQUE INDEX project_history_import_upload ON public.project_history_import USING btree (upload_id)
CREATE INDEX project_name_claim_person ON public.project_name_claim USING btree (person_id, project_id)
CREATE UNIQUE INDEX project_name_claim_pk ON public.project_name_claim USING btree (project_id, number)
CREATE UNIQUE INDEX project_name_digest ON public.project_name USING btree (project_id, name_digest)
CREATE INDEX project_name_kept ON public.project_name USING btree (last_named_at) WHERE ((sealed_name IS NOT NULL) AND (NOT is_author))
CREATE UNIQUE INDEX project_name_link_pk ON public.project_name_link USING btree (project_id, one, other)
CREATE UNIQUE INDEX project_name_pk ON public.project_name USING btree (project_id, number)
CREATE INDEX project_name_root ON public.project_name USING btree (project_id, root)
CREATE UNIQUE INDEX project_payout_pk ON public.project_payout USING btree (id)
CREATE INDEX project_payout_project ON public.project_payout USING btree (project_id, requested_at DESC, id DESC)
CREATE INDEX project_payout_waiting ON public.project_payout USING btree (host_id, requested_at, id) WHERE (status = 'requested'::text)
CREATE UNIQUE INDEX project_pk ON public.project USING btree (id)
CREATE UNIQUE INDEX project_repository ON public.project USING btree (repository_url)
CREATE UNIQUE INDEX project_risk_pk ON public.project_risk USING btree (project_id)
CREATE UNIQUE INDEX project_score_pk ON public.project_score USING btree (project_id, method_id, axis)
CREATE INDEX project_score_stale ON public.project_score USING btree (stale_on) WHERE (stale_on IS NOT NULL)
CREATE UNIQUE INDEX project_seat_pk ON public.project_seat USING btree (project_id, person_id, kind, since)
CREATE UNIQUE INDEX project_seat_taken ON public.project_seat USING btree (project_id, person_id, kind) WHERE (ended_at IS NULL)
CREATE UNIQUE INDEX project_signal_pk ON public.project_signal USING btree (project_id, signal)
CREATE UNIQUE INDEX project_tier_change_pk ON public.project_tier_change USING btree (id)
CREATE INDEX project_tier_change_project ON public.project_tier_change USING btree (project_id, at, id)
CREATE UNIQUE INDEX project_use_pk ON public.project_use USING btree (inventory_id, project_id)
CREATE UNIQUE INDEX public_answer_pk ON public.public_answer USING btree (address)
CREATE UNIQUE INDEX rate_bucket_pk ON public.rate_bucket USING btree (caller)
CREATE UNIQUE INDEX recipient_account_organisation ON public.recipient_account USING btree (organisation_id)
CREATE UNIQUE INDEX recipient_account_person ON public.recipient_account USING btree (person_id)
CREATE UNIQUE INDEX recipient_account_pk ON public.recipient_account USING btree (id)
CREATE UNIQUE INDEX recipient_account_stripe ON public.recipient_account USING btree (stripe_account_id)
CREATE INDEX recovery_code_person ON public.recovery_code USING btree (person_id)
CREATE UNIQUE INDEX recovery_code_pk ON public.recovery_code USING btree (code_hash)
CREATE UNIQUE INDEX recurring_pledge_change_pk ON public.recurring_pledge_change USING btree (recurring_pledge_id, "position")
CREATE INDEX recurring_pledge_need ON public.recurring_pledge USING btree (need_id)
CREATE INDEX recurring_pledge_organisation ON public.recurring_pledge USING btree (organisation_id, submitted_at DESC, id DESC)
CREATE UNIQUE INDEX recurring_pledge_period_pk ON public.recurring_pledge_period USING btree (pledge_id)
CREATE INDEX recurring_pledge_period_pledge ON public.recurring_pledge_period USING btree (recurring_pledge_id, paid_at DESC)
CREATE UNIQUE INDEX recurring_pledge_pk ON public.recurring_pledge USING btree (id)
CREATE UNIQUE INDEX recurring_pledge_use_pk ON public.recurring_pledge_use USING btree (recurring_pledge_id)
CREATE INDEX refund_organisation ON public.refund USING btree (organisation_id, created_at DESC, id DESC)
CREATE INDEX refund_payment ON public.refund USING btree (payment_id)
CREATE UNIQUE INDEX refund_pk ON public.refund USING btree (id)
CREATE UNIQUE INDEX refund_stripe ON public.refund USING btree (stripe_refund_id)
CREATE INDEX release_part_need ON public.release_part USING btree (need_id) WHERE (need_id IS NOT NULL)
CREATE INDEX release_part_payment ON public.release_part USING btree (payment_id)
CREATE UNIQUE INDEX release_part_pk ON public.release_part USING btree (id)
CREATE INDEX release_part_source ON public.release_part USING btree (source, source_id) WHERE (source_id IS NOT NULL)
CREATE INDEX release_part_transfer ON public.release_part USING btree (transfer_id)
CREATE INDEX release_part_waiting ON public.release_part USING btree (released_at, id) WHERE (transfer_id IS NULL)
CREATE INDEX review_fee_milestone ON public.review_fee USING btree (milestone_id, begun_at DESC, id DESC)
CREATE UNIQUE INDEX review_fee_one_reserved ON public.review_fee USING btree (milestone_id) WHERE (status = 'reserved'::text)
CREATE UNIQUE INDEX review_fee_pk ON public.review_fee USING btree (id)
CREATE INDEX review_milestone ON public.review USING btree (milestone_id, decided_at)
CREATE UNIQUE INDEX review_pk ON public.review USING btree (id)
CREATE UNIQUE INDEX review_pool_gate_pk ON public.review_pool_gate USING btree (currency)
CREATE INDEX review_pool_gift_organisation ON public.review_pool_gift USING btree (organisation_id, requested_at DESC, id DESC)
CREATE UNIQUE INDEX review_pool_gift_pk ON public.review_pool_gift USING btree (id)
CREATE UNIQUE INDEX risk_signal_fact ON public.risk_signal USING btree (project_id, fact)
CREATE UNIQUE INDEX risk_signal_pk ON public.risk_signal USING btree (id)
CREATE INDEX risk_signal_project ON public.risk_signal USING btree (project_id, day DESC, id DESC)
CREATE INDEX role_comment_author ON public.role_comment USING btree (author_id, written_at)
CREATE INDEX role_comment_grant ON public.role_comment USING btree (grant_id, written_at DESC, id DESC)
CREATE UNIQUE INDEX role_comment_pk ON public.role_comment USING btree (id)
CREATE UNIQUE INDEX role_grant_ballot_pk ON public.role_grant_ballot USING btree (grant_id, box, voter_id)
CREATE INDEX role_grant_candidate ON public.role_grant USING btree (candidate_id, created_at DESC, id DESC)
CREATE UNIQUE INDEX role_grant_consent_pk ON public.role_grant_consent USING btree (grant_id, person_id, given_at)
CREATE INDEX role_grant_event_by ON public.role_grant_event USING btree (by_id, kind) WHERE (by_id IS NOT NULL)
CREATE UNIQUE INDEX role_grant_event_pk ON public.role_grant_event USING btree (grant_id, seq)
CREATE UNIQUE INDEX role_grant_notice_pk ON public.role_grant_notice USING btree (grant_id, opened_at, audience)
CREATE UNIQUE INDEX role_grant_of_candidate ON public.role_grant USING btree (id, candidate_id)
CREATE UNIQUE INDEX role_grant_one_open ON public.role_grant USING btree (project_id, scope, candidate_id) WHERE (status <> ALL (ARRAY['INELIGIBLE'::text, 'REJECTED'::text, 'DECLINED'::text, 'REVOKED'::text, 'EMERITUS'::text, 'EXPIRED'::text, 'WITHDRAWN'::text]))
CREATE UNIQUE INDEX role_grant_pk ON public.role_grant USING btree (id)
CREATE INDEX role_grant_project ON public.role_grant USING btree (project_id, created_at DESC, id DESC)
CREATE UNIQUE INDEX role_removal_ballot_pk ON public.role_removal_ballot USING btree (removal_id, voter_id)
CREATE INDEX role_removal_grant ON public.role_removal USING btree (grant_id, id DESC)
CREATE UNIQUE INDEX role_removal_one_open ON public.role_removal USING btree (grant_id) WHERE (status = ANY (ARRAY['PROPOSED'::text, 'VOTING'::text]))
CREATE UNIQUE INDEX role_removal_pk ON public.role_removal USING btree (id)
CREATE INDEX role_work_record_grant ON public.role_work_record USING btree (grant_id, id DESC)
CREATE UNIQUE INDEX role_work_record_pk ON public.role_work_record USING btree (id)
CREATE UNIQUE INDEX saved_method_active ON public.saved_method USING btree (organisation_id) WHERE (status = 'active'::text)
CREATE UNIQUE INDEX saved_method_pk ON public.saved_method USING btree (id)
CREATE UNIQUE INDEX saved_method_requested ON public.saved_method USING btree (organisation_id) WHERE (status = 'requested'::text)
CREATE UNIQUE INDEX saved_method_session ON public.saved_method USING btree (checkout_session_id)
CREATE UNIQUE INDEX saved_method_stripe ON public.saved_method USING btree (stripe_method_id)
CREATE UNIQUE INDEX score_due_pk ON public.score_due USING btree (project_id)
CREATE UNIQUE INDEX seat_offer_one_open ON public.seat_offer USING btree (project_id, person_id) WHERE (status = ANY (ARRAY['OFFERED'::text, 'TAKEN'::text]))
CREATE INDEX seat_offer_person ON public.seat_offer USING btree (person_id, drawn_at DESC, id DESC)
CREATE UNIQUE INDEX seat_offer_pk ON public.seat_offer USING btree (id)
CREATE INDEX seat_offer_project ON public.seat_offer USING btree (project_id, drawn_at DESC, id DESC)
CREATE INDEX session_person ON public.session USING btree (person_id)
CREATE UNIQUE INDEX session_pk ON public.session USING btree (id)
CREATE UNIQUE INDEX session_secret ON public.session USING btree (secret_hash)
CREATE UNIQUE INDEX sign_up_pk ON public.sign_up USING btree (person_id)
CREATE UNIQUE INDEX signal_clearing_once ON public.signal_clearing USING btree (signal_id, person_id)
CREATE UNIQUE INDEX signal_clearing_pk ON public.signal_clearing USING btree (signal_id, place)
CREATE UNIQUE INDEX signal_contest_open ON public.signal_contest USING btree (project_id, signal, COALESCE(purl_key, ''::text)) WHERE (status = 'open'::text)
CREATE UNIQUE INDEX signal_contest_pk ON public.signal_contest USING btree (id)
CREATE INDEX signal_contest_project ON public.signal_contest USING btree (project_id, contested_at)
CREATE UNIQUE INDEX stability_confirmation_pk ON public.stability_confirmation USING btree (project_id, person_id)
CREATE UNIQUE INDEX standing_offer_one_open ON public.standing_offer USING btree (organisation_id, project_id) WHERE (status = 'open'::text)
CREATE INDEX standing_offer_organisation ON public.standing_offer USING btree (organisation_id, opened_at DESC, id DESC)
CREATE UNIQUE INDEX standing_offer_pk ON public.standing_offer USING btree (id)
CREATE UNIQUE INDEX standing_offer_pledge ON public.standing_offer USING btree (pledge_id)
CREATE INDEX standing_offer_waiting ON public.standing_offer USING btree (project_id, opened_at, id) WHERE (status = 'open'::text)
CREATE INDEX stripe_call_dead ON public.stripe_call USING btree (finished_at) WHERE (status = 'dead'::text)
CREATE UNIQUE INDEX stripe_call_key ON public.stripe_call USING btree (idempotency_key)
CREATE INDEX stripe_call_open ON public.stripe_call USING btree (subject_id) WHERE (status = ANY (ARRAY['ready'::text, 'sending'::text]))
CREATE UNIQUE INDEX stripe_call_pk ON public.stripe_call USING btree (id)
CREATE UNIQUE INDEX stripe_cash_pk ON public.stripe_cash USING btree (organisation_id, currency)
CREATE UNIQUE INDEX stripe_customer_pk ON public.stripe_customer USING btree (organisation_id)
CREATE UNIQUE INDEX stripe_customer_stripe ON public.stripe_customer USING btree (stripe_customer_id)
CREATE UNIQUE INDEX stripe_event_pk ON public.stripe_event USING btree (id)
CREATE UNIQUE INDEX subscription_pk ON public.subscription USING btree (id)
CREATE UNIQUE INDEX subscription_session ON public.subscription USING btree (checkout_session_id)
CREATE UNIQUE INDEX subscription_stripe ON public.subscription USING btree (stripe_subscription_id)
CREATE INDEX subscription_waiting ON public.subscription USING btree (organisation_id) WHERE (requested_at IS NULL)
CREATE UNIQUE INDEX support_case_one_open ON public.support_case USING btree (project_id) WHERE (status <> 'CLOSED'::text)
CREATE UNIQUE INDEX support_case_pk ON public.support_case USING btree (id)
CREATE UNIQUE INDEX support_choice_pk ON public.support_choice USING btree (case_id, choice)
CREATE UNIQUE INDEX terms_acceptance_organisation ON public.terms_acceptance USING btree (organisation_id, terms, version) WHERE (organisation_id IS NOT NULL)
CREATE UNIQUE INDEX terms_acceptance_person ON public.terms_acceptance USING btree (person_id, terms, version) WHERE (person_id IS NOT NULL)
CREATE UNIQUE INDEX terms_acceptance_pk ON public.terms_acceptance USING btree (id)
CREATE INDEX tranche_commitment_organisation ON public.tranche_commitment USING btree (organisation_id, submitted_at DESC, id DESC)
CREATE UNIQUE INDEX tranche_commitment_pk ON public.tranche_commitment USING btree (id)
CREATE INDEX tranche_milestone ON public.tranche USING btree (milestone_id)
CREATE UNIQUE INDEX tranche_pk ON public.tranche USING btree (pledge_id)
CREATE UNIQUE INDEX tranche_place ON public.tranche USING btree (commitment_id, "position")
CREATE UNIQUE INDEX transfer_gate_pk ON public.transfer_gate USING btree (currency)
CREATE INDEX transfer_organisation ON public.transfer USING btree (organisation_id, created_at DESC, id DESC)
CREATE INDEX transfer_person ON public.transfer USING btree (person_id, created_at DESC, id DESC)
CREATE UNIQUE INDEX transfer_pk ON public.transfer USING btree (id)
CREATE UNIQUE INDEX transfer_stripe ON public.transfer USING btree (stripe_transfer_id)
CREATE INDEX transfer_waiting ON public.transfer USING btree (created_at, id) WHERE (status = ANY (ARRAY['queued'::text, 'refused'::text]))
CREATE INDEX trusted_workload_organisation ON public.trusted_workload USING btree (organisation_id)
CREATE UNIQUE INDEX trusted_workload_pk ON public.trusted_workload USING btree (id)
CREATE INDEX trusted_workload_repository_id ON public.trusted_workload USING btree (issuer, repository_id) WHERE (removed_at IS NULL)
CREATE UNIQUE INDEX upload_pk ON public.upload USING btree (id)
CREATE INDEX upload_product ON public.upload USING btree (product_id, created_at DESC)
CREATE UNIQUE INDEX vouch_one_open ON public.vouch USING btree (person_id, voucher_id) WHERE (withdrawn_at IS NULL)
CREATE UNIQUE INDEX vouch_pk ON public.vouch USING btree (id)
CREATE INDEX vouch_voucher ON public.vouch USING btree (voucher_id, given_at)
CREATE INDEX webauthn_challenge_expiry ON public.webauthn_challenge USING btree (expires_at) WHERE (assertion IS NULL)
CREATE UNIQUE INDEX webauthn_challenge_pk ON public.webauthn_challenge USING btree (id)
CREATE UNIQUE INDEX workload_token_use_pk ON public.workload_token_use USING btree (issuer, token_id)
CREATE TRIGGER allocation_plan_frozen BEFORE UPDATE ON public.allocation_plan FOR EACH ROW EXECUTE FUNCTION refuse_change_of_locked_plan()
CREATE TRIGGER approval_decision_check BEFORE INSERT ON public.approval_decision FOR EACH ROW EXECUTE FUNCTION approval_check_decision()
CREATE TRIGGER approval_decision_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.approval_decision FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER audit_checkpoint_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER audit_entry_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER audit_entry_sequence BEFORE INSERT ON public.audit_entry FOR EACH ROW EXECUTE FUNCTION audit_sequence()
CREATE TRIGGER audit_head_kept BEFORE DELETE OR TRUNCATE ON public.audit_head FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER audit_tile_root_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_tile_root FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER audit_verifier_key_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_verifier_key FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER ledger_account_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_account FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER ledger_account_open_balance AFTER INSERT ON public.ledger_account FOR EACH ROW EXECUTE FUNCTION ledger_open_balance()
CREATE TRIGGER ledger_account_kind_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_account_kind FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER ledger_posting_apply AFTER INSERT ON public.ledger_posting REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION ledger_apply_postings()
CREATE TRIGGER ledger_posting_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_posting FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE CONSTRAINT TRIGGER ledger_tx_check AFTER INSERT ON public.ledger_tx DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_check_tx()
CREATE TRIGGER ledger_tx_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_tx FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE CONSTRAINT TRIGGER membership_role_keep_admin AFTER DELETE OR UPDATE ON public.membership_role DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((old.role = 'admin'::text)) EXECUTE FUNCTION membership_keep_admin()
CREATE TRIGGER operator_grant_change BEFORE UPDATE ON public.operator_grant FOR EACH ROW EXECUTE FUNCTION operator_check_grant_change()
CREATE TRIGGER operator_grant_check BEFORE INSERT ON public.operator_grant FOR EACH ROW EXECUTE FUNCTION operator_check_grant()
CREATE TRIGGER operator_grant_kept BEFORE DELETE OR TRUNCATE ON public.operator_grant FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER operator_proposal_check BEFORE INSERT ON public.operator_proposal FOR EACH ROW EXECUTE FUNCTION operator_check_proposal()
CREATE TRIGGER operator_proposal_decision BEFORE UPDATE ON public.operator_proposal FOR EACH ROW EXECUTE FUNCTION operator_check_decision()
CREATE TRIGGER operator_proposal_kept BEFORE DELETE OR TRUNCATE ON public.operator_proposal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER outbox_message_announce AFTER INSERT ON public.outbox_message FOR EACH STATEMENT EXECUTE FUNCTION outbox_announce()
CREATE TRIGGER package_delete_scored AFTER DELETE ON public.package REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION package_delete_scored()
CREATE TRIGGER package_insert_scored AFTER INSERT ON public.package REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION package_insert_scored()
CREATE TRIGGER package_update_scored AFTER UPDATE ON public.package REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION package_update_scored()
CREATE TRIGGER package_signal_delete_scored AFTER DELETE ON public.package_signal REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION package_signal_delete_scored()
CREATE TRIGGER package_signal_insert_scored AFTER INSERT ON public.package_signal REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION package_signal_insert_scored()
CREATE TRIGGER package_signal_update_scored AFTER UPDATE ON public.package_signal REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION package_signal_update_scored()
CREATE TRIGGER pool_decision_append_only BEFORE DELETE OR UPDATE ON public.pool_decision FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER pool_decision_no_truncate BEFORE TRUNCATE ON public.pool_decision FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER probation_report_append_only BEFORE DELETE OR UPDATE ON public.probation_report FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER probation_report_no_truncate BEFORE TRUNCATE ON public.probation_report FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER project_claim_delete_scored AFTER DELETE ON public.project_claim REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION project_claim_delete_scored()
CREATE TRIGGER project_claim_insert_scored AFTER INSERT ON public.project_claim REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION project_claim_insert_scored()
CREATE TRIGGER project_claim_update_scored AFTER UPDATE ON public.project_claim REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION project_claim_update_scored()
CREATE TRIGGER project_context_append_only BEFORE DELETE OR UPDATE ON public.project_context FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER project_context_no_truncate BEFORE TRUNCATE ON public.project_context FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER project_event_kept BEFORE DELETE ON public.project_event FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER project_event_no_truncate BEFORE TRUNCATE ON public.project_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER project_signal_delete_scored AFTER DELETE ON public.project_signal REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION project_signal_delete_scored()
CREATE TRIGGER project_signal_insert_scored AFTER INSERT ON public.project_signal REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION project_signal_insert_scored()
CREATE TRIGGER project_signal_update_scored AFTER UPDATE ON public.project_signal REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION project_signal_update_scored()
CREATE TRIGGER project_tier_change_append_only BEFORE DELETE OR UPDATE ON public.project_tier_change FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER project_tier_change_no_truncate BEFORE TRUNCATE ON public.project_tier_change FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE CONSTRAINT TRIGGER release_part_in_transfer AFTER UPDATE OF transfer_id ON public.release_part DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION transfer_check_parts()
CREATE TRIGGER release_part_within_payment AFTER INSERT OR UPDATE OF payment_id, amount_minor, currency ON public.release_part FOR EACH ROW EXECUTE FUNCTION release_part_check_payment()
CREATE TRIGGER review_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.review FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER risk_signal_kept BEFORE DELETE ON public.risk_signal FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER risk_signal_no_truncate BEFORE TRUNCATE ON public.risk_signal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER role_grant_guarded BEFORE UPDATE ON public.role_grant FOR EACH ROW EXECUTE FUNCTION guard_role_grant()
CREATE TRIGGER role_grant_kept BEFORE DELETE ON public.role_grant FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER role_grant_ballot_append_only BEFORE DELETE OR UPDATE ON public.role_grant_ballot FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER role_grant_ballot_no_truncate BEFORE TRUNCATE ON public.role_grant_ballot FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER role_grant_consent_append_only BEFORE DELETE OR UPDATE ON public.role_grant_consent FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER role_grant_consent_no_truncate BEFORE TRUNCATE ON public.role_grant_consent FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER role_grant_event_append_only BEFORE DELETE OR UPDATE ON public.role_grant_event FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER role_grant_event_no_truncate BEFORE TRUNCATE ON public.role_grant_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER role_removal_ballot_append_only BEFORE DELETE OR UPDATE ON public.role_removal_ballot FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER role_removal_ballot_no_truncate BEFORE TRUNCATE ON public.role_removal_ballot FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER role_work_record_append_only BEFORE DELETE OR UPDATE ON public.role_work_record FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER role_work_record_no_truncate BEFORE TRUNCATE ON public.role_work_record FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER signal_clearing_append_only BEFORE DELETE OR UPDATE ON public.signal_clearing FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER signal_clearing_no_truncate BEFORE TRUNCATE ON public.signal_clearing FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER signal_contest_delete_scored AFTER DELETE ON public.signal_contest REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION signal_contest_delete_scored()
CREATE TRIGGER signal_contest_insert_scored AFTER INSERT ON public.signal_contest REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION signal_contest_insert_scored()
CREATE TRIGGER signal_contest_update_scored AFTER UPDATE ON public.signal_contest REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION signal_contest_update_scored()
CREATE TRIGGER stability_confirmation_delete_scored AFTER DELETE ON public.stability_confirmation REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION stability_confirmation_delete_scored()
CREATE TRIGGER stability_confirmation_insert_scored AFTER INSERT ON public.stability_confirmation REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION stability_confirmation_insert_scored()
CREATE TRIGGER stability_confirmation_update_scored AFTER UPDATE ON public.stability_confirmation REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION stability_confirmation_update_scored()
CREATE TRIGGER terms_acceptance_is_kept BEFORE DELETE OR UPDATE ON public.terms_acceptance FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE CONSTRAINT TRIGGER transfer_is_its_parts AFTER INSERT OR UPDATE OF amount_minor, currency, payment_id, person_id, organisation_id ON public.transfer DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION transfer_check_parts()
CREATE OR REPLACE FUNCTION public.approval_check_decision()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  DECLARE
    request approval_request;
  BEGIN
    IF NEW.decision <> 'approve' THEN
      RETURN NEW;
    END IF;
    SELECT * INTO request FROM approval_request WHERE id = NEW.request_id;
    IF request.requested_by = NEW.person_id THEN
      RAISE EXCEPTION 'the requester does not approve' USING ERRCODE = 'MS007';
    END IF;
    IF NEW.person_id = ANY (request.beneficiaries) THEN
      RAISE EXCEPTION 'a beneficiary does not approve' USING ERRCODE = 'MS011';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM membership_role held
                    WHERE held.organisation_id = request.organisation_id AND held.person_id = NEW.person_id
                      AND held.role = ANY (request.approver_roles) AND held.granted_at <= request.requested_at) THEN
      RAISE EXCEPTION 'no role of the approver is as old as the request' USING ERRCODE = 'MS012';
    END IF;
    RETURN NEW;
  END $function$

CREATE OR REPLACE FUNCTION public.audit_edge(size bigint, edge bytea[], leaf bytea)
 RETURNS bytea[]
 LANGUAGE plpgsql
 IMMUTABLE
AS $function$
      DECLARE
        node bytea := leaf;
      BEGIN
        WHILE size % 2 = 1 LOOP
          node := sha256('\x01'::bytea || edge[cardinality(edge)] || node);
          edge := edge[:cardinality(edge) - 1];
          size := size / 2;
        END LOOP;
        RETURN edge || node;
      END $function$

CREATE OR REPLACE FUNCTION public.audit_root(OUT size bigint, OUT root bytea)
 RETURNS record
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
      DECLARE
        edge bytea[];
      BEGIN
        SELECT head.size, head.edge INTO size, edge FROM audit_head head;
        root := CASE WHEN size = 0 THEN sha256('') ELSE edge[cardinality(edge)] END;
        FOR position IN REVERSE cardinality(edge) - 1 .. 1 LOOP
          root := sha256('\x01'::bytea || edge[position] || root);
        END LOOP;
      END $function$

CREATE OR REPLACE FUNCTION public.audit_sequence()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      BEGIN
        NEW.leaf_hash := sha256('\x00'::bytea || convert_to(NEW.canonical, 'UTF8'));
        UPDATE audit_head SET size = size + 1, edge = audit_edge(size, edge, NEW.leaf_hash) RETURNING size - 1 INTO NEW.seq;
        RETURN NEW;
      END $function$

CREATE OR REPLACE FUNCTION public.cleared_at()
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN COALESCE((NULLIF(current_setting('app.now'::text, true), ''::text))::timestamp with time zone, '-infinity'::timestamp with time zone)

CREATE OR REPLACE FUNCTION public.cleared_ballot_box()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.ballot_box'::text, true), ''::text))::uuid

CREATE OR REPLACE FUNCTION public.cleared_organisations()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN COALESCE((NULLIF(current_setting('app.organisations'::text, true), ''::text))::uuid[], '{}'::uuid[])

CREATE OR REPLACE FUNCTION public.cleared_projects()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN COALESCE((NULLIF(current_setting('app.projects'::text, true), ''::text))::uuid[], '{}'::uuid[])

CREATE OR REPLACE FUNCTION public.cleared_subjects()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN COALESCE((NULLIF(current_setting('app.subjects'::text, true), ''::text))::uuid[], '{}'::uuid[])

CREATE OR REPLACE FUNCTION public.erase_person(erasure_id uuid, at timestamp with time zone)
 RETURNS uuid[]
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
      DECLARE
        erased uuid;
        uploads uuid[];
      BEGIN
        SELECT person_id INTO erased FROM erasure WHERE id = erasure_id AND status = 'requested' AND due_at <= at FOR UPDATE;
        IF erased IS NULL THEN
          RAISE EXCEPTION 'no erasure is due' USING ERRCODE = 'MS030';
        END IF;
        PERFORM 1 FROM person WHERE id = erased FOR UPDATE;
        -- Row-level security holds for the owner of the tables too, when that is no superuser.
        PERFORM set_config('app.subjects', '{' || erased || '}', true);

        -- The keys first: whatever a copy still holds is noise from here on.
        DELETE FROM data_key WHERE subject_id = erased;
        DELETE FROM commitment_salt WHERE commitment_salt.subject = 'person:' || erased;

        DELETE FROM notification_delivery WHERE notification_id IN (SELECT id FROM notification WHERE subject_id = erased);
        DELETE FROM notification WHERE subject_id = erased;
        DELETE FROM notification_opt_out WHERE person_id = erased;
        DELETE FROM mail_address WHERE person_id = erased;
        DELETE FROM vouch WHERE person_id = erased OR voucher_id = erased;
        DELETE FROM affiliation WHERE person_id = erased;
        DELETE FROM role_comment WHERE author_id = erased;
        UPDATE project_name SET sealed_name = NULL
         WHERE (project_id, root) IN (SELECT name.project_id, name.root FROM project_name_claim JOIN project_name name USING (project_id, number) WHERE person_id = erased);
        DELETE FROM project_name_claim WHERE person_id = erased;
        -- Seats end, and what was said for them is gone; who sat when stays.
        UPDATE project_seat SET ended_at = greatest(since, at) WHERE person_id = erased AND ended_at IS NULL;
        UPDATE seat_offer SET status = 'DECLINED', settled_at = at WHERE person_id = erased AND status IN ('OFFERED', 'TAKEN');
        UPDATE pool_member SET statement = 'The person was erased.', ties = '', tied_projects = '{}', tied_organisations = '{}',
               status = CASE WHEN status IN ('APPLIED', 'ACCEPTED') THEN 'WITHDRAWN' ELSE status END WHERE person_id = erased;
        DELETE FROM adoption_answer WHERE person_id = erased;
        DELETE FROM dependency_alert_read WHERE person_id = erased;
        DELETE FROM band_access WHERE person_id = erased;
        DELETE FROM dependency_alert_off WHERE person_id = erased;
        DELETE FROM sign_up WHERE person_id = erased;
        DELETE FROM external_identity WHERE person_id = erased;
        DELETE FROM recovery_code WHERE person_id = erased;
        DELETE FROM api_token WHERE person_id = erased;
        DELETE FROM membership WHERE person_id = erased;

        DELETE FROM identity_link WHERE session_id IN (SELECT id FROM session WHERE person_id = erased);
        DELETE FROM login_attempt WHERE link_session_id IN (SELECT id FROM session WHERE person_id = erased);
        DELETE FROM webauthn_challenge WHERE assertion IS NULL AND session_id IN (SELECT id FROM session WHERE person_id = erased);
        DELETE FROM session WHERE person_id = erased AND id NOT IN (SELECT session_id FROM webauthn_challenge WHERE session_id IS NOT NULL);
        UPDATE session SET revoked_at = coalesce(revoked_at, at), client = 'other' WHERE person_id = erased;
        DELETE FROM passkey WHERE person_id = erased AND id NOT IN (SELECT passkey_id FROM webauthn_challenge WHERE passkey_id IS NOT NULL);
        UPDATE passkey SET removed_at = coalesce(removed_at, at), name = 'erased' WHERE person_id = erased;

        WITH gone AS (
          DELETE FROM upload WHERE person_id = erased AND organisation_id IS NULL
             AND id NOT IN (SELECT upload_id FROM evidence) RETURNING id
        ) SELECT coalesce(array_agg(id), '{}') INTO uploads FROM gone;
        UPDATE upload SET file_name = 'erased' WHERE person_id = erased AND organisation_id IS NULL;

        UPDATE person SET sealed_name = NULL, erased_at = at WHERE id = erased;
        RETURN uploads;
      END $function$

CREATE OR REPLACE FUNCTION public.guard_role_grant()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      DECLARE
        holding CONSTANT text[] := '{PROBATION,ACTIVE,RECERT_DUE}';
      BEGIN
        IF OLD.status = NEW.status THEN RETURN NEW; END IF;
        IF OLD.status IN ('INELIGIBLE', 'DECLINED', 'EMERITUS', 'EXPIRED', 'WITHDRAWN') THEN
          RAISE EXCEPTION 'grant % has ended as %', OLD.id, OLD.status USING ERRCODE = 'MS050';
        END IF;
        IF NEW.status = 'PROVISIONING' AND (
            SELECT count(DISTINCT kind) FROM role_grant_event
             WHERE grant_id = NEW.id AND kind IN ('fileReview', 'openVote', 'approve', 'accept', 'endCoolingOff')) < 5 THEN
          RAISE EXCEPTION 'grant % has left out comment period, vote or cooling-off', NEW.id USING ERRCODE = 'MS051';
        END IF;
        IF OLD.status = 'PROVISIONING' AND NEW.status = ANY (holding) AND (
            SELECT count(DISTINCT by_id) FROM role_grant_event WHERE grant_id = NEW.id AND kind = 'provision' AND by_id <> NEW.candidate_id) < 2 THEN
          RAISE EXCEPTION 'grant % was not given by two other people', NEW.id USING ERRCODE = 'MS051';
        END IF;
        IF NEW.status = ANY (holding) AND OLD.status NOT IN ('PROVISIONING', 'DORMANT', 'SUSPENDED', 'REVOKED', 'PROBATION', 'ACTIVE', 'RECERT_DUE')
            AND NOT (OLD.status = 'SUBMITTED' AND NEW.tier = 'T3') THEN
          RAISE EXCEPTION 'grant % would be held without having been given', NEW.id USING ERRCODE = 'MS051';
        END IF;
        IF OLD.scope = 'ADMIN' AND OLD.status = ANY (holding) AND NOT NEW.status = ANY (holding)
            AND NOT EXISTS (SELECT 1 FROM role_grant other WHERE other.project_id = OLD.project_id AND other.scope = 'ADMIN'
                               AND other.candidate_id <> OLD.candidate_id AND other.status = ANY (holding))
            AND NOT EXISTS (SELECT 1 FROM project_maintainer owner WHERE owner.project_id = OLD.project_id AND owner.person_id <> OLD.candidate_id) THEN
          RAISE EXCEPTION 'project % would be left without anybody who holds ADMIN', OLD.project_id USING ERRCODE = 'MS052';
        END IF;
        RETURN NEW;
      END $function$

CREATE OR REPLACE FUNCTION public.inside_id(outside text)
 RETURNS uuid
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  DECLARE
    body text := split_part(outside, '_', 2);
    bits text;
  BEGIN
    IF body !~ '^[0-7][0-9a-hjkmnp-tv-z]{25}$' THEN RETURN NULL; END IF;
    SELECT string_agg((strpos('0123456789abcdefghjkmnpqrstvwxyz', substr(body, place, 1)) - 1)::bit(5)::text, '' ORDER BY place)
      INTO bits FROM generate_series(1, 26) AS place;
    RETURN (SELECT string_agg(to_hex(substr(bits, 3 + 4 * place, 4)::bit(4)::int), '' ORDER BY place)
              FROM generate_series(0, 31) AS place)::uuid;
  END;
  $function$

CREATE OR REPLACE FUNCTION public.is_overloaded(project uuid, at timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
      DECLARE
        before text := current_setting('app.projects', true);
        found boolean;
      BEGIN
        PERFORM set_config('app.projects', '{' || project || '}', true);
        SELECT EXISTS (SELECT 1 FROM support_case WHERE project_id = project AND status <> 'CLOSED' AND overloaded_at > at - interval '8760 hours') INTO found;
        PERFORM set_config('app.projects', coalesce(before, ''), true);
        RETURN found;
      END $function$

CREATE OR REPLACE FUNCTION public.ledger_apply_postings()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
  DECLARE
    is_unknown boolean;
    is_sealed boolean;
    is_foreign boolean;
  BEGIN
    SELECT bool_or(tx.id IS NULL OR account.id IS NULL), bool_or(tx.xid <> pg_current_xact_id()), bool_or(kind.book <> tx.book)
      INTO is_unknown, is_sealed, is_foreign
      FROM inserted
      LEFT JOIN ledger_tx tx ON tx.id = inserted.tx_id
      LEFT JOIN ledger_account account ON account.id = inserted.account_id AND account.currency = inserted.currency
      LEFT JOIN ledger_account_kind kind ON kind.code = account.code;
    IF is_unknown THEN
      RAISE EXCEPTION 'a posting names a transaction or an account of its currency that does not exist' USING ERRCODE = 'MS008';
    END IF;
    IF is_sealed THEN
      RAISE EXCEPTION 'a ledger transaction takes no posting after its own database transaction' USING ERRCODE = 'MS002';
    END IF;
    IF is_foreign THEN
      RAISE EXCEPTION 'an account belongs to another book than its transaction' USING ERRCODE = 'MS003';
    END IF;
    PERFORM 1 FROM ledger_balance WHERE account_id IN (SELECT account_id FROM inserted) ORDER BY account_id FOR UPDATE;
    UPDATE ledger_balance SET balance = ledger_balance.balance + delta.amount
      FROM (SELECT account_id, sum(amount)::bigint AS amount FROM inserted GROUP BY account_id) AS delta
     WHERE ledger_balance.account_id = delta.account_id;
    RETURN NULL;
  END $function$

CREATE OR REPLACE FUNCTION public.ledger_check_tx()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
  DECLARE
    rows_of_tx int;
    stripe_rows int;
    unbalanced int;
  BEGIN
    SELECT coalesce(sum(rows), 0), coalesce(sum(on_stripe), 0), count(*) FILTER (WHERE total <> 0)
      INTO rows_of_tx, stripe_rows, unbalanced
      FROM (SELECT count(*) AS rows, count(*) FILTER (WHERE account.code = 'stripe.balance') AS on_stripe, sum(posting.amount) AS total
              FROM ledger_posting posting JOIN ledger_account account ON account.id = posting.account_id
             WHERE posting.tx_id = NEW.id GROUP BY posting.currency) AS by_currency;
    IF unbalanced > 0 THEN
      RAISE EXCEPTION 'the postings of % do not sum to zero', NEW.idem USING ERRCODE = 'MS004';
    END IF;
    IF rows_of_tx < 2 THEN
      RAISE EXCEPTION '% has fewer than two postings', NEW.idem USING ERRCODE = 'MS004';
    END IF;
    IF stripe_rows <> (NEW.stripe_txn IS NOT NULL)::int THEN
      RAISE EXCEPTION '%: a row on stripe.balance stands for exactly one balance transaction of Stripe', NEW.idem USING ERRCODE = 'MS005';
    END IF;
    RETURN NULL;
  END $function$

CREATE OR REPLACE FUNCTION public.ledger_open_balance()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  BEGIN
    INSERT INTO ledger_balance (account_id, side)
      SELECT NEW.id, kind.side FROM ledger_account_kind kind WHERE kind.code = NEW.code AND kind.has_floor;
    RETURN NULL;
  END $function$

CREATE OR REPLACE FUNCTION public.ledger_post(p_id uuid, p_book text, p_kind text, p_idem text, p_digest text, p_occurred_at timestamp with time zone, p_posted_at timestamp with time zone, p_cause jsonb, p_stripe_txn text, p_reverses uuid, p_codes text[], p_owners text[], p_currencies text[], p_amounts bigint[], OUT tx_id uuid, OUT created boolean)
 RETURNS record
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
  DECLARE
    known_digest text;
  BEGIN
    INSERT INTO ledger_tx (id, book, kind, idem, digest, occurred_at, posted_at, cause, stripe_txn, reverses)
      VALUES (p_id, p_book, p_kind, p_idem, p_digest, p_occurred_at, p_posted_at, p_cause, p_stripe_txn, p_reverses)
      ON CONFLICT ON CONSTRAINT ledger_tx_idem DO NOTHING;
    IF NOT FOUND THEN
      SELECT id, digest INTO tx_id, known_digest FROM ledger_tx WHERE idem = p_idem;
      IF known_digest <> p_digest THEN
        RAISE EXCEPTION '% was posted before with other rows', p_idem USING ERRCODE = 'MS006';
      END IF;
      created := false;
      RETURN;
    END IF;

    -- In one order everywhere, so that two transactions that open the same accounts cannot wait for each other.
    INSERT INTO ledger_account (code, owner, currency)
      SELECT DISTINCT entry.code, entry.owner, entry.currency
        FROM unnest(p_codes, p_owners, p_currencies) AS entry (code, owner, currency)
       WHERE NOT EXISTS (SELECT 1 FROM ledger_account known
                          WHERE known.code = entry.code AND known.owner = entry.owner AND known.currency = entry.currency)
       ORDER BY 1, 2, 3
      ON CONFLICT ON CONSTRAINT ledger_account_identity DO NOTHING;

    INSERT INTO ledger_posting (tx_id, seq, account_id, currency, amount)
      SELECT p_id, entry.seq, account.id, account.currency, entry.amount
        FROM unnest(p_codes, p_owners, p_currencies, p_amounts) WITH ORDINALITY AS entry (code, owner, currency, amount, seq)
        JOIN ledger_account account ON account.code = entry.code AND account.owner = entry.owner AND account.currency = entry.currency;
    tx_id := p_id;
    created := true;
  END $function$

CREATE OR REPLACE FUNCTION public.linked_project(key text, repository text, named_by_its_purl integer)
 RETURNS TABLE(project_id uuid, confidence integer)
 LANGUAGE sql
 STABLE
AS $function$
    SELECT link.project_id, link.confidence FROM (
      SELECT 1 AS place, package_link.project_id, package_link.confidence FROM package_link WHERE package_link.purl_key = key
      UNION ALL
      SELECT 2, package_link.project_id, package_link.confidence
        FROM package_alias JOIN package_link ON package_link.purl_key = package_alias.purl_key WHERE package_alias.alias_key = key
      UNION ALL
      SELECT 3, package_link.project_id, package_link.confidence
        FROM package_link WHERE key LIKE 'golang/%' AND package_link.purl_key IN (lower(key), regexp_replace(key, '/v[0-9]+$', ''))
      UNION ALL
      SELECT 4, project.id, named_by_its_purl FROM project WHERE project.repository_url = repository
    ) AS link ORDER BY link.place, link.confidence DESC LIMIT 1
  $function$

CREATE OR REPLACE FUNCTION public.membership_keep_admin()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        PERFORM 1 FROM organisation WHERE id = OLD.organisation_id FOR NO KEY UPDATE;
        IF NOT EXISTS (SELECT 1 FROM membership_role WHERE organisation_id = OLD.organisation_id AND role = 'admin') THEN
          RAISE EXCEPTION 'an organisation keeps an administrator' USING ERRCODE = 'MS010';
        END IF;
        RETURN NULL;
      END $function$

CREATE OR REPLACE FUNCTION public.operator_assert_approved(g operator_grant)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
  BEGIN
    IF NOT EXISTS (SELECT 1 FROM operator_proposal
                    WHERE id = g.granted_through AND status = 'approved' AND beneficiary_id = g.person_id
                      AND operator_right = g.operator_right AND right_expires_at = g.expires_at) THEN
      RAISE EXCEPTION 'a right is granted by an approved proposal' USING ERRCODE = 'MS021';
    END IF;
  END $function$

CREATE OR REPLACE FUNCTION public.operator_check_decision()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  BEGIN
    IF OLD.status <> 'proposed'
       OR (NEW.id, NEW.beneficiary_id, NEW.operator_right, NEW.right_expires_at, NEW.reason, NEW.proposed_by, NEW.proposed_at, NEW.expires_at)
          IS DISTINCT FROM
          (OLD.id, OLD.beneficiary_id, OLD.operator_right, OLD.right_expires_at, OLD.reason, OLD.proposed_by, OLD.proposed_at, OLD.expires_at) THEN
      RAISE EXCEPTION 'a proposal is decided once and not changed' USING ERRCODE = 'MS001';
    END IF;
    IF NEW.status <> 'approved' THEN
      RETURN NEW;
    END IF;
    IF NEW.decided_by = NEW.proposed_by THEN
      RAISE EXCEPTION 'the proposer does not approve' USING ERRCODE = 'MS007';
    END IF;
    IF NEW.decided_at >= NEW.expires_at
       OR NOT operator_holds(NEW.proposed_by, 'operator_admin', NEW.decided_at, NEW.proposed_at) THEN
      RAISE EXCEPTION 'the proposal has run out, or the proposer may no longer propose' USING ERRCODE = 'MS023';
    END IF;
    IF NEW.decided_by = NEW.beneficiary_id THEN
      IF NOT operator_consent_counts(NEW) THEN
        RAISE EXCEPTION 'the beneficiary does not approve' USING ERRCODE = 'MS011';
      END IF;
    ELSIF NOT operator_holds(NEW.decided_by, 'operator_admin', NEW.decided_at, NEW.proposed_at) THEN
      RAISE EXCEPTION 'no right of the approver is older than the proposal' USING ERRCODE = 'MS012';
    END IF;
    RETURN NEW;
  END $function$

CREATE OR REPLACE FUNCTION public.operator_check_grant()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  BEGIN
    IF NEW.ended_at IS NOT NULL THEN
      RAISE EXCEPTION 'a right begins before it ends' USING ERRCODE = 'MS021';
    END IF;
    IF NEW.granted_through IS NOT NULL THEN
      PERFORM operator_assert_approved(NEW);
    ELSIF current_user = 'mainstay_app' OR EXISTS (
      SELECT 1 FROM operator_grant
       WHERE operator_right = 'operator_admin' AND ended_at IS NULL AND (expires_at IS NULL OR expires_at > NEW.granted_at)) THEN
      RAISE EXCEPTION 'the first administrator is made from the machine, while there is none' USING ERRCODE = 'MS021';
    END IF;
    RETURN NEW;
  END $function$

CREATE OR REPLACE FUNCTION public.operator_check_grant_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  BEGIN
    IF OLD.ended_at IS NOT NULL
       OR (NEW.id, NEW.person_id, NEW.operator_right, NEW.granted_at) IS DISTINCT FROM (OLD.id, OLD.person_id, OLD.operator_right, OLD.granted_at) THEN
      RAISE EXCEPTION 'a right ends once and does not change its holder' USING ERRCODE = 'MS001';
    END IF;
    IF (NEW.granted_through, NEW.expires_at) IS DISTINCT FROM (OLD.granted_through, OLD.expires_at) THEN
      PERFORM operator_assert_approved(NEW);
    END IF;
    -- Whoever holds the machine may end even the last one, which is the way out when it is lost.
    IF NEW.ended_at IS NULL OR OLD.operator_right <> 'operator_admin' OR OLD.expires_at <= NEW.ended_at OR current_user <> 'mainstay_app' THEN
      RETURN NEW;
    END IF;
    -- Of two administrators who end each other at once the second one waits, and sees that the first has gone.
    PERFORM 1 FROM operator_grant WHERE operator_right = 'operator_admin' AND ended_at IS NULL ORDER BY id FOR UPDATE;
    IF NOT EXISTS (SELECT 1 FROM operator_grant
                    WHERE operator_right = 'operator_admin' AND id <> OLD.id AND ended_at IS NULL
                      AND (expires_at IS NULL OR expires_at > NEW.ended_at)) THEN
      RAISE EXCEPTION 'there is always an administrator of operators' USING ERRCODE = 'MS022';
    END IF;
    RETURN NEW;
  END $function$

CREATE OR REPLACE FUNCTION public.operator_check_proposal()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  BEGIN
    IF NEW.status <> 'proposed' THEN
      RAISE EXCEPTION 'a right is proposed first' USING ERRCODE = 'MS021';
    END IF;
    IF NOT operator_holds(NEW.proposed_by, 'operator_admin', NEW.proposed_at, NEW.proposed_at) THEN
      RAISE EXCEPTION 'only an administrator of operators proposes' USING ERRCODE = 'MS020';
    END IF;
    RETURN NEW;
  END $function$

CREATE OR REPLACE FUNCTION public.operator_consent_counts(p operator_proposal)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
  DECLARE
    first operator_grant;
  BEGIN
    -- A statement of its own, so that of two consents at once the second sees what the first has made.
    SELECT * INTO first FROM operator_grant
      WHERE person_id = p.proposed_by AND granted_through IS NULL AND ended_at IS NULL FOR UPDATE;
    RETURN p.operator_right = 'operator_admin' AND first.id IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM operator_grant other
       WHERE other.operator_right = 'operator_admin' AND other.id <> first.id AND other.granted_at >= first.granted_at);
  END $function$

CREATE OR REPLACE FUNCTION public.operator_holds(p_person uuid, p_right text, p_at timestamp with time zone, p_since timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
  BEGIN
    PERFORM 1 FROM operator_grant
      WHERE person_id = p_person AND operator_right = p_right AND ended_at IS NULL
        AND (expires_at IS NULL OR expires_at > p_at) AND granted_at < p_since FOR SHARE;
    RETURN FOUND;
  END $function$

CREATE OR REPLACE FUNCTION public.outbox_announce()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        PERFORM pg_notify('outbox_message', '');
        RETURN NULL;
      END $function$

CREATE OR REPLACE FUNCTION public.package_delete_scored()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        INSERT INTO score_due (project_id)
        SELECT DISTINCT project_id FROM (WITH changed AS (SELECT * FROM old_rows) SELECT project_id FROM changed) AS affected ORDER BY project_id
        ON CONFLICT DO NOTHING;
        RETURN NULL;
      END $function$

CREATE OR REPLACE FUNCTION public.package_insert_scored()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        INSERT INTO score_due (project_id)
        SELECT DISTINCT project_id FROM (WITH changed AS (SELECT * FROM new_rows) SELECT project_id FROM changed) AS affected ORDER BY project_id
        ON CONFLICT DO NOTHING;
        RETURN NULL;
      END $function$

CREATE OR REPLACE FUNCTION public.package_signal_delete_scored()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        INSERT INTO score_due (project_id)
        SELECT DISTINCT project_id FROM (WITH changed AS (SELECT * FROM old_rows) SELECT package.project_id FROM changed JOIN package ON package.purl_key = changed.purl_key) AS affected ORDER BY project_id
        ON CONFLICT DO NOTHING;
        RETURN NULL;
      END $function$

CREATE OR REPLACE FUNCTION public.package_signal_insert_scored()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        INSERT INTO score_due (project_id)
        SELECT DISTINCT project_id FROM (WITH changed AS (SELECT * FROM new_rows) SELECT package.project_id FROM changed JOIN package ON package.purl_key = changed.purl_key) AS affected ORDER BY project_id
        ON CONFLICT DO NOTHING;
        RETURN NULL;
      END $function$

CREATE OR REPLACE FUNCTION public.package_signal_update_scored()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        INSERT INTO score_due (project_id)
        SELECT DISTINCT project_id FROM (WITH changed AS (SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows) SELECT package.project_id FROM changed JOIN package ON package.purl_key = changed.purl_key) AS affected ORDER BY project_id
        ON CONFLICT DO NOTHING;
        RETURN NULL;
      END $function$

CREATE OR REPLACE FUNCTION public.package_update_scored()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        INSERT INTO score_due (project_id)
        SELECT DISTINCT project_id FROM (WITH changed AS (SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows) SELECT project_id FROM changed) AS affected ORDER BY project_id
        ON CONFLICT DO NOTHING;
        RETURN NULL;
      END $function$

CREATE OR REPLACE FUNCTION public.project_claim_delete_scored()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        INSERT INTO score_due (project_id)
        SELECT DISTINCT project_id FROM (WITH changed AS (SELECT * FROM old_rows) SELECT project_id FROM changed) AS affected ORDER BY project_id
        ON CONFLICT DO NOTHING;
        RETURN NULL;
      END $function$

CREATE OR REPLACE FUNCTION public.project_claim_insert_scored()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        INSERT INTO score_due (project_id)
        SELECT DISTINCT project_id FROM (WITH changed AS (SELECT * FROM new_rows) SELECT project_id FROM changed) AS affected ORDER BY project_id
        ON CONFLICT DO NOTHING;
        RETURN NULL;
      END $function$

CREATE OR REPLACE FUNCTION public.project_claim_update_scored()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        INSERT INTO score_due (project_id)
        SELECT DISTINCT project_id FROM (WITH changed AS (SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows) SELECT project_id FROM changed) AS affected ORDER BY project_id
        ON CONFLICT DO NOTHING;
        RETURN NULL;
      END $function$

CREATE OR REPLACE FUNCTION public.project_signal_delete_scored()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        INSERT INTO score_due (project_id)
        SELECT DISTINCT project_id FROM (WITH changed AS (SELECT * FROM old_rows) SELECT project_id FROM changed) AS affected ORDER BY project_id
        ON CONFLICT DO NOTHING;
        RETURN NULL;
      END $function$

CREATE OR REPLACE FUNCTION public.project_signal_insert_scored()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        INSERT INTO score_due (project_id)
        SELECT DISTINCT project_id FROM (WITH changed AS (SELECT * FROM new_rows) SELECT project_id FROM changed) AS affected ORDER BY project_id
        ON CONFLICT DO NOTHING;
        RETURN NULL;
      END $function$

CREATE OR REPLACE FUNCTION public.project_signal_update_scored()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        INSERT INTO score_due (project_id)
        SELECT DISTINCT project_id FROM (WITH changed AS (SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows) SELECT project_id FROM changed) AS affected ORDER BY project_id
        ON CONFLICT DO NOTHING;
        RETURN NULL;
      END $function$

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        RAISE EXCEPTION '% on % is refused: rows are never changed or removed', TG_OP, TG_TABLE_NAME USING ERRCODE = 'MS001';
      END $function$

CREATE OR REPLACE FUNCTION public.refuse_change_of_locked_plan()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        IF (SELECT status FROM allocation_run WHERE id = OLD.run_id) IN ('draft', 'previewed') THEN RETURN NEW; END IF;
        RAISE EXCEPTION 'the plan of run % is locked', OLD.run_id USING ERRCODE = 'MS041';
      END $function$

CREATE OR REPLACE FUNCTION public.release_part_check_payment()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  DECLARE
    paid payment;
    drawn bigint;
  BEGIN
    IF NEW.payment_id IS NULL THEN
      RETURN NULL;
    END IF;
    SELECT * INTO paid FROM payment WHERE id = NEW.payment_id FOR NO KEY UPDATE;
    SELECT sum(amount_minor) INTO drawn FROM release_part WHERE payment_id = NEW.payment_id;
    IF NEW.currency <> paid.currency OR drawn > coalesce(paid.received_minor, paid.amount_minor) - paid.returned_minor THEN
      RAISE EXCEPTION 'what is released out of payment % exceeds it', NEW.payment_id USING ERRCODE = 'MS009';
    END IF;
    RETURN NULL;
  END $function$

CREATE OR REPLACE FUNCTION public.signal_contest_delete_scored()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        INSERT INTO score_due (project_id)
        SELECT DISTINCT project_id FROM (WITH changed AS (SELECT * FROM old_rows) SELECT project_id FROM changed) AS affected ORDER BY project_id
        ON CONFLICT DO NOTHING;
        RETURN NULL;
      END $function$

CREATE OR REPLACE FUNCTION public.signal_contest_insert_scored()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        INSERT INTO score_due (project_id)
        SELECT DISTINCT project_id FROM (WITH changed AS (SELECT * FROM new_rows) SELECT project_id FROM changed) AS affected ORDER BY project_id
        ON CONFLICT DO NOTHING;
        RETURN NULL;
      END $function$

CREATE OR REPLACE FUNCTION public.signal_contest_update_scored()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        INSERT INTO score_due (project_id)
        SELECT DISTINCT project_id FROM (WITH changed AS (SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows) SELECT project_id FROM changed) AS affected ORDER BY project_id
        ON CONFLICT DO NOTHING;
        RETURN NULL;
      END $function$

CREATE OR REPLACE FUNCTION public.stability_confirmation_delete_scored()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        INSERT INTO score_due (project_id)
        SELECT DISTINCT project_id FROM (WITH changed AS (SELECT * FROM old_rows) SELECT project_id FROM changed) AS affected ORDER BY project_id
        ON CONFLICT DO NOTHING;
        RETURN NULL;
      END $function$

CREATE OR REPLACE FUNCTION public.stability_confirmation_insert_scored()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        INSERT INTO score_due (project_id)
        SELECT DISTINCT project_id FROM (WITH changed AS (SELECT * FROM new_rows) SELECT project_id FROM changed) AS affected ORDER BY project_id
        ON CONFLICT DO NOTHING;
        RETURN NULL;
      END $function$

CREATE OR REPLACE FUNCTION public.stability_confirmation_update_scored()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        INSERT INTO score_due (project_id)
        SELECT DISTINCT project_id FROM (WITH changed AS (SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows) SELECT project_id FROM changed) AS affected ORDER BY project_id
        ON CONFLICT DO NOTHING;
        RETURN NULL;
      END $function$

CREATE OR REPLACE FUNCTION public.transfer_assert_parts(checked uuid)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
  DECLARE
    sent transfer;
    parts record;
  BEGIN
    -- What nobody waits for any more may have given its parts to another one.
    SELECT * INTO sent FROM transfer WHERE id = checked AND status <> 'abandoned';
    IF sent.id IS NULL THEN
      RETURN;
    END IF;
    SELECT sum(amount_minor) AS minor, count(*) AS count,
           bool_and(currency = sent.currency AND person_id IS NOT DISTINCT FROM sent.person_id
                    AND organisation_id IS NOT DISTINCT FROM sent.organisation_id) AS alike,
           bool_and(payment_id IS NOT DISTINCT FROM sent.payment_id) AS tied
      INTO parts FROM release_part WHERE transfer_id = sent.id;
    IF parts.minor IS DISTINCT FROM sent.amount_minor OR NOT parts.alike
       OR (sent.payment_id IS NOT NULL AND NOT (parts.count = 1 AND parts.tied)) THEN
      RAISE EXCEPTION 'transfer % is not the sum of its parts', sent.id USING ERRCODE = 'MS040';
    END IF;
  END $function$

CREATE OR REPLACE FUNCTION public.transfer_check_parts()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  BEGIN
    IF TG_TABLE_NAME = 'transfer' THEN
      PERFORM transfer_assert_parts(NEW.id);
    ELSE
      PERFORM transfer_assert_parts(OLD.transfer_id);
      PERFORM transfer_assert_parts(NEW.transfer_id);
    END IF;
    RETURN NULL;
  END $function$

grant INSERT on adoption_answer to mainstay_app
grant SELECT on adoption_answer to mainstay_app
grant INSERT on adoption_call to mainstay_app
grant SELECT on adoption_call to mainstay_app
grant UPDATE on adoption_call to mainstay_app
grant INSERT on adoption_caller to mainstay_app
grant SELECT on adoption_caller to mainstay_app
grant INSERT on affiliation to mainstay_app
grant SELECT on affiliation to mainstay_app
grant DELETE on allocation_line to mainstay_app
grant INSERT on allocation_line to mainstay_app
grant SELECT on allocation_line to mainstay_app
grant UPDATE on allocation_line to mainstay_app
grant INSERT on allocation_plan to mainstay_app
grant SELECT on allocation_plan to mainstay_app
grant UPDATE on allocation_plan to mainstay_app
grant INSERT on allocation_run to mainstay_app
grant SELECT on allocation_run to mainstay_app
grant UPDATE on allocation_run to mainstay_app
grant INSERT on api_token to mainstay_app
grant SELECT on api_token to mainstay_app
grant UPDATE on api_token to mainstay_app
grant INSERT on approval_decision to mainstay_app
grant SELECT on approval_decision to mainstay_app
grant INSERT on approval_request to mainstay_app
grant SELECT on approval_request to mainstay_app
grant UPDATE on approval_request to mainstay_app
grant DELETE on approval_rule to mainstay_app
grant INSERT on approval_rule to mainstay_app
grant SELECT on approval_rule to mainstay_app
grant INSERT on audit_checkpoint to mainstay_app
grant SELECT on audit_checkpoint to mainstay_app
grant SELECT on audit_entry to mainstay_app
grant SELECT on audit_head to mainstay_app
grant INSERT on audit_tile_root to mainstay_app
grant SELECT on audit_tile_root to mainstay_app
grant INSERT on audit_verifier_key to mainstay_app
grant SELECT on audit_verifier_key to mainstay_app
grant INSERT on authenticator_change to mainstay_app
grant SELECT on authenticator_change to mainstay_app
grant DELETE on band_access to mainstay_app
grant INSERT on band_access to mainstay_app
grant SELECT on band_access to mainstay_app
grant INSERT on bank_entry to mainstay_app
grant SELECT on bank_entry to mainstay_app
grant UPDATE on bank_entry to mainstay_app
grant INSERT on billing_details to mainstay_app
grant SELECT on billing_details to mainstay_app
grant UPDATE on billing_details to mainstay_app
grant INSERT on budget to mainstay_app
grant SELECT on budget to mainstay_app
grant UPDATE on budget to mainstay_app
grant INSERT on budget_policy to mainstay_app
grant SELECT on budget_policy to mainstay_app
grant INSERT on catalogue_import to mainstay_app
grant SELECT on catalogue_import to mainstay_app
grant UPDATE on catalogue_import to mainstay_app
grant DELETE on commitment_salt to mainstay_app
grant INSERT on commitment_salt to mainstay_app
grant SELECT on commitment_salt to mainstay_app
grant INSERT on connected_payout to mainstay_app
grant SELECT on connected_payout to mainstay_app
grant UPDATE on connected_payout to mainstay_app
grant DELETE on data_key to mainstay_app
grant INSERT on data_key to mainstay_app
grant SELECT on data_key to mainstay_app
grant INSERT on dependency_alert to mainstay_app
grant SELECT on dependency_alert to mainstay_app
grant INSERT on dependency_alert_day to mainstay_app
grant SELECT on dependency_alert_day to mainstay_app
grant DELETE on dependency_alert_off to mainstay_app
grant INSERT on dependency_alert_off to mainstay_app
grant SELECT on dependency_alert_off to mainstay_app
grant INSERT on dependency_alert_read to mainstay_app
grant SELECT on dependency_alert_read to mainstay_app
grant INSERT on document_conformance to mainstay_app
grant SELECT on document_conformance to mainstay_app
grant INSERT on erasure to mainstay_app
grant SELECT on erasure to mainstay_app
grant UPDATE on erasure to mainstay_app
grant INSERT on evidence to mainstay_app
grant SELECT on evidence to mainstay_app
grant DELETE on exposure_access to mainstay_app
grant INSERT on exposure_access to mainstay_app
grant SELECT on exposure_access to mainstay_app
grant DELETE on external_identity to mainstay_app
grant INSERT on external_identity to mainstay_app
grant SELECT on external_identity to mainstay_app
grant INSERT on finding to mainstay_app
grant SELECT on finding to mainstay_app
grant UPDATE on finding to mainstay_app
grant INSERT on funding_manifest to mainstay_app
grant SELECT on funding_manifest to mainstay_app
grant UPDATE on funding_manifest to mainstay_app
grant DELETE on funding_policy to mainstay_app
grant INSERT on funding_policy to mainstay_app
grant SELECT on funding_policy to mainstay_app
grant UPDATE on funding_policy to mainstay_app
grant INSERT on host_agreement to mainstay_app
grant SELECT on host_agreement to mainstay_app
grant UPDATE on host_agreement to mainstay_app
grant INSERT on host_terms to mainstay_app
grant SELECT on host_terms to mainstay_app
grant UPDATE on host_terms to mainstay_app
grant INSERT on idempotency_record to mainstay_app
grant SELECT on idempotency_record to mainstay_app
grant UPDATE on idempotency_record to mainstay_app
grant DELETE on identity_link to mainstay_app
grant INSERT on identity_link to mainstay_app
grant SELECT on identity_link to mainstay_app
grant INSERT on in_kind_contribution to mainstay_app
grant SELECT on in_kind_contribution to mainstay_app
grant UPDATE on in_kind_contribution to mainstay_app
grant INSERT on in_kind_delivery to mainstay_app
grant SELECT on in_kind_delivery to mainstay_app
grant INSERT on inbox_receipt to mainstay_app
grant SELECT on inbox_receipt to mainstay_app
grant INSERT on inventory to mainstay_app
grant SELECT on inventory to mainstay_app
grant INSERT on inventory_component to mainstay_app
grant SELECT on inventory_component to mainstay_app
grant INSERT on inventory_document to mainstay_app
grant SELECT on inventory_document to mainstay_app
grant INSERT on inventory_graph to mainstay_app
grant SELECT on inventory_graph to mainstay_app
grant INSERT on invitation to mainstay_app
grant SELECT on invitation to mainstay_app
grant UPDATE on invitation to mainstay_app
grant DELETE on invitation_mail to mainstay_app
grant INSERT on invitation_mail to mainstay_app
grant SELECT on invitation_mail to mainstay_app
grant INSERT on invoice to mainstay_app
grant SELECT on invoice to mainstay_app
grant UPDATE on invoice to mainstay_app
grant SELECT on ledger_account to mainstay_app
grant SELECT on ledger_account_kind to mainstay_app
grant SELECT on ledger_balance to mainstay_app
grant SELECT on ledger_posting to mainstay_app
grant SELECT on ledger_tx to mainstay_app
grant DELETE on login_attempt to mainstay_app
grant INSERT on login_attempt to mainstay_app
grant SELECT on login_attempt to mainstay_app
grant INSERT on mail_address to mainstay_app
grant SELECT on mail_address to mainstay_app
grant UPDATE on mail_address to mainstay_app
grant DELETE on membership to mainstay_app
grant INSERT on membership to mainstay_app
grant SELECT on membership to mainstay_app
grant DELETE on membership_role to mainstay_app
grant INSERT on membership_role to mainstay_app
grant SELECT on membership_role to mainstay_app
grant DELETE on milestone to mainstay_app
grant INSERT on milestone to mainstay_app
grant SELECT on milestone to mainstay_app
grant UPDATE on milestone to mainstay_app
grant DELETE on milestone_funding to mainstay_app
grant INSERT on milestone_funding to mainstay_app
grant SELECT on milestone_funding to mainstay_app
grant INSERT on milestone_payout to mainstay_app
grant SELECT on milestone_payout to mainstay_app
grant INSERT on need to mainstay_app
grant SELECT on need to mainstay_app
grant UPDATE on need to mainstay_app
grant DELETE on need_payee to mainstay_app
grant INSERT on need_payee to mainstay_app
grant SELECT on need_payee to mainstay_app
grant DELETE on need_ranking to mainstay_app
grant INSERT on need_ranking to mainstay_app
grant SELECT on need_ranking to mainstay_app
grant UPDATE on need_ranking to mainstay_app
grant INSERT on notification to mainstay_app
grant SELECT on notification to mainstay_app
grant UPDATE on notification to mainstay_app
grant INSERT on notification_delivery to mainstay_app
grant SELECT on notification_delivery to mainstay_app
grant UPDATE on notification_delivery to mainstay_app
grant DELETE on notification_opt_out to mainstay_app
grant INSERT on notification_opt_out to mainstay_app
grant SELECT on notification_opt_out to mainstay_app
grant INSERT on operator_grant to mainstay_app
grant SELECT on operator_grant to mainstay_app
grant UPDATE on operator_grant to mainstay_app
grant INSERT on operator_proposal to mainstay_app
grant SELECT on operator_proposal to mainstay_app
grant UPDATE on operator_proposal to mainstay_app
grant INSERT on organisation to mainstay_app
grant SELECT on organisation to mainstay_app
grant UPDATE on organisation to mainstay_app
grant INSERT on organisation_domain to mainstay_app
grant SELECT on organisation_domain to mainstay_app
grant UPDATE on organisation_domain to mainstay_app
grant DELETE on organisation_ranking to mainstay_app
grant INSERT on organisation_ranking to mainstay_app
grant SELECT on organisation_ranking to mainstay_app
grant UPDATE on organisation_ranking to mainstay_app
grant INSERT on organisation_transfer to mainstay_app
grant SELECT on organisation_transfer to mainstay_app
grant UPDATE on organisation_transfer to mainstay_app
grant INSERT on outbox_message to mainstay_app
grant SELECT on outbox_message to mainstay_app
grant UPDATE on outbox_message to mainstay_app
grant INSERT on package to mainstay_app
grant SELECT on package to mainstay_app
grant UPDATE on package to mainstay_app
grant INSERT on package_alias to mainstay_app
grant SELECT on package_alias to mainstay_app
grant UPDATE on package_alias to mainstay_app
grant DELETE on package_confirmation to mainstay_app
grant INSERT on package_confirmation to mainstay_app
grant SELECT on package_confirmation to mainstay_app
grant INSERT on package_enrichment to mainstay_app
grant SELECT on package_enrichment to mainstay_app
grant UPDATE on package_enrichment to mainstay_app
grant SELECT on package_link to mainstay_app
grant INSERT on package_signal to mainstay_app
grant SELECT on package_signal to mainstay_app
grant UPDATE on package_signal to mainstay_app
grant INSERT on passkey to mainstay_app
grant SELECT on passkey to mainstay_app
grant UPDATE on passkey to mainstay_app
grant SELECT on payee_account to mainstay_app
grant SELECT on payer_account to mainstay_app
grant INSERT on payment to mainstay_app
grant SELECT on payment to mainstay_app
grant UPDATE on payment to mainstay_app
grant INSERT on person to mainstay_app
grant SELECT on person to mainstay_app
grant UPDATE on person to mainstay_app
grant INSERT on pledge to mainstay_app
grant SELECT on pledge to mainstay_app
grant UPDATE on pledge to mainstay_app
grant INSERT on pool_decision to mainstay_app
grant SELECT on pool_decision to mainstay_app
grant INSERT on pool_member to mainstay_app
grant SELECT on pool_member to mainstay_app
grant INSERT on probation_report to mainstay_app
grant SELECT on probation_report to mainstay_app
grant INSERT on product to mainstay_app
grant SELECT on product to mainstay_app
grant UPDATE on product to mainstay_app
grant INSERT on project to mainstay_app
grant SELECT on project to mainstay_app
grant UPDATE on project to mainstay_app
grant INSERT on project_claim to mainstay_app
grant SELECT on project_claim to mainstay_app
grant UPDATE on project_claim to mainstay_app
grant INSERT on project_context to mainstay_app
grant SELECT on project_context to mainstay_app
grant INSERT on project_custody to mainstay_app
grant SELECT on project_custody to mainstay_app
grant UPDATE on project_custody to mainstay_app
grant DELETE on project_demand to mainstay_app
grant INSERT on project_demand to mainstay_app
grant SELECT on project_demand to mainstay_app
grant INSERT on project_event to mainstay_app
grant SELECT on project_event to mainstay_app
grant DELETE on project_exposure to mainstay_app
grant INSERT on project_exposure to mainstay_app
grant SELECT on project_exposure to mainstay_app
grant UPDATE on project_exposure to mainstay_app
grant INSERT on project_history_import to mainstay_app
grant SELECT on project_history_import to mainstay_app
grant SELECT on project_in_kind to mainstay_app
grant SELECT on project_line to mainstay_app
grant SELECT on project_maintainer to mainstay_app
grant INSERT on project_name to mainstay_app
grant SELECT on project_name to mainstay_app
grant INSERT on project_name_claim to mainstay_app
grant SELECT on project_name_claim to mainstay_app
grant INSERT on project_name_link to mainstay_app
grant SELECT on project_name_link to mainstay_app
grant SELECT on project_part to mainstay_app
grant INSERT on project_payout to mainstay_app
grant SELECT on project_payout to mainstay_app
grant UPDATE on project_payout to mainstay_app
grant INSERT on project_risk to mainstay_app
grant SELECT on project_risk to mainstay_app
grant DELETE on project_score to mainstay_app
grant INSERT on project_score to mainstay_app
grant SELECT on project_score to mainstay_app
grant UPDATE on project_score to mainstay_app
grant INSERT on project_seat to mainstay_app
grant SELECT on project_seat to mainstay_app
grant DELETE on project_signal to mainstay_app
grant INSERT on project_signal to mainstay_app
grant SELECT on project_signal to mainstay_app
grant UPDATE on project_signal to mainstay_app
grant INSERT on project_tier_change to mainstay_app
grant SELECT on project_tier_change to mainstay_app
grant SELECT on project_tx to mainstay_app
grant DELETE on project_use to mainstay_app
grant INSERT on project_use to mainstay_app
grant SELECT on project_use to mainstay_app
grant INSERT on public_answer to mainstay_app
grant SELECT on public_answer to mainstay_app
grant UPDATE on public_answer to mainstay_app
grant DELETE on rate_bucket to mainstay_app
grant INSERT on rate_bucket to mainstay_app
grant SELECT on rate_bucket to mainstay_app
grant UPDATE on rate_bucket to mainstay_app
grant INSERT on recipient_account to mainstay_app
grant SELECT on recipient_account to mainstay_app
grant UPDATE on recipient_account to mainstay_app
grant INSERT on recovery_code to mainstay_app
grant SELECT on recovery_code to mainstay_app
grant UPDATE on recovery_code to mainstay_app
grant INSERT on recurring_pledge to mainstay_app
grant SELECT on recurring_pledge to mainstay_app
grant UPDATE on recurring_pledge to mainstay_app
grant INSERT on recurring_pledge_change to mainstay_app
grant SELECT on recurring_pledge_change to mainstay_app
grant INSERT on recurring_pledge_period to mainstay_app
grant SELECT on recurring_pledge_period to mainstay_app
grant INSERT on recurring_pledge_use to mainstay_app
grant SELECT on recurring_pledge_use to mainstay_app
grant UPDATE on recurring_pledge_use to mainstay_app
grant INSERT on refund to mainstay_app
grant SELECT on refund to mainstay_app
grant UPDATE on refund to mainstay_app
grant INSERT on release_part to mainstay_app
grant SELECT on release_part to mainstay_app
grant INSERT on review to mainstay_app
grant SELECT on review to mainstay_app
grant INSERT on review_fee to mainstay_app
grant SELECT on review_fee to mainstay_app
grant UPDATE on review_fee to mainstay_app
grant INSERT on review_pool_gate to mainstay_app
grant SELECT on review_pool_gate to mainstay_app
grant UPDATE on review_pool_gate to mainstay_app
grant INSERT on review_pool_gift to mainstay_app
grant SELECT on review_pool_gift to mainstay_app
grant UPDATE on review_pool_gift to mainstay_app
grant INSERT on risk_signal to mainstay_app
grant SELECT on risk_signal to mainstay_app
grant INSERT on role_comment to mainstay_app
grant SELECT on role_comment to mainstay_app
grant INSERT on role_grant to mainstay_app
grant SELECT on role_grant to mainstay_app
grant INSERT on role_grant_ballot to mainstay_app
grant SELECT on role_grant_ballot to mainstay_app
grant INSERT on role_grant_consent to mainstay_app
grant SELECT on role_grant_consent to mainstay_app
grant INSERT on role_grant_event to mainstay_app
grant SELECT on role_grant_event to mainstay_app
grant INSERT on role_grant_notice to mainstay_app
grant SELECT on role_grant_notice to mainstay_app
grant INSERT on role_removal to mainstay_app
grant SELECT on role_removal to mainstay_app
grant INSERT on role_removal_ballot to mainstay_app
grant SELECT on role_removal_ballot to mainstay_app
grant INSERT on role_work_record to mainstay_app
grant SELECT on role_work_record to mainstay_app
grant INSERT on saved_method to mainstay_app
grant SELECT on saved_method to mainstay_app
grant UPDATE on saved_method to mainstay_app
grant DELETE on score_due to mainstay_app
grant INSERT on score_due to mainstay_app
grant SELECT on score_due to mainstay_app
grant UPDATE on score_due to mainstay_app
grant INSERT on seat_offer to mainstay_app
grant SELECT on seat_offer to mainstay_app
grant INSERT on session to mainstay_app
grant SELECT on session to mainstay_app
grant UPDATE on session to mainstay_app
grant INSERT on sign_up to mainstay_app
grant SELECT on sign_up to mainstay_app
grant UPDATE on sign_up to mainstay_app
grant INSERT on signal_clearing to mainstay_app
grant SELECT on signal_clearing to mainstay_app
grant INSERT on signal_contest to mainstay_app
grant SELECT on signal_contest to mainstay_app
grant UPDATE on signal_contest to mainstay_app
grant DELETE on stability_confirmation to mainstay_app
grant INSERT on stability_confirmation to mainstay_app
grant SELECT on stability_confirmation to mainstay_app
grant UPDATE on stability_confirmation to mainstay_app
grant INSERT on standing_offer to mainstay_app
grant SELECT on standing_offer to mainstay_app
grant UPDATE on standing_offer to mainstay_app
grant SELECT on statement_line to mainstay_app
grant INSERT on stripe_call to mainstay_app
grant SELECT on stripe_call to mainstay_app
grant UPDATE on stripe_call to mainstay_app
grant INSERT on stripe_cash to mainstay_app
grant SELECT on stripe_cash to mainstay_app
grant UPDATE on stripe_cash to mainstay_app
grant INSERT on stripe_customer to mainstay_app
grant SELECT on stripe_customer to mainstay_app
grant UPDATE on stripe_customer to mainstay_app
grant INSERT on stripe_event to mainstay_app
grant SELECT on stripe_event to mainstay_app
grant UPDATE on stripe_event to mainstay_app
grant INSERT on subscription to mainstay_app
grant SELECT on subscription to mainstay_app
grant UPDATE on subscription to mainstay_app
grant INSERT on support_case to mainstay_app
grant SELECT on support_case to mainstay_app
grant INSERT on support_choice to mainstay_app
grant SELECT on support_choice to mainstay_app
grant INSERT on terms_acceptance to mainstay_app
grant SELECT on terms_acceptance to mainstay_app
grant INSERT on tranche to mainstay_app
grant SELECT on tranche to mainstay_app
grant UPDATE on tranche to mainstay_app
grant INSERT on tranche_commitment to mainstay_app
grant SELECT on tranche_commitment to mainstay_app
grant UPDATE on tranche_commitment to mainstay_app
grant INSERT on transfer to mainstay_app
grant SELECT on transfer to mainstay_app
grant UPDATE on transfer to mainstay_app
grant INSERT on transfer_gate to mainstay_app
grant SELECT on transfer_gate to mainstay_app
grant UPDATE on transfer_gate to mainstay_app
grant INSERT on trusted_workload to mainstay_app
grant SELECT on trusted_workload to mainstay_app
grant UPDATE on trusted_workload to mainstay_app
grant INSERT on upload to mainstay_app
grant SELECT on upload to mainstay_app
grant UPDATE on upload to mainstay_app
grant INSERT on vouch to mainstay_app
grant SELECT on vouch to mainstay_app
grant DELETE on webauthn_challenge to mainstay_app
grant INSERT on webauthn_challenge to mainstay_app
grant SELECT on webauthn_challenge to mainstay_app
grant UPDATE on webauthn_challenge to mainstay_app
grant DELETE on workload_token_use to mainstay_app
grant INSERT on workload_token_use to mainstay_app
grant SELECT on workload_token_use to mainstay_app
account bank.operating: cash, debit, floor f
account bank.transit: cash, debit, floor f
account clawback: cash, debit, floor t
account dispute.receivable: cash, debit, floor t
account equity.float: cash, credit, floor f
account expense.chargeback_loss: cash, debit, floor f
account expense.connect: cash, debit, floor f
account expense.dispute_fee: cash, debit, floor f
account expense.processing: cash, debit, floor f
account expense.writeoff: cash, debit, floor f
account fx.gain: cash, credit, floor f
account fx.loss: cash, debit, floor f
account fx.position: cash, debit, floor f
account held.grant: cash, credit, floor t
account held.milestone: cash, credit, floor t
account held.org: cash, credit, floor t
account held.pledge: cash, credit, floor t
account held.pool: cash, credit, floor t
account held.project: cash, credit, floor t
account held.review: cash, credit, floor t
account held.tranche: cash, credit, floor t
account income.platform_fee: cash, credit, floor f
account memo.commitment: memo, debit, floor f
account memo.inkind: memo, credit, floor f
account memo.inkind_due: memo, debit, floor f
account memo.pledged: memo, credit, floor f
account mirror.bank: memo, debit, floor f
account mirror.connected: memo, debit, floor f
account mirror.payout_transit: memo, debit, floor f
account mirror.source: memo, credit, floor f
account payable: cash, credit, floor t
account refund.payable: cash, credit, floor t
account stripe.balance: cash, debit, floor f
account stripe.clearing: cash, debit, floor f
account transfer.clearing: cash, credit, floor t
account unapplied: cash, credit, floor t
policy adoption_answer_erased on adoption_answer for DELETE to {public} using (person_id = ANY (( SELECT cleared_subjects() AS cleared_subjects)::uuid[])) check 
policy adoption_answer_seen on adoption_answer for SELECT to {public} using ((person_id = ANY (( SELECT cleared_subjects() AS cleared_subjects)::uuid[])) OR (EXISTS ( SELECT 1
   FROM adoption_caller caller
  WHERE (caller.call_id = adoption_answer.call_id)))) check 
policy adoption_answer_written on adoption_answer for INSERT to {public} using  check (person_id = ANY (( SELECT cleared_subjects() AS cleared_subjects)::uuid[]))
policy adoption_caller_cleared on adoption_caller for ALL to {public} using ((organisation_id = ANY (( SELECT cleared_organisations() AS cleared_organisations)::uuid[])) OR (project_id = ANY (( SELECT cleared_projects() AS cleared_projects)::uuid[]))) check (organisation_id = ANY (( SELECT cleared_organisations() AS cleared_organisations)::uuid[]))
policy allocation_line_cleared on allocation_line for ALL to {public} using (organisation_id = ANY (( SELECT cleared_organisations() AS cleared_organisations)::uuid[])) check 
policy allocation_plan_cleared on allocation_plan for ALL to {public} using (organisation_id = ANY (( SELECT cleared_organisations() AS cleared_organisations)::uuid[])) check 
policy budget_policy_cleared on budget_policy for ALL to {public} using (organisation_id = ANY (( SELECT cleared_organisations() AS cleared_organisations)::uuid[])) check 
policy data_key_of_names on data_key for SELECT to {public} using ((purpose = 'name'::text) AND ((EXISTS ( SELECT 1
   FROM sign_up
  WHERE ((sign_up.person_id = data_key.subject_id) AND sign_up.is_named))) OR (EXISTS ( SELECT 1
   FROM membership
  WHERE ((membership.person_id = data_key.subject_id) AND (membership.organisation_id = ANY (cleared_organisations()))))))) check 
policy data_key_own on data_key for ALL to {public} using (subject_id = ANY (( SELECT cleared_subjects() AS cleared_subjects)::uuid[])) check 
policy dependency_alert_cleared on dependency_alert for ALL to {public} using (organisation_id = ANY (( SELECT cleared_organisations() AS cleared_organisations)::uuid[])) check 
policy dependency_alert_day_cleared on dependency_alert_day for ALL to {public} using (organisation_id = ANY (( SELECT cleared_organisations() AS cleared_organisations)::uuid[])) check 
policy dependency_alert_off_cleared on dependency_alert_off for ALL to {public} using ((organisation_id = ANY (( SELECT cleared_organisations() AS cleared_organisations)::uuid[])) OR (person_id = ANY (( SELECT cleared_subjects() AS cleared_subjects)::uuid[]))) check 
policy dependency_alert_read_cleared on dependency_alert_read for ALL to {public} using (person_id = ANY (( SELECT cleared_subjects() AS cleared_subjects)::uuid[])) check 
policy document_conformance_cleared on document_conformance for ALL to {public} using (organisation_id = ANY (( SELECT cleared_organisations() AS cleared_organisations)::uuid[])) check 
policy evidence_cleared on evidence for ALL to {public} using ((embargoed_until IS NULL) OR (embargoed_until <= ( SELECT cleared_at() AS cleared_at)) OR (submitted_by = ANY (( SELECT cleared_subjects() AS cleared_subjects)::uuid[])) OR (EXISTS ( SELECT 1
   FROM (membership_role held
     JOIN organisation ON ((organisation.id = held.organisation_id)))
  WHERE ((held.person_id = ANY (cleared_subjects())) AND (held.role = 'reviewer'::text) AND (organisation.kind = 'FOUNDATION'::text))))) check 
policy funding_policy_cleared on funding_policy for ALL to {public} using (organisation_id = ANY (( SELECT cleared_organisations() AS cleared_organisations)::uuid[])) check 
policy inventory_cleared on inventory for ALL to {public} using (organisation_id = ANY (( SELECT cleared_organisations() AS cleared_organisations)::uuid[])) check 
policy inventory_component_cleared on inventory_component for ALL to {public} using (organisation_id = ANY (( SELECT cleared_organisations() AS cleared_organisations)::uuid[])) check 
policy inventory_document_cleared on inventory_document for ALL to {public} using (organisation_id = ANY (( SELECT cleared_organisations() AS cleared_organisations)::uuid[])) check 
policy inventory_graph_cleared on inventory_graph for ALL to {public} using (organisation_id = ANY (( SELECT cleared_organisations() AS cleared_organisations)::uuid[])) check 
policy need_ranking_cleared on need_ranking for ALL to {public} using ((organisation_id = ANY (( SELECT cleared_organisations() AS cleared_organisations)::uuid[])) OR (project_id = ANY (( SELECT cleared_projects() AS cleared_projects)::uuid[]))) check 
policy notification_own on notification for ALL to {public} using (subject_id = ANY (( SELECT cleared_subjects() AS cleared_subjects)::uuid[])) check 
policy organisation_ranking_cleared on organisation_ranking for ALL to {public} using (organisation_id = ANY (( SELECT cleared_organisations() AS cleared_organisations)::uuid[])) check 
policy product_cleared on product for ALL to {public} using (organisation_id = ANY (( SELECT cleared_organisations() AS cleared_organisations)::uuid[])) check 
policy project_demand_called on project_demand for SELECT to {public} using ((cardinality(( SELECT cleared_subjects() AS cleared_subjects)) > 0) AND (EXISTS ( SELECT 1
   FROM adoption_call call
  WHERE ((call.project_id = project_demand.project_id) AND (call.status = 'open'::text))))) check 
policy project_demand_counted on project_demand for INSERT to {public} using  check true
policy project_demand_maintained on project_demand for SELECT to {public} using (EXISTS ( SELECT 1
   FROM project_maintainer maintainer
  WHERE ((maintainer.project_id = project_demand.project_id) AND (maintainer.person_id = ANY (cleared_subjects()))))) check 
policy project_demand_replaced on project_demand for DELETE to {public} using true check 
policy project_exposure_cleared on project_exposure for ALL to {public} using ((organisation_id = ANY (( SELECT cleared_organisations() AS cleared_organisations)::uuid[])) OR (project_id = ANY (( SELECT cleared_projects() AS cleared_projects)::uuid[]))) check 
policy project_use_cleared on project_use for ALL to {public} using (organisation_id = ANY (( SELECT cleared_organisations() AS cleared_organisations)::uuid[])) check 
policy recurring_pledge_use_cleared on recurring_pledge_use for ALL to {public} using (organisation_id = ANY (( SELECT cleared_organisations() AS cleared_organisations)::uuid[])) check 
policy review_cleared on review for ALL to {public} using ((reviewer_id = ANY (( SELECT cleared_subjects() AS cleared_subjects)::uuid[])) OR (EXISTS ( SELECT 1
   FROM (milestone
     JOIN need ON ((need.id = milestone.need_id)))
  WHERE ((milestone.id = review.milestone_id) AND (need.recipient_person_id = ANY (cleared_subjects())))))) check 
policy role_grant_ballot_cleared on role_grant_ballot for ALL to {public} using ((grant_id = ( SELECT cleared_ballot_box() AS cleared_ballot_box)) OR (voter_id = ANY (( SELECT cleared_subjects() AS cleared_subjects)::uuid[]))) check (grant_id = ( SELECT cleared_ballot_box() AS cleared_ballot_box))
policy role_removal_ballot_cleared on role_removal_ballot for ALL to {public} using ((grant_id = ( SELECT cleared_ballot_box() AS cleared_ballot_box)) OR (voter_id = ANY (( SELECT cleared_subjects() AS cleared_subjects)::uuid[]))) check (grant_id = ( SELECT cleared_ballot_box() AS cleared_ballot_box))
policy standing_offer_cleared on standing_offer for ALL to {public} using ((organisation_id = ANY (( SELECT cleared_organisations() AS cleared_organisations)::uuid[])) OR (project_id = ANY (( SELECT cleared_projects() AS cleared_projects)::uuid[]))) check (organisation_id = ANY (( SELECT cleared_organisations() AS cleared_organisations)::uuid[]))
policy support_case_cleared on support_case for ALL to {public} using ((project_id = ANY (( SELECT cleared_projects() AS cleared_projects)::uuid[])) OR (EXISTS ( SELECT 1
   FROM project_maintainer owner
  WHERE ((owner.project_id = support_case.project_id) AND (owner.person_id = ANY (( SELECT cleared_subjects() AS cleared_subjects)::uuid[]))))) OR (EXISTS ( SELECT 1
   FROM project_seat seat
  WHERE ((seat.project_id = support_case.project_id) AND (seat.kind = 'STEWARD'::text) AND (seat.ended_at IS NULL) AND (seat.person_id = ANY (( SELECT cleared_subjects() AS cleared_subjects)::uuid[])))))) check 
policy support_choice_cleared on support_choice for ALL to {public} using (case_id IN ( SELECT support_case.id
   FROM support_case)) check 
policy upload_cleared on upload for ALL to {public} using 
CASE
    WHEN (organisation_id IS NULL) THEN (person_id = ANY (( SELECT cleared_subjects() AS cleared_subjects)::uuid[]))
    ELSE (organisation_id = ANY (( SELECT cleared_organisations() AS cleared_organisations)::uuid[]))
END check 
row security of adoption_answer, forced
row security of adoption_caller, forced
row security of allocation_line, forced
row security of allocation_plan, forced
row security of budget_policy, forced
row security of data_key, forced
row security of dependency_alert, forced
row security of dependency_alert_day, forced
row security of dependency_alert_off, forced
row security of dependency_alert_read, forced
row security of document_conformance, forced
row security of evidence, forced
row security of funding_policy, forced
row security of inventory, forced
row security of inventory_component, forced
row security of inventory_document, forced
row security of inventory_graph, forced
row security of need_ranking, forced
row security of notification, forced
row security of organisation_ranking, forced
row security of product, forced
row security of project_demand, forced
row security of project_exposure, forced
row security of project_use, forced
row security of recurring_pledge_use, forced
row security of review, forced
row security of role_grant_ballot, forced
row security of role_removal_ballot, forced
row security of standing_offer, forced
row security of support_case, forced
row security of support_choice, forced
row security of upload, forced
view package_link:  SELECT purl_key,
    project_id,
        CASE
            WHEN (EXISTS ( SELECT 1
               FROM (package_confirmation confirmation
                 JOIN project_maintainer maintainer ON (((maintainer.person_id = confirmation.person_id) AND (maintainer.project_id = package.project_id))))
              WHERE (confirmation.purl_key = package.purl_key))) THEN 100
            ELSE confidence
        END AS confidence
   FROM package;
view payee_account:  SELECT inside_id(split_part(ledger_account.owner, '/'::text, 1)) AS payee_id,
    ledger_account.id AS account_id
   FROM ledger_account
  WHERE (ledger_account.code = 'payable'::text)
UNION ALL
 SELECT transfer.payee_id,
    account.id AS account_id
   FROM (( SELECT transfer_1.id,
            transfer_1.person_id AS payee_id
           FROM transfer transfer_1
          WHERE (transfer_1.person_id IS NOT NULL)
        UNION ALL
         SELECT transfer_1.id,
            transfer_1.organisation_id
           FROM transfer transfer_1
          WHERE (transfer_1.organisation_id IS NOT NULL)) transfer
     JOIN ledger_account account ON ((inside_id(split_part(account.owner, '/'::text, 1)) = transfer.id)))
  WHERE (account.code = 'transfer.clearing'::text)
UNION ALL
 SELECT transfer.payee_id,
    posting.account_id
   FROM ((( SELECT transfer_1.id,
            transfer_1.person_id AS payee_id
           FROM transfer transfer_1
          WHERE (transfer_1.person_id IS NOT NULL)
        UNION ALL
         SELECT transfer_1.id,
            transfer_1.organisation_id
           FROM transfer transfer_1
          WHERE (transfer_1.organisation_id IS NOT NULL)) transfer
     JOIN ledger_tx tx ON ((tx.idem = ('transfer_mirrored:'::text || transfer.id))))
     JOIN ledger_posting posting ON ((posting.tx_id = tx.id)));
view payer_account:  SELECT inside_id(split_part(ledger_account.owner, '/'::text, 1)) AS payer_id,
    ledger_account.id AS account_id
   FROM ledger_account
  WHERE (ledger_account.code = ANY (ARRAY['held.org'::text, 'unapplied'::text]))
UNION ALL
 SELECT pledge.organisation_id AS payer_id,
    account.id AS account_id
   FROM (pledge
     JOIN ledger_account account ON ((inside_id(split_part(account.owner, '/'::text, 1)) = pledge.id)))
  WHERE (account.code = ANY (ARRAY['held.pledge'::text, 'memo.commitment'::text, 'memo.pledged'::text]))
UNION ALL
 SELECT pledge.organisation_id AS payer_id,
    account.id AS account_id
   FROM (pledge
     JOIN ledger_account account ON ((inside_id(split_part(account.owner, '/'::text, 2)) = pledge.id)))
  WHERE (account.code = 'held.milestone'::text)
UNION ALL
 SELECT refund.organisation_id AS payer_id,
    account.id AS account_id
   FROM (refund
     JOIN ledger_account account ON ((inside_id(split_part(account.owner, '/'::text, 1)) = refund.id)))
  WHERE (account.code = 'refund.payable'::text);
view project_in_kind:  SELECT need.project_id,
    tx.kind,
    posting.currency,
    posting.amount
   FROM ((((need
     JOIN in_kind_contribution offer ON ((offer.need_id = need.id)))
     JOIN ledger_account account ON (((account.code = 'memo.inkind'::text) AND (inside_id(split_part(account.owner, '/'::text, 1)) = offer.id))))
     JOIN ledger_posting posting ON ((posting.account_id = account.id)))
     JOIN ledger_tx tx ON ((tx.id = posting.tx_id)));
view project_line:  SELECT
        CASE
            WHEN (line.transfer_id IS NULL) THEN line.project_id
            ELSE part.project_id
        END AS project_id,
    line.tx_id,
    line.seq,
    line.posted_at,
    line.book,
    line.kind,
    line.code,
    line.currency,
    line.payer_id,
    line.pledge_id,
    line.need_id,
        CASE
            WHEN (part.id IS NULL) THEN line.amount
            WHEN (line.amount < 0) THEN (- part.amount_minor)
            ELSE part.amount_minor
        END AS amount
   FROM (statement_line line
     LEFT JOIN project_part part ON ((part.transfer_id = line.transfer_id)));
view project_maintainer:  SELECT project_id,
    person_id
   FROM project_claim
  WHERE (status = ANY (ARRAY['verified'::text, 'resolved'::text]));
view project_part:  SELECT need.project_id,
    part.id,
    part.transfer_id,
    part.amount_minor
   FROM (need
     JOIN release_part part ON ((part.need_id = need.id)))
UNION ALL
 SELECT payout.project_id,
    part.id,
    part.transfer_id,
    part.amount_minor
   FROM (project_payout payout
     JOIN release_part part ON (((part.source = 'project_payout'::text) AND (part.source_id = payout.id))))
UNION ALL
 SELECT agreement.project_id,
    part.id,
    part.transfer_id,
    part.amount_minor
   FROM (host_agreement agreement
     JOIN release_part part ON (((part.source = 'project_exit'::text) AND (part.source_id = agreement.id))))
UNION ALL
 SELECT NULL::uuid AS project_id,
    release_part.id,
    release_part.transfer_id,
    release_part.amount_minor
   FROM release_part
  WHERE (release_part.source <> ALL (ARRAY['milestone'::text, 'project_payout'::text, 'project_exit'::text]));
view project_tx:  SELECT need.project_id,
    posting.tx_id
   FROM (((need
     JOIN pledge ON ((pledge.need_id = need.id)))
     JOIN ledger_account account ON ((inside_id(split_part(account.owner, '/'::text, 1)) = pledge.id)))
     JOIN ledger_posting posting ON ((posting.account_id = account.id)))
UNION ALL
 SELECT need.project_id,
    posting.tx_id
   FROM (((need
     JOIN pledge ON ((pledge.need_id = need.id)))
     JOIN ledger_account account ON ((inside_id(split_part(account.owner, '/'::text, 2)) = pledge.id)))
     JOIN ledger_posting posting ON ((posting.account_id = account.id)))
UNION ALL
 SELECT inside_id(split_part(account.owner, '/'::text, 2)) AS project_id,
    posting.tx_id
   FROM (ledger_account account
     JOIN ledger_posting posting ON ((posting.account_id = account.id)))
  WHERE (account.code = 'held.project'::text)
UNION ALL
 SELECT part.project_id,
    posting.tx_id
   FROM ((project_part part
     JOIN ledger_account account ON ((inside_id(split_part(account.owner, '/'::text, 1)) = part.transfer_id)))
     JOIN ledger_posting posting ON ((posting.account_id = account.id)))
UNION ALL
 SELECT part.project_id,
    tx.id AS tx_id
   FROM ((project_part part
     JOIN bank_entry entry ON ((entry.transfer_id = part.transfer_id)))
     JOIN ledger_tx tx ON ((tx.idem = ('paid_by_bank:'::text || entry.id))));
view statement_line:  SELECT tx.id AS tx_id,
    posting.seq,
    tx.posted_at,
    tx.occurred_at,
    tx.book,
    tx.kind,
    tx.idem,
    tx.cause,
    tx.stripe_txn,
    tx.digest,
    posting.account_id,
    account.code,
    account.owner,
    posting.currency,
    posting.amount,
    payment.id AS payment_id,
    refund.id AS refund_id,
    transfer.id AS transfer_id,
    pledge.id AS pledge_id,
    milestone.id AS milestone_id,
    need.id AS need_id,
    COALESCE(need.project_id,
        CASE
            WHEN (account.code = 'held.project'::text) THEN named.second
            ELSE NULL::uuid
        END, ((tx.cause ->> 'projectId'::text))::uuid) AS project_id,
        CASE
            WHEN (account.code = ANY (ARRAY['held.org'::text, 'unapplied'::text])) THEN named.first
            WHEN (account.code = ANY (ARRAY['held.pledge'::text, 'held.milestone'::text, 'memo.commitment'::text, 'memo.pledged'::text])) THEN pledge.organisation_id
            WHEN (account.code = 'refund.payable'::text) THEN refund.organisation_id
            ELSE NULL::uuid
        END AS payer_id,
        CASE
            WHEN (account.code = 'payable'::text) THEN named.first
            WHEN ((account.code = 'transfer.clearing'::text) OR (account.code ~~ 'mirror.%'::text)) THEN COALESCE(transfer.person_id, transfer.organisation_id, recipient.person_id, recipient.organisation_id)
            ELSE NULL::uuid
        END AS payee_id
   FROM ((((((((((((ledger_tx tx
     JOIN ledger_posting posting ON ((posting.tx_id = tx.id)))
     JOIN ledger_account account ON ((account.id = posting.account_id)))
     CROSS JOIN LATERAL ( SELECT inside_id(split_part(account.owner, '/'::text, 1)) AS first,
            inside_id(split_part(account.owner, '/'::text, 2)) AS second) named)
     LEFT JOIN refund ON ((refund.id =
        CASE
            WHEN (account.code = 'refund.payable'::text) THEN named.first
            ELSE ((tx.cause ->> 'refundId'::text))::uuid
        END)))
     LEFT JOIN transfer ON ((transfer.id =
        CASE
            WHEN (account.code = 'transfer.clearing'::text) THEN named.first
            ELSE ((tx.cause ->> 'transferId'::text))::uuid
        END)))
     LEFT JOIN invoice ON ((invoice.id = ((tx.cause ->> 'invoiceId'::text))::uuid)))
     LEFT JOIN payment ON ((payment.id = COALESCE(refund.payment_id, ((tx.cause ->> 'paymentId'::text))::uuid, invoice.payment_id))))
     LEFT JOIN pledge ON ((pledge.id =
        CASE
            WHEN (account.code = ANY (ARRAY['held.pledge'::text, 'memo.commitment'::text, 'memo.pledged'::text])) THEN named.first
            WHEN (account.code = 'held.milestone'::text) THEN named.second
            ELSE COALESCE(((tx.cause ->> 'pledgeId'::text))::uuid, refund.pledge_id, payment.pledge_id)
        END)))
     LEFT JOIN milestone ON ((milestone.id =
        CASE
            WHEN (account.code = 'held.milestone'::text) THEN named.first
            ELSE ((tx.cause ->> 'milestoneId'::text))::uuid
        END)))
     LEFT JOIN need ON ((need.id = COALESCE(pledge.need_id, milestone.need_id))))
     LEFT JOIN connected_payout payout ON ((payout.id = ((tx.cause ->> 'connectedPayoutId'::text))::uuid)))
     LEFT JOIN recipient_account recipient ON ((recipient.id = payout.recipient_id)));
