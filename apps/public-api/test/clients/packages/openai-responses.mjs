import OpenAI from 'openai';
import { DESCRIPTION, PARAMETERS, TOOL } from './tool.mjs';

const openai = ({ baseUrl, key, maxRetries }) => new OpenAI({ baseURL: `${baseUrl}/v1`, apiKey: key, maxRetries });

const asking = ({ model, prompt }) => ({ model, input: prompt });
const tools = [{ type: 'function', name: TOOL, description: DESCRIPTION, parameters: PARAMETERS, strict: true }];
const withTool = (asked) => ({ ...asking(asked), tools, tool_choice: { type: 'function', name: TOOL } });
const argumentsOf = ({ output }) => output.find(({ type }) => type === 'function_call').arguments;

export const words = async (asked) => (await openai(asked).responses.create(asking(asked))).output_text;
export const streamedWords = async (asked) =>
  (await openai(asked).responses.stream(asking(asked)).finalResponse()).output_text;
export const toolInput = async (asked) => argumentsOf(await openai(asked).responses.create(withTool(asked)));
export const streamedToolInput = async (asked) =>
  argumentsOf(await openai(asked).responses.stream(withTool(asked)).finalResponse());

/** Keeps a response, goes on from it, reads it and what it was asked, and takes it away. */
export async function kept(asked) {
  const { responses } = openai(asked);
  const made = await responses.create(asking(asked));
  const next = await responses.create({ model: asked.model, previous_response_id: made.id, input: 'And Jane Doe?' });
  const read = await responses.retrieve(made.id);
  const { data } = await responses.inputItems.list(made.id);
  await responses.delete(made.id);
  const { status } = await responses.retrieve(made.id).catch((error) => error);
  return { said: next.output_text, read: read.output_text, input: JSON.stringify(data), afterwards: status };
}
