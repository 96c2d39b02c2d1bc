import { ANTHROPIC, GEMINI } from './anthropic-and-google.js';
import { BEDROCK, DEEPSEEK, GROQ, MISTRAL, XAI } from './further.js';
import { OPENAI } from './openai.js';
import type { WellKnownProvider } from './well-known-model.js';

/**
 * Prices, windows and capabilities as facts of this day, after LiteLLM's model_prices_and_context_window.json (MIT,
 * github.com/BerriAI/litellm), each file naming the provider's own page. They are a beginning: `npm run prices:import`
 * shows what has changed since.
 */
export const PRICES_OF = '2026-08-01';

/** Public providers. Nobody is called before an administrator gives a credential and makes it active. */
export const WELL_KNOWN_PROVIDERS: readonly WellKnownProvider[] = [
  { id: 'openai', name: 'OpenAI', baseUrl: 'https://api.openai.com', dialect: 'openai', models: OPENAI },
  { id: 'anthropic', name: 'Anthropic', baseUrl: 'https://api.anthropic.com', dialect: 'anthropic', models: ANTHROPIC },
  { id: 'gemini', name: 'Google Gemini', baseUrl: null, dialect: 'openai', models: GEMINI },
  {
    id: 'mistral',
    name: 'Mistral AI',
    baseUrl: 'https://api.mistral.ai',
    dialect: 'openai',
    omit: ['user', 'logprobs', 'top_logprobs', 'logit_bias', 'stream_options', 'prediction'],
    rename: { max_completion_tokens: 'max_tokens', seed: 'random_seed' },
    models: MISTRAL,
  },
  { id: 'deepseek', name: 'DeepSeek', baseUrl: 'https://api.deepseek.com', dialect: 'openai', models: DEEPSEEK },
  { id: 'xai', name: 'xAI', baseUrl: 'https://api.x.ai', dialect: 'openai', models: XAI },
  {
    id: 'groq',
    name: 'Groq',
    baseUrl: 'https://api.groq.com/openai',
    dialect: 'openai',
    omit: ['logprobs', 'top_logprobs', 'logit_bias'],
    models: GROQ,
  },
  { id: 'bedrock', name: 'Amazon Bedrock', baseUrl: null, dialect: 'openai', models: BEDROCK },
];
