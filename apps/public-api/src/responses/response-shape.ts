import {
  encodeResponse,
  ResponseStream,
  wholeResponse,
  type ResponseEvent,
  type ResponseHead,
} from '@radiant/protocol';
import type { AnswerShape } from '../calls/answer-shape.js';

/** OpenAI's responses. */
export const responseShape = (head: ResponseHead): AnswerShape => ({
  requestType: 'response',
  whole: ({ completion, model }) => encodeResponse(head, wholeResponse(completion, model)),
  stream: () => {
    const stream = new ResponseStream(head);
    return {
      keepAlive: ': keep-alive\n\n',
      chunk: (chunk, model) => stream.push(chunk, model).map(event).join(''),
      end: () => stream.end().map(event).join(''),
      failed: ({ code, message, facts }) =>
        event(stream.failed({ code, message, param: typeof facts['field'] === 'string' ? facts['field'] : null })),
    };
  },
});

/** Clients tell events apart by name, or by the `type` within. */
const event = (body: ResponseEvent): string => `event: ${body.type}\ndata: ${JSON.stringify(body)}\n\n`;
