import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ResponseParser } from './response-parser.js';

const FIXED = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello';
const EMPTY = 'HTTP/1.1 204 No Content\r\ncontent-length: 0\r\n\r\n';
const CHUNKED =
  'HTTP/1.1 502 Bad Gateway\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n4;name=v\r\nfour\r\n1A\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\n\r\n';

/** What the parser reports of `text`, cut at `cuts`. */
function parse(text: string, cuts: readonly number[]): string[] {
  const reported: string[] = [];
  let body = '';
  const parser = new ResponseParser({
    onBody: (bytes, from, to) => {
      body += bytes.toString('latin1', from, to);
    },
    onEnd: (status, bodyBytes, close) => {
      reported.push(`${status} ${body} ${bodyBytes}${close ? ' close' : ''}`);
      body = '';
    },
    onMalformed: () => reported.push('malformed'),
  });
  const edges = [0, ...[...cuts].sort((a, b) => a - b), text.length];
  for (const [i, edge] of edges.entries()) {
    const piece = text.slice(edge, edges[i + 1] ?? edge);
    if (piece !== '') parser.feed(Buffer.from(piece, 'latin1'));
  }
  return reported;
}

describe('ResponseParser', () => {
  it('reads answers in a row, wherever the bytes are cut', () => {
    const text = FIXED + EMPTY + CHUNKED + FIXED;
    const cut = fc.integer({ min: 0, max: text.length });
    fc.assert(
      fc.property(fc.array(cut, { maxLength: 12 }), (cuts) => {
        expect(parse(text, cuts)).toEqual([
          '200 hello 5',
          '204  0',
          '502 fourabcdefghijklmnopqrstuvwxyz 30 close',
          '200 hello 5',
        ]);
      }),
    );
  });

  it('reports an answer without a length', () => {
    expect(parse('HTTP/1.1 200 OK\r\n\r\n', [])).toEqual(['malformed']);
  });
});
