import type { Person } from '../person.js';
import type { Cast } from './cast.js';

type Intent = 'GIVE' | 'RECEIVE' | 'RUN_PROGRAMME';

/** Everybody adds a passkey and says what they came for; those who deal in public are named. */
export async function signUpAll({ maintainer, engineer, finance, officer, reviewer }: Cast): Promise<void> {
  const plan: readonly (readonly [Person, Intent, boolean])[] = [
    [maintainer, 'RECEIVE', true],
    [engineer, 'GIVE', false],
    [finance, 'GIVE', false],
    [officer, 'RUN_PROGRAMME', false],
    [reviewer, 'RUN_PROGRAMME', false],
  ];
  for (const [person, intent, isNamed] of plan) {
    await person.signIn();
    await person.addPasskey();
    await person.mutate('completeSignUp', 'CompleteSignUpInput', 'signUp { completedAt }', {
      intents: [intent],
      displayName: person.name,
      isNamed,
    });
  }
}

/** Reads the terms that are asked for now, and accepts them by their digest. */
export async function acceptTerms(
  person: Person,
  name: 'GIVER' | 'RECEIVER' | 'PROGRAMME',
  organisationId: string | null = null,
): Promise<void> {
  const { terms } = await person.query<{ terms: { name: string; version: number; sha256: string }[] }>(
    '{ terms { name version sha256 } }',
  );
  const { version, sha256 } = terms.find((text) => text.name === name)!;
  const input = { terms: name, version, sha256, organisationId };
  await person.mutate('acceptTerms', 'AcceptTermsInput', 'acceptances { version }', input);
}
