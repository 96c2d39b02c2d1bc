import { OpenAI, OpenAIEmbedding } from '@llamaindex/openai';
import { DESCRIPTION, PARAMETERS, TOOL } from './tool.mjs';

const llm = ({ baseUrl, key, model, maxRetries }, more = {}) =>
  new OpenAI({ model, apiKey: key, baseURL: `${baseUrl}/v1`, maxRetries, ...more });
const chat = ({ prompt }) => ({ messages: [{ role: 'user', content: prompt }] });
const tools = [{ metadata: { name: TOOL, description: DESCRIPTION, parameters: PARAMETERS }, call: () => 'nothing' }];
const forced = { additionalChatOptions: { tool_choice: { type: 'function', function: { name: TOOL } } } };

export const words = async (asked) => (await llm(asked).chat(chat(asked))).message.content;
export async function streamedWords(asked) {
  let said = '';
  for await (const { delta } of await llm(asked).chat({ ...chat(asked), stream: true })) said += delta;
  return said;
}
export async function toolInput(asked) {
  const { message } = await llm(asked, forced).chat({ ...chat(asked), tools });
  return inputOf(message.options.toolCall);
}
export async function streamedToolInput(asked) {
  let call;
  for await (const { options } of await llm(asked, forced).chat({ ...chat(asked), tools, stream: true })) {
    call = options?.toolCall ?? call;
  }
  return inputOf(call);
}
export const embeddings = ({ baseUrl, key, model, prompt, maxRetries }) =>
  new OpenAIEmbedding({ model, apiKey: key, baseURL: `${baseUrl}/v1`, maxRetries }).getTextEmbeddings([
    prompt,
    'other',
  ]);

const inputOf = ([{ input }]) => (typeof input === 'string' ? input : JSON.stringify(input));
