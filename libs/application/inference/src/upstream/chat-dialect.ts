import {
  chatWireGrammar,
  decodeChunk,
  decodeCompletion,
  decodeMessage,
  decodeResponse,
  encodeChatRequest,
  encodeMessagesRequest,
  encodeResponsesRequest,
  isDone,
  MessageStream,
  messagesWireGrammar,
  responsesWireGrammar,
  SseParser,
  StreamedResponse,
  type ChatRequest,
  type ChatWireGrammar,
  type Completion,
  type CompletionChunk,
} from '@radiant/protocol';
import { PLAIN_CONNECTION, type Connection, type Model, type Provider } from '@radiant/registry';
import { chatPath } from './paths.js';

/** How chat is spoken with one kind of upstream: what is sent to it, and what its answers mean. */
export interface ChatDialect {
  /** After the provider's address, e.g. `/v1/chat/completions`. */
  path(model: Model): string;
  /** The exact JSON that leaves. @param user a pseudonym of the caller's end user. */
  encode(request: ChatRequest, model: Model, user: string | undefined): string;
  /** What the encoded bytes say by themselves, for the tripwire. @param model its name at the provider. */
  grammar(model: string): ChatWireGrammar;
  /** A whole answer. @throws DomainError `provider_error` in our own words. */
  decode(answer: string): Completion;
  /** For one streamed answer. */
  stream(): ChatStreamDecoder;
}

/** Reads one streamed answer, cut anywhere. */
export interface ChatStreamDecoder {
  /** Whether the provider has said that the answer is whole. */
  readonly finished: boolean;
  /** Whether it has said so in a way that nothing more of the answer can follow, not even its usage. */
  readonly closed: boolean;
  /** @returns the chunks that `piece` completes. @throws DomainError `provider_error` in our own words. */
  push(piece: string): readonly CompletionChunk[];
  /** What was left when the connection ended. @throws as `push`. */
  end(): readonly CompletionChunk[];
}

/** OpenAI's chat completions, which nearly every upstream speaks. */
export const OPENAI_CHAT: ChatDialect = openAiDialect(PLAIN_CONNECTION);

/** Anthropic's Messages API. */
const anthropicDialect = ({ extraFields }: Connection): ChatDialect => ({
  path: () => '/v1/messages',
  encode: (request, { name, maxOutputTokens, hasThinkingMode: thinks }, user) =>
    encodeMessagesRequest(request, { name, maxOutputTokens, thinks }, user, extraFields),
  grammar: messagesWireGrammar,
  decode: decodeMessage,
  stream: () => new MessageStream(),
});

/** OpenAI's responses: for models that reason between the calls of their tools. */
const responsesDialect = (connection: Connection): ChatDialect => ({
  path: () => '/v1/responses',
  encode: (request, model, user) => encodeResponsesRequest(request, model.name, user, connection),
  grammar: responsesWireGrammar,
  decode: decodeResponse,
  stream: () => new StreamedResponse(),
});

/** The dialect that a provider understands. */
export function chatDialectOf({ connection }: Provider): ChatDialect {
  if (connection === PLAIN_CONNECTION) return OPENAI_CHAT;
  switch (connection.dialect) {
    case 'openai':
    case 'azure_openai':
      return openAiDialect(connection);
    case 'openai_responses':
      return responsesDialect(connection);
    case 'anthropic':
      return anthropicDialect(connection);
  }
}

/** @param connection what the upstream does not take or calls otherwise, and where it is asked. */
function openAiDialect(connection: Connection): ChatDialect {
  return {
    path: (model) => chatPath(connection, model),
    encode: (request, model, user) => encodeChatRequest(request, model.name, user, connection),
    grammar: (model) => chatWireGrammar(model, connection.rename),
    decode: decodeCompletion,
    stream: () => new OpenAiStreamDecoder(),
  };
}

class OpenAiStreamDecoder implements ChatStreamDecoder {
  private readonly parser = new SseParser();
  /** Choices that have begun, to whether they have ended. */
  private readonly choices = new Map<number, boolean>();
  closed = false;

  get finished(): boolean {
    return this.closed || (this.choices.size > 0 && [...this.choices.values()].every((ended) => ended));
  }

  push(piece: string): readonly CompletionChunk[] {
    return this.chunks(this.parser.push(piece));
  }

  end(): readonly CompletionChunk[] {
    const last = this.parser.end();
    return last === undefined ? [] : this.chunks([last]);
  }

  private chunks(events: readonly string[]): CompletionChunk[] {
    const chunks: CompletionChunk[] = [];
    for (const data of events) {
      if (this.closed) break; // what follows is no part of the answer
      if (isDone(data)) {
        this.closed = true;
        continue;
      }
      const chunk = decodeChunk(data);
      for (const { index, finishReason } of chunk.choices) this.note(index, finishReason);
      chunks.push(chunk);
    }
    return chunks;
  }

  /** Usage may come with an empty choice once all have ended: what has ended stays so. */
  private note(index: number, finishReason: string | null): void {
    if (finishReason !== null) this.choices.set(index, true);
    else if (!this.choices.has(index)) this.choices.set(index, false);
  }
}
