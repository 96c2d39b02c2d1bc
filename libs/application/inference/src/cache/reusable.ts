import { exposesPhi } from '@radiant/phi';
import type { Completion } from '@radiant/protocol';
import type { InferenceCall } from '../inference-call.js';
import type { PreparedCall } from '../prepare-call.js';

/**
 * Whether an answer to the call says the same to whoever asks it: all that could name a person was looked for and hidden by
 * placeholders, no session stands behind it, and no tool has failed at it. Shifted dates are of one conversation alone, and
 * the probabilities of tokens are of its own placeholders.
 */
export function isReusable({ controls, response, request }: InferenceCall, { leaving }: PreparedCall): boolean {
  const { policy, unscannable, secondOpinion, exposed } = leaving;
  return (
    controls.sessionId === undefined &&
    response?.kept === undefined &&
    !exposesPhi(policy) &&
    policy.transformation === 'placeholder' &&
    !policy.dateShift &&
    unscannable === undefined &&
    secondOpinion === undefined &&
    exposed.length === 0 &&
    !request.sampling.logprobs &&
    !request.messages.some(({ toolFailed }) => toolFailed)
  );
}

const ENDED: readonly (string | null)[] = ['stop', 'tool_calls'];

/** Whether an answer came to its own end: none that was cut off, filtered or refused is given again. */
export const isWhole = ({ choices }: Completion): boolean =>
  choices.length > 0 &&
  choices.every(
    ({ finishReason, refusal, stopSequence, logprobs }) =>
      ENDED.includes(finishReason) && refusal === null && stopSequence === undefined && logprobs === undefined,
  );
