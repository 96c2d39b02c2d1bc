import type { WellKnownModel } from './well-known-model.js';

/** The provider's own page is https://mistral.ai/pricing. */
export const MISTRAL: readonly WellKnownModel[] = [
  {
    id: 'mistral/mistral-large-latest',
    name: 'mistral-large-latest',
    displayName: 'Mistral Large',
    capabilities: ['chat', 'tools', 'vision'],
    contextWindow: 262_144,
    maxOutputTokens: 262_144,
    rates: { input_tokens: '0.5', output_tokens: '1.5' },
  },
  {
    id: 'mistral/mistral-medium-latest',
    name: 'mistral-medium-latest',
    displayName: 'Mistral Medium',
    capabilities: ['chat', 'tools', 'vision', 'thinking'],
    contextWindow: 262_144,
    maxOutputTokens: 262_144,
    rates: { input_tokens: '1.5', output_tokens: '7.5' },
  },
  {
    id: 'mistral/mistral-small-latest',
    name: 'mistral-small-latest',
    displayName: 'Mistral Small',
    capabilities: ['chat', 'tools', 'vision'],
    contextWindow: 131_072,
    maxOutputTokens: 131_072,
    rates: { input_tokens: '0.06', output_tokens: '0.18' },
  },
  {
    id: 'mistral/codestral-latest',
    name: 'codestral-latest',
    displayName: 'Codestral',
    capabilities: ['chat'],
    contextWindow: 32_000,
    maxOutputTokens: 8_191,
    rates: { input_tokens: '1', output_tokens: '3' },
  },
  {
    id: 'mistral/mistral-embed',
    name: 'mistral-embed',
    displayName: 'Mistral Embed',
    capabilities: ['embeddings'],
    contextWindow: 8_192,
    maxOutputTokens: undefined,
    rates: { input_tokens: '0.1', output_tokens: '0' },
  },
];

/** The provider's own page is https://api-docs.deepseek.com/quick_start/pricing. */
export const DEEPSEEK: readonly WellKnownModel[] = [
  {
    id: 'deepseek/deepseek-chat',
    name: 'deepseek-chat',
    displayName: 'DeepSeek Chat',
    capabilities: ['chat', 'tools'],
    contextWindow: 131_072,
    maxOutputTokens: 8_192,
    rates: { input_tokens: '0.28', cached_input_tokens: '0.028', output_tokens: '0.42' },
  },
  {
    id: 'deepseek/deepseek-reasoner',
    name: 'deepseek-reasoner',
    displayName: 'DeepSeek Reasoner',
    capabilities: ['chat', 'thinking'],
    contextWindow: 131_072,
    maxOutputTokens: 65_536,
    rates: { input_tokens: '0.28', cached_input_tokens: '0.028', output_tokens: '0.42' },
  },
];

/** The provider's own page is https://docs.x.ai/docs/models. */
export const XAI: readonly WellKnownModel[] = [
  {
    id: 'xai/grok-4',
    name: 'grok-4',
    displayName: 'Grok 4',
    capabilities: ['chat', 'tools'],
    contextWindow: 256_000,
    maxOutputTokens: 256_000,
    rates: { input_tokens: '3', output_tokens: '15' },
  },
  {
    id: 'xai/grok-3-mini',
    name: 'grok-3-mini',
    displayName: 'Grok 3 mini',
    capabilities: ['chat', 'tools', 'thinking'],
    contextWindow: 131_072,
    maxOutputTokens: 131_072,
    rates: { input_tokens: '0.3', cached_input_tokens: '0.075', output_tokens: '0.5' },
    deprecationDate: '2026-02-28',
  },
];

/** The provider's own page is https://groq.com/pricing. */
export const GROQ: readonly WellKnownModel[] = [
  {
    id: 'groq/llama-3.3-70b-versatile',
    name: 'llama-3.3-70b-versatile',
    displayName: 'Llama 3.3 70B (Groq)',
    capabilities: ['chat', 'tools'],
    contextWindow: 128_000,
    maxOutputTokens: 32_768,
    rates: { input_tokens: '0.59', output_tokens: '0.79' },
  },
  {
    id: 'groq/openai/gpt-oss-120b',
    name: 'openai/gpt-oss-120b',
    displayName: 'gpt-oss 120B (Groq)',
    capabilities: ['chat', 'tools', 'thinking'],
    contextWindow: 131_072,
    maxOutputTokens: 32_766,
    rates: { input_tokens: '0.15', cached_input_tokens: '0.075', output_tokens: '0.6' },
  },
];

/** The provider's own page is https://aws.amazon.com/bedrock/pricing (us-east-1). */
export const BEDROCK: readonly WellKnownModel[] = [
  {
    id: 'bedrock/amazon.nova-pro-v1:0',
    name: 'bedrock/amazon.nova-pro-v1:0',
    displayName: 'Amazon Nova Pro',
    capabilities: ['chat', 'tools', 'vision'],
    contextWindow: 300_000,
    maxOutputTokens: 10_000,
    rates: { input_tokens: '0.8', output_tokens: '3.2' },
  },
  {
    id: 'bedrock/amazon.nova-lite-v1:0',
    name: 'bedrock/amazon.nova-lite-v1:0',
    displayName: 'Amazon Nova Lite',
    capabilities: ['chat', 'tools', 'vision'],
    contextWindow: 300_000,
    maxOutputTokens: 10_000,
    rates: { input_tokens: '0.06', output_tokens: '0.24' },
  },
  {
    id: 'bedrock/anthropic.claude-sonnet-4-5-20250929-v1:0',
    name: 'bedrock/anthropic.claude-sonnet-4-5-20250929-v1:0',
    displayName: 'Claude Sonnet 4.5 (Bedrock)',
    capabilities: ['chat', 'tools', 'vision', 'thinking'],
    contextWindow: 200_000,
    maxOutputTokens: 64_000,
    rates: {
      input_tokens: '3',
      cached_input_tokens: '0.3',
      cache_write_tokens: '3.75',
      cache_write_1h_tokens: '6',
      output_tokens: '15',
    },
    tiers: [
      {
        aboveInputTokens: 200_000,
        rates: {
          input_tokens: '6',
          cached_input_tokens: '0.6',
          cache_write_tokens: '7.5',
          cache_write_1h_tokens: '12',
          output_tokens: '22.5',
        },
      },
    ],
  },
  {
    id: 'bedrock/amazon.titan-embed-text-v2:0',
    name: 'bedrock/amazon.titan-embed-text-v2:0',
    displayName: 'Titan Text Embeddings V2',
    capabilities: ['embeddings'],
    contextWindow: 8_192,
    maxOutputTokens: undefined,
    rates: { input_tokens: '0.02', output_tokens: '0' },
  },
];
