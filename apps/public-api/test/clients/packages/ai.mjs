// The `ai` package, the same for each of its providers.
import { generateText, jsonSchema, stepCountIs, streamText, tool } from 'ai';
import { DESCRIPTION, PARAMETERS, TOOL } from './tool.mjs';

const lookup = { description: DESCRIPTION, inputSchema: jsonSchema(PARAMETERS) };
const forced = { tools: { [TOOL]: tool(lookup) }, toolChoice: { type: 'tool', toolName: TOOL } };
const inputOf = ([{ input }]) => JSON.stringify(input);

/** @param modelOf makes the model of a provider from what is asked. */
export function callsOf(modelOf) {
  const asking = (asked) => ({ model: modelOf(asked), prompt: asked.prompt, maxRetries: asked.maxRetries });
  return {
    words: async (asked) => (await generateText(asking(asked))).text,
    streamedWords: (asked) => streamed(asking(asked), ({ text }) => text),
    toolInput: async (asked) => inputOf((await generateText({ ...asking(asked), ...forced })).toolCalls),
    streamedToolInput: (asked) =>
      streamed({ ...asking(asked), ...forced }, async ({ toolCalls }) => inputOf(await toolCalls)),
    toolLoop: async (asked) => {
      let given;
      const execute = ({ who }) => `${(given = who)} is in ward 7.`;
      const { text } = await generateText({
        ...asking(asked),
        tools: { [TOOL]: tool({ ...lookup, execute }) },
        stopWhen: stepCountIs(2),
      });
      return { given, said: text };
    },
  };
}

async function streamed(asking, read) {
  let failed;
  const result = streamText({ ...asking, onError: ({ error }) => (failed = error) });
  await result.consumeStream();
  if (failed) throw failed;
  return read(result);
}
