import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai';
import { DESCRIPTION, PARAMETERS, TOOL } from './tool.mjs';

const configuration = ({ baseUrl }) => ({ baseURL: `${baseUrl}/v1` });
const chat = (asked, more = {}) =>
  new ChatOpenAI({
    model: asked.model,
    apiKey: asked.key,
    maxRetries: asked.maxRetries,
    configuration: configuration(asked),
    ...more,
  });
const withTool = (asked) =>
  chat(asked).bindTools(
    [{ type: 'function', function: { name: TOOL, description: DESCRIPTION, parameters: PARAMETERS } }],
    {
      tool_choice: TOOL,
    },
  );

export const words = async (asked) => (await chat(asked).invoke(asked.prompt)).text;
export const streamedWords = async (asked) => (await joined(await chat(asked).stream(asked.prompt))).text;
export const toolInput = async (asked) => inputOf(await withTool(asked).invoke(asked.prompt));
export const streamedToolInput = async (asked) => inputOf(await joined(await withTool(asked).stream(asked.prompt)));
export const responseWords = async (asked) => (await chat(asked, { useResponsesApi: true }).invoke(asked.prompt)).text;
export const embeddings = ({ model, key, maxRetries, prompt, ...asked }) =>
  new OpenAIEmbeddings({ model, apiKey: key, maxRetries, configuration: configuration(asked) }).embedDocuments([
    prompt,
    'other',
  ]);

const inputOf = ({ tool_calls: [{ args }] }) => JSON.stringify(args);

async function joined(stream) {
  let whole;
  for await (const piece of stream) whole = whole === undefined ? piece : whole.concat(piece);
  return whole;
}
