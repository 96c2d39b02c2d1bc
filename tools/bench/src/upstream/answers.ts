import { nanoseconds } from '../load/clock.js';
import { mark } from './marks.js';

const WORDS = 'the quick answer of a fake model that costs nothing and says little while it keeps a gateway busy '
  .repeat(8)
  .slice(0, 720);
const IDENTITY = '"id":"chatcmpl-fake","created":1700000000,"model":"fake"';
const EVENT = `data: {${IDENTITY},"object":"chat.completion.chunk",`;
const usage = (completion: number): string =>
  `"usage":{"prompt_tokens":512,"completion_tokens":${completion},"total_tokens":${512 + completion}}`;

export const httpAnswer = (json: string, status = '200 OK'): Buffer =>
  Buffer.from(
    `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(json)}\r\nconnection: keep-alive\r\n\r\n${json}`,
  );

const completion = (content: string): Buffer =>
  httpAnswer(
    `{${IDENTITY},"object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"${content}","refusal":null},"logprobs":null,"finish_reason":"stop"}],${usage(160)},"system_fingerprint":"fp_fake"}`,
  );
const COMPLETION = completion(WORDS);

/** A whole answer of about 1 KB. */
export const completionFor = (placeholder: string | undefined): Buffer =>
  placeholder === undefined ? COMPLETION : completion(`${placeholder}: ${WORDS.slice(0, -placeholder.length)}`);

export const STREAM_HEAD =
  'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncache-control: no-cache\r\ntransfer-encoding: chunked\r\nconnection: keep-alive\r\n\r\n';
const STREAM_END = '0\r\n\r\n';
const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`; // ASCII: as many bytes as characters
const delta = (fields: string, finish = 'null'): string =>
  `${EVENT}"choices":[{"index":0,"delta":{${fields}},"logprobs":null,"finish_reason":${finish}}]}\n\n`;

/**
 * The bytes of chunk `index` of `chunks`, stamped with the present time. A placeholder is mentioned in every tenth pair of
 * chunks, cut in two: its first half ends one chunk, its second half begins the next.
 */
export function streamChunk(index: number, chunks: number, placeholder = ''): string {
  const half = Math.ceil(placeholder.length / 2);
  const before = index % 10 === 1 ? placeholder.slice(half) : '';
  const after = index % 10 === 0 && index + 1 < chunks ? placeholder.slice(0, half) : '';
  const role = index === 0 ? delta('"role":"assistant","content":""') : '';
  const text = delta(`"content":"${before} some ${mark(nanoseconds(), index)} words ${after}"`);
  if (index + 1 < chunks) return chunk(role + text);
  const last = delta('', '"stop"') + `${EVENT}"choices":[],${usage(chunks * 3)}}\n\n` + 'data: [DONE]\n\n';
  return chunk(role + text) + chunk(last) + STREAM_END;
}
