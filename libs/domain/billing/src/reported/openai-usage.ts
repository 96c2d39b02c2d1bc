import type { TokenUsage } from '../token-usage.js';
import { fieldsOf, type Counts } from './counts.js';
import { beyond, sharedOut } from './shared-out.js';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Usage of a chat completion or of embeddings (platform.openai.com/docs/api-reference/chat/object): the details are parts
 * of the two sums. LiteLLM says beside them what Anthropic wrote to its cache (docs.litellm.ai/docs/completion/prompt_caching).
 */
export const openAiUsage = (fields: Fields, counts: Counts): TokenUsage | undefined =>
  read(fields, counts, {
    prompt: 'prompt_tokens',
    completion: 'completion_tokens',
    promptDetails: 'prompt_tokens_details',
    completionDetails: 'completion_tokens_details',
  });

/** Usage of a response (platform.openai.com/docs/api-reference/responses/object): the same under other names. */
export const responsesUsage = (fields: Fields, counts: Counts): TokenUsage | undefined =>
  read(fields, counts, {
    prompt: 'input_tokens',
    completion: 'output_tokens',
    promptDetails: 'input_tokens_details',
    completionDetails: 'output_tokens_details',
  });

interface Names {
  readonly prompt: string;
  readonly completion: string;
  readonly promptDetails: string;
  readonly completionDetails: string;
}

function read(fields: Fields, counts: Counts, names: Names): TokenUsage | undefined {
  const total = counts.of(fields, 'total_tokens');
  const isEmbedding = fields[names.completion] === undefined && total !== undefined;
  const said = counts.of(fields, names.prompt);
  const prompt = isEmbedding ? Math.max(said ?? 0, total) : said; // it answers with numbers: all of its total was read
  const completion = isEmbedding ? 0 : counts.of(fields, names.completion);
  if (prompt === undefined || completion === undefined) return undefined; // half a count would bill half

  const ofPrompt = fieldsOf(fields[names.promptDetails]);
  const ofCompletion = fieldsOf(fields[names.completionDetails]);
  const extra = beyond(total, prompt, completion, counts);
  return sharedOut(
    {
      prompt,
      cached: counts.of(ofPrompt, 'cached_tokens') ?? counts.or0(fields, 'cache_read_input_tokens'),
      promptKinds: [
        ...written(fields, ofPrompt, counts),
        ['audio_input_tokens', counts.or0(ofPrompt, 'audio_tokens')],
        ['image_input_tokens', counts.or0(ofPrompt, 'image_tokens')],
        ['video_input_tokens', counts.or0(ofPrompt, 'video_tokens')],
      ],
      completion: completion + extra,
      reasoning: Math.max(counts.or0(ofCompletion, 'reasoning_tokens'), extra),
      completionKinds: [
        ['audio_output_tokens', counts.or0(ofCompletion, 'audio_tokens')],
        ['image_output_tokens', counts.or0(ofCompletion, 'image_tokens')],
      ],
    },
    counts,
  );
}

/** What was written to a cache, under the names of OpenAI, LiteLLM and, with lifetimes, Anthropic by way of LiteLLM. */
function written(fields: Fields, details: Fields, counts: Counts) {
  const lasting = counts.or0(fieldsOf(details['cache_creation_token_details']), 'ephemeral_1h_input_tokens');
  const all =
    counts.of(details, 'cache_write_tokens') ??
    counts.of(details, 'cache_creation_tokens') ??
    counts.or0(fields, 'cache_creation_input_tokens');
  return [
    ['cache_write_1h_tokens', lasting],
    ['cache_write_tokens', Math.max(all - lasting, 0)],
  ] as const;
}
