import OpenAI from 'openai';
import { DESCRIPTION, PARAMETERS, TOOL } from './tool.mjs';

const openai = ({ baseUrl, key, maxRetries }) => new OpenAI({ baseURL: `${baseUrl}/v1`, apiKey: key, maxRetries });

const chat = ({ model, prompt }) => ({ model, messages: [{ role: 'user', content: prompt }] });
const tools = [{ type: 'function', function: { name: TOOL, description: DESCRIPTION, parameters: PARAMETERS } }];
const withTool = (asked) => ({ ...chat(asked), tools, tool_choice: { type: 'function', function: { name: TOOL } } });
const argumentsOf = (completion) => completion.choices[0].message.tool_calls[0].function.arguments;

export const words = async (asked) =>
  (await openai(asked).chat.completions.create(chat(asked))).choices[0].message.content;
export const streamedWords = (asked) => openai(asked).chat.completions.stream(chat(asked)).finalContent();
export const toolInput = async (asked) => argumentsOf(await openai(asked).chat.completions.create(withTool(asked)));
export const streamedToolInput = async (asked) =>
  argumentsOf(await openai(asked).chat.completions.stream(withTool(asked)).finalChatCompletion());

/** @returns what the tool was given, and what the model said of its result. */
export async function toolLoop(asked) {
  let given;
  const told = { ...tools[0].function, parse: JSON.parse, function: ({ who }) => `${(given = who)} is in ward 7.` };
  const runner = openai(asked).chat.completions.runTools({
    ...chat(asked),
    tools: [{ type: 'function', function: told }],
  });
  const said = await runner.finalContent();
  return { given, said };
}

export async function parsed(asked) {
  const json_schema = { name: 'note', strict: true, schema: PARAMETERS };
  const completion = await openai(asked).chat.completions.parse({
    ...chat(asked),
    response_format: { type: 'json_schema', json_schema },
  });
  return JSON.stringify(JSON.parse(completion.choices[0].message.content));
}

/** @returns the two forms of one embedding: the package asks for base64 by default and decodes it. */
export async function embeddings({ model, prompt, ...asked }) {
  const create = (more) => openai(asked).embeddings.create({ model, input: [prompt, 'other'], dimensions: 8, ...more });
  const [byDefault, floats] = await Promise.all([create({}), create({ encoding_format: 'float' })]);
  return [byDefault, floats].map(({ data }) => data.map(({ embedding }) => embedding.map(Math.fround)));
}

export async function models(asked) {
  const { data } = await openai(asked).models.list();
  return { listed: data.map(({ id }) => id), found: (await openai(asked).models.retrieve(asked.model)).id };
}

/** Hangs up after the third piece. @returns how many came. */
export async function abort(asked) {
  const stream = await openai(asked).chat.completions.create({ ...chat(asked), stream: true });
  let pieces = 0;
  for await (const { id } of stream) if (id && (pieces += 1) === 3) stream.controller.abort();
  return pieces;
}

/** The older form of calls, whole and streamed. */
export async function completions(asked) {
  const { model, prompt } = asked;
  const whole = await openai(asked).completions.create({ model, prompt, max_tokens: 500 });
  let streamed = '';
  for await (const { choices } of await openai(asked).completions.create({ model, prompt, stream: true })) {
    streamed += choices[0]?.text ?? '';
  }
  return { whole: whole.choices[0].text, streamed };
}
