import { allOf, anyone, asParent, person, scoped, type FieldPolicy, type FieldRule } from '#platform/graphql';
import { belongsTo, hasRole, parseId } from '#platform/kernel';

const memberOfParent: FieldRule = ({ principal, source }) =>
  belongsTo(principal, parseId('org', (source as { id: string }).id));

const adminOfParent: FieldRule = ({ principal, source }) =>
  hasRole(principal, parseId('org', (source as { id: string }).id), ['admin']);

export const identityPolicy: FieldPolicy = {
  'Query.viewer': scoped('identity:read'),
  'Viewer.person': asParent,
  'Viewer.memberships': person,
  'Viewer.apiTokens': person,
  'Viewer.organisationTransfers': person,
  'Membership.*': asParent,
  'ApiToken.*': asParent,
  'Person.*': anyone,
  'Organisation.members': allOf(scoped('identity:read'), memberOfParent),
  'Organisation.transfer': allOf(person, memberOfParent),
  'Organisation.invitations': adminOfParent,
  'Organisation.*': asParent,
  'OrganisationMember.*': asParent,
  'Invitation.*': asParent,
  'OrganisationTransfer.*': asParent,
  'Mutation.createOrganisation': person,
  'Mutation.inviteMember': person,
  'Mutation.acceptInvitation': person,
  'Mutation.changeMemberRoles': person,
  'Mutation.removeMember': person,
  'Mutation.leaveOrganisation': person,
  'Mutation.revokeInvitation': person,
  'Mutation.proposeOrganisationTransfer': person,
  'Mutation.acceptOrganisationTransfer': person,
  'Mutation.declineOrganisationTransfer': person,
  'Mutation.withdrawOrganisationTransfer': person,
  'Mutation.createApiToken': person,
  'Mutation.revokeApiToken': person,
  'CreateOrganisationPayload.*': asParent,
  'InviteMemberPayload.*': asParent,
  'AcceptInvitationPayload.*': asParent,
  'ChangeMemberRolesPayload.*': asParent,
  'RemoveMemberPayload.*': asParent,
  'LeaveOrganisationPayload.*': asParent,
  'RevokeInvitationPayload.*': asParent,
  'ProposeOrganisationTransferPayload.*': asParent,
  'AcceptOrganisationTransferPayload.*': asParent,
  'DeclineOrganisationTransferPayload.*': asParent,
  'WithdrawOrganisationTransferPayload.*': asParent,
  'CreateApiTokenPayload.*': asParent,
  'RevokeApiTokenPayload.*': asParent,
};
