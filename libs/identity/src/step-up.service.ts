import { Injectable } from '@nestjs/common';
import { WebAuthn, hashSecret, newSecret, type PasskeyQuestion } from '#platform/auth';
import { UnitOfWork } from '#platform/database';
import {
  ObjectVersions,
  StepUpGate,
  signedArguments,
  type Admission,
  type ProtectedCall,
  type StepUpInput,
} from '#platform/graphql';
import { parseId, type PersonPrincipal, type StepUpProof } from '#platform/kernel';
import { actorOf } from './access.js';
import { AuthenticatorChanges } from './authenticator-changes.repository.js';
import { PasskeyAnswers } from './passkey-answers.js';
import { SessionsRepository } from './sessions.repository.js';
import {
  DecisionsPausedError,
  StepUpInvalidError,
  StepUpRequiredError,
  StepUpUnknownActionError,
} from './step-up.errors.js';
import { actionChallenge, actionText } from './step-up.rules.js';

/** Confirms single actions with a passkey. The challenge is made of the action, so it fits no other one. */
@Injectable()
export class StepUpService extends StepUpGate {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly answers: PasskeyAnswers,
    private readonly sessions: SessionsRepository,
    private readonly changes: AuthenticatorChanges,
    private readonly versions: ObjectVersions,
    private readonly webAuthn: WebAuthn,
  ) {
    super();
  }

  /** The question for one action. `input` is what the mutation will get, as GraphQL has read it. */
  async begin(
    principal: PersonPrincipal,
    operation: string,
    input: Readonly<Record<string, unknown>>,
  ): Promise<PasskeyQuestion> {
    const passkeys = await this.answers.passkeysOf(principal.personId);
    if (passkeys.length === 0) throw new StepUpRequiredError(false);
    const nonce = hashSecret(newSecret());
    const text = await this.textOf(operation, input);
    const challenge = actionChallenge(nonce, text);
    const challengeId = await this.answers.ask({
      purpose: 'step_up',
      challenge,
      sessionId: principal.sessionId,
      action: { nonce, text },
    });
    return { challengeId, options: await this.webAuthn.requestOptions(challenge, passkeys) };
  }

  override async admit(principal: PersonPrincipal, call: ProtectedCall): Promise<Admission> {
    const { protection, input } = call;
    if (protection.decision) {
      const until = await this.changes.pausedUntil(principal.personId);
      if (until) throw new DecisionsPausedError(until);
    }
    const given = input.stepUp as StepUpInput | null | undefined;
    if (given) return this.confirmed(principal, call, given);
    const hasPasskey = (await this.answers.passkeysOf(principal.personId)).length > 0;
    const isOpen =
      (protection.passkey === 'onceEnrolled' && !hasPasskey) ||
      (protection.recoverable === true && (await this.sessions.isRecovered(principal.sessionId)));
    if (!isOpen) throw new StepUpRequiredError(hasPasskey);
    return { principal, sessionSecret: null };
  }

  /** Recomputes the challenge from the arguments that arrived; an answer to anything else does not fit. */
  private async confirmed(principal: PersonPrincipal, call: ProtectedCall, given: StepUpInput): Promise<Admission> {
    const stepUpId = parseId('stp', given.challengeId);
    const open = await this.answers.take(stepUpId, 'step_up', principal.sessionId);
    if (!open?.nonce) throw new StepUpInvalidError();
    const challenge = actionChallenge(open.nonce, await this.textOf(call.operation, call.input));
    const answer = await this.answers.check(given.assertion, challenge);
    if (answer?.passkey.personId !== principal.personId) throw new StepUpInvalidError();
    const sessionSecret = newSecret();
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      if (!(await this.answers.keep(tx, stepUpId, answer, given.assertion))) throw new StepUpInvalidError();
      await this.sessions.renew(tx, principal.sessionId, hashSecret(sessionSecret));
    });
    const stepUp: StepUpProof = { stepUpId, actionDigest: challenge.toString('hex') };
    return { principal: { ...principal, stepUp }, sessionSecret };
  }

  private async textOf(operation: string, input: Readonly<Record<string, unknown>>): Promise<string> {
    const objectVersion = await this.versions.of(operation, input);
    try {
      return actionText({ operation, arguments: signedArguments(input), objectVersion });
    } catch (error) {
      // Only what has a canonical form can be signed: no fractions, no half characters.
      if (error instanceof TypeError) throw new StepUpUnknownActionError(error.message);
      throw error;
    }
  }
}
