import type { TokenUsage } from '../token-usage.js';
import type { Counts } from './counts.js';
import { beyond, sharedOut } from './shared-out.js';

/**
 * Gemini's `usageMetadata` (ai.google.dev/api/generate-content#UsageMetadata): the cached content is part of the prompt,
 * prompts that tools made and thoughts stand beside prompt and candidates.
 */
export function geminiUsage(fields: Readonly<Record<string, unknown>>, counts: Counts): TokenUsage | undefined {
  const asked = counts.of(fields, 'promptTokenCount');
  if (asked === undefined) return undefined;

  const prompt = asked + counts.or0(fields, 'toolUsePromptTokenCount');
  const thoughts = counts.or0(fields, 'thoughtsTokenCount');
  const completion = counts.or0(fields, 'candidatesTokenCount') + thoughts;
  const extra = beyond(counts.of(fields, 'totalTokenCount'), prompt, completion, counts);
  /** What is cached of a modality costs as cached. */
  const uncached = (modality: string): number =>
    Math.max(
      counts.ofModality(fields['promptTokensDetails'], modality) +
        counts.ofModality(fields['toolUsePromptTokensDetails'], modality) -
        counts.ofModality(fields['cacheTokensDetails'], modality),
      0,
    );
  return sharedOut(
    {
      prompt,
      cached: counts.or0(fields, 'cachedContentTokenCount'),
      promptKinds: [
        ['audio_input_tokens', uncached('AUDIO')],
        ['image_input_tokens', uncached('IMAGE')],
        ['video_input_tokens', uncached('VIDEO')],
      ],
      completion: completion + extra,
      reasoning: thoughts + extra,
      completionKinds: [
        ['audio_output_tokens', counts.ofModality(fields['candidatesTokensDetails'], 'AUDIO')],
        ['image_output_tokens', counts.ofModality(fields['candidatesTokensDetails'], 'IMAGE')],
      ],
    },
    counts,
  );
}
