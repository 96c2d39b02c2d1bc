import { DomainError } from '@radiant/kernel';
import type { CompletionChunk } from '../completion.js';
import { asCount, asFields, asText, type Fields } from '../json-reader.js';
import { answerFields, malformed } from '../provider-answer.js';
import { saidChunk, textChunks, toolCallChunk, type ChunkHead } from '../said-chunk.js';
import { SseParser } from '../sse.js';
import { finishReason, messagesUsage } from './decode-message.js';

interface OpenCall {
  /** Among the calls. */
  readonly position: number;
  /** What stood where it began: nothing as a rule, all of it from servers that send no pieces. */
  readonly input: Fields;
  hasArguments: boolean;
}

/** Reads one streamed answer of `POST /v1/messages`, cut anywhere, as the chunks that OpenAI would have sent. */
export class MessageStream {
  /** Whether the provider has said that the answer is whole. */
  finished = false;
  private readonly parser = new SseParser();
  private head: ChunkHead = { id: '', created: 0 };
  /** By the block's position in the answer. */
  private readonly toolCalls = new Map<number, OpenCall>();
  /** What was said of usage so far: the beginning knows the input, the end the output. */
  private usage: Fields = {};

  /** Nothing of the answer follows what says so. */
  get closed(): boolean {
    return this.finished;
  }

  /**
   * @returns the chunks that `piece` completes.
   * @throws DomainError `provider_error`, or `service_unavailable` when it is overloaded.
   */
  push(piece: string): readonly CompletionChunk[] {
    return this.parser.push(piece).flatMap((data) => this.event(data));
  }

  /** What was left when the connection ended. @throws as `push`. */
  end(): readonly CompletionChunk[] {
    const last = this.parser.end();
    return last === undefined ? [] : this.event(last);
  }

  private event(data: string): readonly CompletionChunk[] {
    const body = answerFields(data);
    switch (body['type']) {
      case 'message_start':
        return this.started(asFields(body['message']) ?? malformed());
      case 'content_block_start':
        return this.blockStarted(asCount(body['index']) ?? malformed(), asFields(body['content_block']) ?? malformed());
      case 'content_block_delta':
        return this.blockDelta(asCount(body['index']) ?? malformed(), asFields(body['delta']) ?? malformed());
      case 'content_block_stop':
        return this.blockStopped(asCount(body['index']) ?? malformed());
      case 'message_delta':
        return this.ending(asFields(body['delta']) ?? malformed(), asFields(body['usage']));
      case 'message_stop':
        this.finished = true;
        return [];
      case 'error':
        throw failure(asFields(body['error']));
      default:
        return []; // ping, and what is yet to be invented
    }
  }

  private started(message: Fields): readonly CompletionChunk[] {
    this.head = { id: asText(message['id']) ?? '', created: 0 };
    this.usage = { ...asFields(message['usage']) };
    return [saidChunk(this.head, { role: 'assistant', content: '' })];
  }

  private blockStarted(index: number, block: Fields): readonly CompletionChunk[] {
    switch (block['type']) {
      case 'text':
        return textChunks(this.head, 'content', block['text']);
      case 'thinking':
        return textChunks(this.head, 'reasoning', block['thinking']);
      case 'redacted_thinking':
        return [saidChunk(this.head, { seal: { kind: 'sealed', data: asText(block['data']) ?? malformed() } })];
      case 'tool_use': {
        const position = this.toolCalls.size;
        const [id, name] = [asText(block['id']) ?? malformed(), asText(block['name']) ?? malformed()];
        this.toolCalls.set(index, { position, input: asFields(block['input']) ?? {}, hasArguments: false });
        return [toolCallChunk(this.head, { index: position, id, name, arguments: '' })];
      }
      default:
        return [];
    }
  }

  private blockDelta(index: number, delta: Fields): readonly CompletionChunk[] {
    switch (delta['type']) {
      case 'text_delta':
        return textChunks(this.head, 'content', delta['text']);
      case 'thinking_delta':
        return textChunks(this.head, 'reasoning', delta['thinking']);
      case 'input_json_delta': {
        const call = this.toolCalls.get(index);
        const json = asText(delta['partial_json']) ?? malformed();
        if (!call || json === '') return [];
        call.hasArguments = true;
        return [toolCallChunk(this.head, { index: call.position, id: undefined, name: undefined, arguments: json })];
      }
      case 'signature_delta':
        return [
          saidChunk(this.head, { seal: { kind: 'signature', signature: asText(delta['signature']) ?? malformed() } }),
        ];
      default:
        return []; // citations
    }
  }

  /** Clients read the arguments as JSON, which nothing at all is not: where no piece came, they come at once. */
  private blockStopped(index: number): readonly CompletionChunk[] {
    const call = this.toolCalls.get(index);
    if (!call || call.hasArguments) return [];
    const given = JSON.stringify(call.input);
    return [toolCallChunk(this.head, { index: call.position, id: undefined, name: undefined, arguments: given })];
  }

  private ending(delta: Fields, usage: Fields | undefined): readonly CompletionChunk[] {
    this.usage = { ...this.usage, ...usage };
    const reason = finishReason(asText(delta['stop_reason']));
    if (reason === undefined) return [];
    const reported = messagesUsage(this.usage);
    const last = saidChunk(this.head, { finishReason: reason, stopSequence: asText(delta['stop_sequence']) });
    return reported ? [last, { ...last, choices: [], usage: reported }] : [last];
  }
}

/** The provider's own message is not read: it may quote the prompt. */
const failure = (error: Fields | undefined): DomainError =>
  error?.['type'] === 'overloaded_error'
    ? new DomainError('service_unavailable', 'the provider is overloaded', { retryAfterSeconds: 1 })
    : new DomainError('provider_error', 'the provider reported an error while answering');
