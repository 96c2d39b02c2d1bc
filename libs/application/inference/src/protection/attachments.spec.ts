import { describe, expect, it } from '@jest/globals';
import { decodeChatRequest, encodeChatRequest } from '@radiant/protocol';
import { withMessages } from '../with-messages.js';
import { coverAttachments, refuseUnscannable } from './attachments.js';

const PARTS = [
  { type: 'text', text: 'see' },
  { type: 'image_url', image_url: { url: 'https://x.example/scan.png' } },
  { type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } },
  { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBERi0=' } },
  { type: 'file', file: { filename: 'a.txt', file_data: 'data:text/plain;base64,aGVsbG8=' } },
];
const request = decodeChatRequest({ model: 'm', messages: [{ role: 'user', content: PARTS }] });
const { messages } = request;
const COUNTS = new Map([
  ['image', 1],
  ['audio', 1],
  ['file', 1],
]);

describe('parts that nothing can look into', () => {
  it('are replaced by words that say so when they are stripped, and a text file stays', () => {
    const { messages: covered, unscannable, addressed } = coverAttachments(messages, 'strip');
    const sent = JSON.parse(encodeChatRequest(withMessages(request, covered), 'm')).messages[0].content;
    expect(sent.map(({ type }: { type: string }) => type)).toEqual(['text', 'text', 'text', 'text', 'file']);
    expect(sent.map(({ text }: { text?: string }) => text).slice(1, 4)).toEqual(
      ['an image', 'a recording', 'a file'].map((what) => expect.stringContaining(`${what} was removed`)),
    );
    expect(unscannable).toEqual({ rule: 'strip', counts: COUNTS });
    expect(addressed).toEqual([]);
    expect(coverAttachments(covered, 'strip').unscannable).toBeUndefined();
  });

  it('pass when they are allowed, and their addresses are to be read', () => {
    const { messages: covered, unscannable, addressed } = coverAttachments(messages, 'allow');
    expect(covered).toBe(messages);
    expect(unscannable).toEqual({ rule: 'allow', counts: COUNTS });
    expect(addressed).toEqual([
      { path: 'messages[0].content[1]', kind: 'image', address: 'https://x.example/scan.png' },
    ]);
  });

  it('refuse the call when they are to be blocked, and only then', () => {
    expect(() => refuseUnscannable(messages, 'block')).toThrow(
      expect.objectContaining({ facts: { field: 'messages[0].content[1]', kind: 'image' } }),
    );
    for (const rule of ['strip', 'allow'] as const) expect(() => refuseUnscannable(messages, rule)).not.toThrow();
    expect(() => refuseUnscannable([{ ...messages[0]!, content: 'hi' }], 'block')).not.toThrow();
  });
});
