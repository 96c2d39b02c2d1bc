import type { TokenUsage } from '../token-usage.js';
import { fieldsOf, type Counts } from './counts.js';
import { sharedOut } from './shared-out.js';

/**
 * Usage of a message (docs.anthropic.com/en/docs/build-with-claude/prompt-caching): what was read from and written to the
 * cache stands beside `input_tokens`, which is the rest of the prompt. Thinking is part of the output. There is no total.
 */
export function anthropicUsage(fields: Readonly<Record<string, unknown>>, counts: Counts): TokenUsage | undefined {
  const input = counts.of(fields, 'input_tokens');
  const output = counts.of(fields, 'output_tokens');
  if (input === undefined || output === undefined) return undefined;

  const cached = counts.or0(fields, 'cache_read_input_tokens');
  const lifetimes = fieldsOf(fields['cache_creation']);
  const hour = counts.or0(lifetimes, 'ephemeral_1h_input_tokens');
  const minutes = counts.or0(lifetimes, 'ephemeral_5m_input_tokens');
  const written = counts.of(fields, 'cache_creation_input_tokens') ?? hour + minutes;
  if (hour + minutes > 0 && hour + minutes !== written) counts.doubtful = true;
  const all = Math.max(written, hour + minutes);
  return sharedOut(
    {
      prompt: input + cached + all,
      cached,
      promptKinds: [
        ['cache_write_1h_tokens', hour],
        ['cache_write_tokens', all - hour],
      ],
      completion: output,
      reasoning: 0,
      completionKinds: [],
    },
    counts,
  );
}
