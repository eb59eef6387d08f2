import { anyone, asParent, person, signedIn, type FieldPolicy, type FieldRule } from '#platform/graphql';
import { belongsTo, parseId } from '#platform/kernel';

const memberOfParent: FieldRule = ({ principal, source }) =>
  belongsTo(principal, parseId('org', (source as { id: string }).id));

export const identityPolicy: FieldPolicy = {
  'Query.viewer': signedIn,
  'Viewer.person': asParent,
  'Viewer.memberships': person,
  'Viewer.apiTokens': person,
  'Viewer.mailAddress': person,
  'MailAddress.*': asParent,
  'Membership.*': asParent,
  'ApiToken.*': asParent,
  'Person.*': anyone,
  'Organisation.members': memberOfParent,
  'Organisation.*': asParent,
  'OrganisationMember.*': asParent,
  'Mutation.createOrganisation': person,
  'Mutation.inviteMember': person,
  'Mutation.acceptInvitation': person,
  'Mutation.createApiToken': person,
  'Mutation.revokeApiToken': person,
  'Mutation.setMailAddress': person,
  'Mutation.confirmMailAddress': anyone,
  'Mutation.inviteMemberByMail': person,
  'SetMailAddressPayload.*': asParent,
  'ConfirmMailAddressPayload.*': asParent,
  'InviteMemberByMailPayload.*': asParent,
  'CreateOrganisationPayload.*': asParent,
  'InviteMemberPayload.*': asParent,
  'AcceptInvitationPayload.*': asParent,
  'CreateApiTokenPayload.*': asParent,
  'RevokeApiTokenPayload.*': asParent,
};
