import Anthropic from '@anthropic-ai/sdk';
import { DESCRIPTION, PARAMETERS, TOOL } from './tool.mjs';

const anthropic = ({ baseUrl, key, maxRetries }) => new Anthropic({ baseURL: baseUrl, apiKey: key, maxRetries });

const asking = ({ model, prompt }) => ({ model, max_tokens: 500, messages: [{ role: 'user', content: prompt }] });
const tools = [{ name: TOOL, description: DESCRIPTION, input_schema: PARAMETERS }];
const withTool = (asked) => ({ ...asking(asked), tools, tool_choice: { type: 'tool', name: TOOL } });
const textOf = ({ content }) => content.map(({ text = '' }) => text).join('');
const inputOf = ({ content }) => JSON.stringify(content.find(({ type }) => type === 'tool_use').input);

export const words = async (asked) => textOf(await anthropic(asked).messages.create(asking(asked)));
export const streamedWords = (asked) => anthropic(asked).messages.stream(asking(asked)).finalText();
export const toolInput = async (asked) => inputOf(await anthropic(asked).messages.create(withTool(asked)));
export const streamedToolInput = async (asked) =>
  inputOf(await anthropic(asked).messages.stream(withTool(asked)).finalMessage());
export const counted = async (asked) => {
  const { model, messages } = asking(asked);
  return (await anthropic(asked).messages.countTokens({ model, messages })).input_tokens;
};
