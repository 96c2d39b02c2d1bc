import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SseParser } from './sse.js';

const STREAM =
  ': keep-alive\n\ndata: {"a":1}\n\nevent: x\ndata: one\ndata: two\n\ndata:tight\r\n\r\ndata: {"é":"😀"}\n\ndata: [DONE]\n\n';
const EVENTS = ['{"a":1}', 'one\ntwo', 'tight', '{"é":"😀"}', '[DONE]'];

const parse = (pieces: readonly string[]): string[] => {
  const parser = new SseParser();
  const events = pieces.flatMap((piece) => [...parser.push(piece)]);
  const last = parser.end();
  return last === undefined ? events : [...events, last];
};

describe('server-sent events', () => {
  it('are the same for every cut of the stream', () => {
    for (let i = 0; i <= STREAM.length; i += 1) {
      for (let j = i; j <= STREAM.length; j += 1) {
        expect(parse([STREAM.slice(0, i), STREAM.slice(i, j), STREAM.slice(j)])).toEqual(EVENTS);
      }
    }
  });

  it('hold what was sent, whatever it is', () => {
    fc.assert(
      fc.property(fc.array(fc.json(), { maxLength: 10 }), fc.array(fc.nat(200)), (events, cuts) => {
        const stream = events.map((event) => `data: ${event}\n\n`).join('');
        const pieces: string[] = [];
        let at = 0;
        for (const cut of cuts) pieces.push(stream.slice(at, (at += cut)));
        expect(parse([...pieces, stream.slice(at)])).toEqual(events);
      }),
    );
  });

  it('give a last event that no empty line closed', () => {
    expect(parse(['data: {"a":1}\n\ndata: tail'])).toEqual(['{"a":1}', 'tail']);
  });

  it('are read once each, in however many pieces they come', () => {
    const parser = new SseParser();
    const said = 'x\r\n'.repeat(700_000);
    for (let at = 0; at < said.length; at += 10) parser.push(said.slice(at, at + 10));
    expect(parser.push('data: end\r')).toEqual([]);
    expect(parser.push('\n\r\n')).toEqual(['end']);
  });

  it('are refused when one never ends', () => {
    const parser = new SseParser();
    const piece = `data: ${'x'.repeat(1024 * 1024)}`;
    expect(() => {
      for (let i = 0; i < 5; i += 1) parser.push(piece);
    }).toThrow(expect.objectContaining({ code: 'provider_error' }));
  });
});
