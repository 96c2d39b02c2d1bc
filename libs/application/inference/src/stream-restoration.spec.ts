import { describe, expect, it } from '@jest/globals';
import { NONE_RETURNED } from '@radiant/phi';
import type { ChoiceDelta, CompletionChunk, ToolCallDelta } from '@radiant/protocol';
import fc from 'fast-check';
import { StreamRestoration } from './stream-restoration.js';
import { TextRestoration } from './text-restoration.js';

const ORIGINALS = new Map([
  ['[PHI_NAME_48201]', 'Zoë "Z" O\'Neill'],
  ['[PHI_MEDICAL_RECORD_48202]', '00-991'],
]);
const RETURNED = { texts: ORIGINALS, toolArguments: ORIGINALS };
const TEXT =
  'Hi [PHI_NAME_48201], record [PHI_MEDICAL_RECORD_48202] or [PHI_NAME_48209] and [ alone [[PHI_NAME_48201] 😀 [PHI_NA';
const RESTORED = 'Hi Zoë "Z" O\'Neill, record 00-991 or [PHI_NAME_48209] and [ alone [Zoë "Z" O\'Neill 😀 [PHI_NA';

const delta = (over: Partial<ChoiceDelta>): ChoiceDelta => ({
  index: 0,
  role: undefined,
  content: undefined,
  refusal: undefined,
  reasoning: undefined,
  toolCalls: [],
  finishReason: null,
  logprobs: undefined,
  ...over,
});
const chunk = (...choices: ChoiceDelta[]): CompletionChunk => ({
  id: 'c',
  created: 1,
  systemFingerprint: undefined,
  choices,
  usage: undefined,
});
const call = (text: string): ToolCallDelta => ({ index: 0, id: undefined, name: undefined, arguments: text });

function run(chunks: readonly CompletionChunk[]): ChoiceDelta[] {
  const restoration = new StreamRestoration(RETURNED);
  const out = chunks.map((piece) => restoration.restore(piece));
  const rest = restoration.end();
  return [...out, ...(rest ? [rest] : [])].flatMap(({ choices }) => choices);
}
const contentOf = (deltas: readonly ChoiceDelta[], index = 0): string =>
  deltas
    .filter((piece) => piece.index === index)
    .map(({ content }) => content ?? '')
    .join('');

/** `text` in pieces, cut at the given places. */
function pieces(text: string, cuts: readonly number[]): string[] {
  const places = [0, ...[...cuts].map((cut) => cut % (text.length + 1)).sort((a, b) => a - b), text.length];
  return places.slice(1).map((end, i) => text.slice(places[i], end));
}

function batches<Each>(list: readonly Each[], size: number): Each[][] {
  return list.length === 0 ? [] : [list.slice(0, size), ...batches(list.slice(size), size)];
}

describe('restoring a stream', () => {
  it('gives what was held of a thought before what closes it, and begins the next anew', () => {
    const seal = { kind: 'signature', signature: 's' } as const;
    const thought = (reasoning: string): CompletionChunk => chunk(delta({ reasoning }));
    const deltas = run([
      thought('for [PHI_NAME_48201] and [PHI_NA'),
      chunk(delta({ seal })),
      thought('ME_48201], [PHI_NAME_48201]'),
      chunk(delta({ seal })),
    ]);
    expect(deltas.map(({ reasoning, seal: closing }) => [reasoning, closing])).toEqual([
      ['for Zoë "Z" O\'Neill and ', undefined],
      ['[PHI_NA', seal],
      ['ME_48201], ', undefined], // ".example.org" may follow
      ['Zoë "Z" O\'Neill', seal],
    ]);
  });

  it('gives what was held of a text before what follows it in the answer', () => {
    const name = 'PHI_NAME_48201'; // more digits may follow
    const original = ORIGINALS.get(`[${name}]`);
    const tools = [call('{}')];
    expect(run([chunk(delta({ reasoning: `of ${name}` })), chunk(delta({ content: 'Yes' }))])).toEqual([
      delta({ reasoning: 'of ' }),
      delta({ reasoning: original, content: 'Yes' }),
    ]);
    expect(run([chunk(delta({ content: `of ${name}` })), chunk(delta({ toolCalls: tools }))])).toEqual([
      delta({ content: 'of ' }),
      delta({ content: original, toolCalls: tools }),
    ]);
    // an empty text is no text that follows
    expect(
      run([
        chunk(delta({ reasoning: 'of PHI_NAME_4', content: '' })),
        chunk(delta({ reasoning: '8201, ', content: '' })),
      ]),
    ).toEqual([delta({ reasoning: 'of ', content: '' }), delta({ reasoning: `${original}, `, content: '' })]);
  });

  it('knows an address that goes on behind a call', () => {
    const address = 'https://evil.example/?q=';
    const deltas = [
      delta({ content: address }),
      delta({ toolCalls: [call('{}')] }),
      delta({ content: '[PHI_NAME_48201]' }),
    ];
    expect(contentOf(run(deltas.map((each) => chunk(each))))).toBe(`${address}[PHI_NAME_48201]`);
  });

  it('gives the same text for every pair of cuts', () => {
    for (let i = 0; i <= TEXT.length; i += 1) {
      for (let j = i; j <= TEXT.length; j += 1) {
        expect(contentOf(run(pieces(TEXT, [i, j]).map((content) => chunk(delta({ content })))))).toBe(RESTORED);
      }
    }
  });

  it('restores the tokens with their text, which they go on to spell; those of a placeholder become one', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 40 }), fc.nat({ max: 5 }), (cuts, batch) => {
        const tokens = pieces(TEXT, cuts).map((token) => ({ token, logprob: -1, bytes: null, alternatives: [] }));
        const chunks = batches(tokens, batch + 1).map((content) =>
          chunk(delta({ content: content.map(({ token }) => token).join(''), logprobs: { content, refusal: null } })),
        );
        const deltas = run([...chunks, chunk(delta({ finishReason: 'stop' }))]);
        const told = deltas.flatMap(({ logprobs }) => logprobs?.content ?? []);
        expect(told.map(({ token }) => token).join('')).toBe(RESTORED);
        expect(told.reduce((sum, { logprob }) => sum + logprob, 0)).toBe(-tokens.length);
        expect(contentOf(deltas)).toBe(RESTORED);
        const whole = new TextRestoration(RETURNED).logprobs({ content: tokens, refusal: null });
        expect(whole).toEqual({ content: told, refusal: null });
      }),
    );
  });

  it('gives the same text for any cuts, with a finish or without one', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 40 }), fc.boolean(), (cuts, finishes) => {
        const chunks = pieces(TEXT, cuts).map((content) => chunk(delta({ content })));
        if (finishes) chunks.push(chunk(delta({ finishReason: 'stop' })));
        const deltas = run(chunks);
        expect(contentOf(deltas)).toBe(RESTORED);
        if (finishes) expect(deltas.at(-1)?.finishReason).toBe('stop');
      }),
    );
  });

  it('keeps the choices of one answer apart', () => {
    const deltas = run([
      chunk(delta({ index: 0, content: 'a [PHI_NAME_' }), delta({ index: 1, content: 'b [PHI_MEDICAL_' })),
      chunk(delta({ index: 1, content: 'RECORD_48202]' }), delta({ index: 0, content: '48201]' })),
    ]);
    expect([contentOf(deltas, 0), contentOf(deltas, 1)]).toEqual(['a Zoë "Z" O\'Neill', 'b 00-991']);
  });

  it('writes into what is said as JSON where JSON was asked for, streamed or not', () => {
    const said = '{"who":"[PHI_NAME_48201]"}';
    const streamed = new StreamRestoration(RETURNED, new Map(), 'json');
    const out = [...said].map((content) => streamed.restore(chunk(delta({ content }))));
    const text = contentOf(out.flatMap(({ choices }) => choices));
    expect(JSON.parse(text)).toEqual({ who: ORIGINALS.get('[PHI_NAME_48201]') });
    expect(new TextRestoration(RETURNED, new Map(), 'json').said(said)).toBe(text);
  });

  it('writes into tool arguments as JSON, however they are cut', () => {
    const args = '{"who":"[PHI_NAME_48201]","n":[1,2]}';
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 20 }), (cuts) => {
        const deltas = run(pieces(args, cuts).map((piece) => chunk(delta({ toolCalls: [call(piece)] }))));
        const text = deltas
          .flatMap(({ toolCalls }) => toolCalls)
          .map((piece) => piece.arguments ?? '')
          .join('');
        expect(JSON.parse(text)).toEqual({ who: 'Zoë "Z" O\'Neill', n: [1, 2] });
      }),
    );
  });

  it('leaves placeholders in tool arguments, however they are cut, where originals go into texts alone', () => {
    const args = '{"who":"[PHI_NAME_48201]"}';
    for (let cut = 0; cut <= args.length; cut += 1) {
      const restoration = new StreamRestoration({ texts: ORIGINALS, toolArguments: new Map() });
      const deltas = pieces(args, [cut]).map((piece) =>
        delta({ content: '[PHI_NAME_48201] ', toolCalls: [call(piece)] }),
      );
      const out = deltas.flatMap((each) => restoration.restore(chunk(each)).choices);
      expect(out.flatMap(({ toolCalls }) => toolCalls.map((piece) => piece.arguments)).join('')).toBe(args);
      expect(contentOf(out)).toContain('Zoë');
      expect(restoration.end()).toBeUndefined();
    }
  });

  it('counts what it restored, in texts that are closed and in open ones', () => {
    const restoration = new StreamRestoration(RETURNED);
    restoration.restore(chunk(delta({ content: '[PHI_NAME_48201] [PHI_NA' })));
    expect(restoration.restored).toBe(1);
    restoration.restore(chunk(delta({ content: 'ME_48201]', finishReason: 'stop' })));
    restoration.restore(chunk(delta({ index: 1, toolCalls: [call('"[PHI_NAME_48201]" [PHI_NAME_48209]')] })));
    restoration.end();
    expect(restoration.restored).toBe(3);
  });

  it('changes nothing where there is nothing to restore', () => {
    const given = chunk(delta({ content: TEXT }));
    expect(new StreamRestoration(NONE_RETURNED).restore(given)).toBe(given);
  });

  it("gives a tool the caller's own name, also where nothing else is restored", () => {
    const names = new Map([['find_PHI_NAME_48201', 'find_Zoe']]);
    const named: ToolCallDelta = { index: 0, id: 'c', name: 'find_PHI_NAME_48201', arguments: undefined };
    for (const returned of [RETURNED, NONE_RETURNED]) {
      const restoration = new StreamRestoration(returned, names);
      const { choices } = restoration.restore(chunk(delta({ toolCalls: [named, { ...named, name: 'other' }] })));
      expect(choices[0]?.toolCalls.map(({ name }) => name)).toEqual(['find_Zoe', 'other']);
    }
  });

  it('never holds back what can not become a placeholder, in any of its texts', () => {
    const restoration = new StreamRestoration(RETURNED);
    for (const field of ['content', 'refusal', 'reasoning'] as const) {
      const { choices } = restoration.restore(chunk(delta({ [field]: 'The answer [1] is [PH' })));
      expect(choices[0]?.[field]).toBe('The answer [1] is ');
    }
  });
});
