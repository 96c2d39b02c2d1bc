import type { Sampling } from '@radiant/protocol';
import type { Connection } from '@radiant/registry';

/** What a request calls the most tokens of an answer, in its older and its newer name. */
const [OLDER, NEWER] = ['max_tokens', 'max_completion_tokens'] as const;

/**
 * Whether a provider learns how long an answer may be: some are not sent what says so, and then the model writes on to its
 * own end whatever the caller asked for. A response has one field for both names, and goes without it where either is left out.
 */
export function tellsLength(
  { dialect, omit }: Pick<Connection, 'dialect' | 'omit'>,
  { maxTokens, maxCompletionTokens }: Pick<Sampling, 'maxTokens' | 'maxCompletionTokens'>,
): boolean {
  const [older, newer] = [OLDER, NEWER].map((name) => !omit.includes(name));
  if (dialect === 'openai_responses') return older === true && newer === true;
  return (older === true && maxTokens !== undefined) || (newer === true && maxCompletionTokens !== undefined);
}
