import { restoresReplies, type PhiPolicy } from '../policy/policy.js';

type Originals = ReadonlyMap<string, string>;

/** By placeholder the originals that go back into a reply, by where in it. */
export interface ReturnedOriginals {
  /** Into what a person reads: content, refusal, reasoning. */
  readonly texts: Originals;
  /** Into the arguments of tool calls, with which a program does something. */
  readonly toolArguments: Originals;
}

export const NONE_RETURNED: ReturnedOriginals = { texts: new Map(), toolArguments: new Map() };

/** What the policy lets go back without a person's approval. */
export function returnedOriginals(policy: PhiPolicy, originals: Originals): ReturnedOriginals {
  if (!restoresReplies(policy)) return NONE_RETURNED;
  const { toolArguments } = policy.reidentification;
  return { texts: originals, toolArguments: toolArguments ? originals : NONE_RETURNED.toolArguments };
}
