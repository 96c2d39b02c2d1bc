import { anthropicError } from '@radiant/nest-kit';
import { encodeMessageAnswer, MessageEvents, type MessageEvent, type MessagesRequest } from '@radiant/protocol';
import type { AnswerShape, StreamShape } from '../calls/answer-shape.js';

/** Anthropic's messages. @param requestId told with an error. */
export const messagesShape = ({ showsThinking }: MessagesRequest, requestId: string): AnswerShape => ({
  requestType: 'message',
  whole: ({ completion, model }) => encodeMessageAnswer(completion, model, showsThinking),
  stream: () => messagesStream(new MessageEvents(showsThinking), requestId),
});

const messagesStream = (events: MessageEvents, requestId: string): StreamShape => ({
  keepAlive: named('ping', { type: 'ping' }),
  chunk: (chunk, model) => written(events.chunk(chunk, model)),
  end: () => written(events.end()),
  failed: (error) => named('error', anthropicError(error, requestId)),
});

const written = (events: readonly MessageEvent[]): string => events.map((event) => named(event.type, event)).join('');

const named = (event: string, data: object): string => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
