import type { TokenUsage } from '../token-usage.js';
import { fieldsOf, type Counts } from './counts.js';
import { sharedOut } from './shared-out.js';

/**
 * Usage of Bedrock's Converse (docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_TokenUsage.html): what was read
 * from and written to the cache stands beside `inputTokens`; `cacheDetails` tells what was written for an hour.
 */
export function bedrockUsage(fields: Readonly<Record<string, unknown>>, counts: Counts): TokenUsage | undefined {
  const input = counts.of(fields, 'inputTokens');
  const output = counts.of(fields, 'outputTokens');
  if (input === undefined || output === undefined) return undefined;

  const cached = counts.or0(fields, 'cacheReadInputTokens');
  const written = counts.or0(fields, 'cacheWriteInputTokens');
  const total = counts.of(fields, 'totalTokens');
  const all = input + cached + written + output;
  // models differ in whether they count the cache into the total
  if (total !== undefined && total !== all && total !== input + output) counts.doubtful = true;
  return sharedOut(
    {
      prompt: input + cached + written,
      cached,
      promptKinds: split(written, hours(fields['cacheDetails'], counts), counts),
      completion: output,
      reasoning: 0,
      completionKinds: [],
    },
    counts,
  );
}

function hours(details: unknown, counts: Counts): number {
  const entries = Array.isArray(details) ? details.map(fieldsOf).filter((entry) => entry['ttl'] === '1h') : [];
  return entries.reduce((sum, entry) => sum + counts.or0(entry, 'inputTokens'), 0);
}

function split(written: number, hour: number, counts: Counts) {
  if (hour > written) counts.doubtful = true;
  const lasting = Math.min(hour, written);
  return [
    ['cache_write_1h_tokens', lasting],
    ['cache_write_tokens', written - lasting],
  ] as const;
}
