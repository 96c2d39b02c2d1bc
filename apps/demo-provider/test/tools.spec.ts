import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type OpenAI from 'openai';
import { countTokens, type DemoProvider, startDemoProvider } from '../src/index.js';
import { openaiFor } from './client.js';

type Params = OpenAI.ChatCompletionCreateParamsNonStreaming;

const tool = (name: string, properties: Record<string, object>): OpenAI.ChatCompletionFunctionTool => ({
  type: 'function',
  function: { name, parameters: { type: 'object', properties } },
});
const TOOLS = [
  tool('find_patient', { name: { type: 'string' }, born: { type: 'string' }, limit: { type: 'integer' } }),
  tool('book_visit', { day: { type: 'string' } }),
];

describe('tool calls', () => {
  let provider: DemoProvider;
  beforeAll(async () => {
    provider = await startDemoProvider();
  });
  afterAll(() => provider.close());

  const ask = async (content: string, more: Partial<Params> = {}) => {
    const completion = await openaiFor(provider).chat.completions.create({
      model: 'demo-chat-small',
      messages: [{ role: 'user', content }],
      tools: TOOLS,
      ...more,
    });
    const choice = completion.choices[0];
    const calls = (choice?.message.tool_calls ?? []).filter((call) => call.type === 'function');
    return { completion, choice, calls: calls.map((call) => call.function) };
  };

  it('calls the tool that the user names, with the placeholders in its string arguments', async () => {
    const { choice, calls } = await ask('Please call find_patient for [PHI_NAME_7] born [PHI_DOB_8].');
    expect(choice).toMatchObject({ finish_reason: 'tool_calls', message: { content: null } });
    expect(calls.map(({ name }) => name)).toEqual(['find_patient']);
    expect(JSON.parse(calls[0]?.arguments ?? '')).toEqual({ name: '[PHI_NAME_7]', born: '[PHI_DOB_8]', limit: 0 });
  });

  it('repeats the text in string arguments when there is no placeholder', async () => {
    const { calls } = await ask('call book_visit');
    expect(JSON.parse(calls[0]?.arguments ?? '')).toEqual({ day: 'call book_visit' });
  });

  it('takes a JSON object in the text as the arguments, word for word', async () => {
    const given = '{"name": "[PHI_NAME_7]",  "note": "a \\"quoted\\" \\u00e9"}';
    expect((await ask(`call find_patient with ${given} please`)).calls[0]?.arguments).toBe(given);
  });

  it('calls every tool named unless parallel calls are off', async () => {
    const text = 'call find_patient and then book_visit';
    expect((await ask(text)).calls.map(({ name }) => name)).toEqual(['find_patient', 'book_visit']);
    expect((await ask(text, { parallel_tool_calls: false })).calls).toHaveLength(1);
  });

  it.each<[string, Partial<Params>, string[]]>([
    ['What does find_patient do?', {}, []],
    ['call nobody', {}, []],
    ['call find_patient', { tool_choice: 'none' }, []],
    ['Hello', { tool_choice: 'required' }, ['find_patient']],
    ['call book_visit', { tool_choice: 'required' }, ['book_visit']],
    ['Hello', { tool_choice: { type: 'function', function: { name: 'book_visit' } } }, ['book_visit']],
  ])('for %j with %j calls %j', async (text, more, names) => {
    const { calls, choice } = await ask(text, more);
    expect(calls.map(({ name }) => name)).toEqual(names);
    expect(choice?.finish_reason).toBe(names.length > 0 ? 'tool_calls' : 'stop');
  });

  it('counts the name and the arguments of a call as completion tokens', async () => {
    const { completion, calls } = await ask('call book_visit');
    const [call] = calls;
    expect(completion.usage?.completion_tokens).toBe(countTokens(`book_visit ${call?.arguments}`));
  });

  it('answers a tool result with text, although a tool is still required', async () => {
    const { choices } = await openaiFor(provider).chat.completions.create({
      model: 'demo-chat-small',
      tools: TOOLS,
      tool_choice: 'required',
      messages: [
        { role: 'user', content: 'call find_patient' },
        {
          role: 'assistant',
          tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'find_patient', arguments: '{}' } }],
        },
        { role: 'tool', tool_call_id: 'call_1', content: 'Found [PHI_NAME_7].' },
      ],
    });
    expect(choices[0]).toMatchObject({
      finish_reason: 'stop',
      message: {
        content:
          'Demo model, not a real one. The tool answered: "Found [PHI_NAME_7]." I saw these placeholders: [PHI_NAME_7].',
      },
    });
  });

  it('streams the arguments in small pieces that make up the same calls', async () => {
    const text = 'call find_patient and book_visit for [PHI_NAME_7] and [PHI_DOB_8]';
    const stream = await openaiFor(provider).chat.completions.create({
      model: 'demo-chat-small@chunk=5',
      messages: [{ role: 'user', content: text }],
      tools: TOOLS,
      stream: true,
    });
    const calls: { id?: string; name?: string; arguments: string }[] = [];
    const finished: (string | null)[] = [];
    for await (const { choices } of stream) {
      for (const { index, id, function: part } of choices[0]?.delta.tool_calls ?? []) {
        expect((part?.arguments ?? '').length).toBeLessThanOrEqual(5);
        if (id !== undefined) calls[index] = { id, name: part?.name, arguments: '' };
        const call = calls[index];
        if (call) call.arguments += part?.arguments ?? '';
      }
      finished.push(choices[0]?.finish_reason ?? null);
    }
    const whole = (await ask(text)).choice?.message.tool_calls ?? [];
    expect(whole).toHaveLength(2);
    expect(calls.map(({ id, ...rest }) => ({ id, type: 'function', function: rest }))).toEqual(whole);
    expect(finished.at(-1)).toBe('tool_calls');
  });
});
