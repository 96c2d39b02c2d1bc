import type { CompletionChunk } from '../completion.js';
import { asCount, asFields, asText, type Fields } from '../json-reader.js';
import { answerFields, malformed } from '../provider-answer.js';
import { saidChunk, textChunks, toolCallChunk, type ChunkHead } from '../said-chunk.js';
import { SseParser } from '../sse.js';
import { BETWEEN_THOUGHTS, responseEnd, responseFailure, responseUsage } from './decode-response.js';

/** Reads one streamed answer of `POST /v1/responses`, cut anywhere, as the chunks of a chat. */
export class StreamedResponse {
  /** Whether the provider has said that the answer is whole. */
  finished = false;
  private readonly parser = new SseParser();
  private head: ChunkHead = { id: '', created: 0 };
  /** Of the calls, by the item's position in the answer: theirs among the calls, and whether arguments came. */
  private readonly toolCalls = new Map<number, { readonly position: number; hasArguments: boolean }>();
  /** Where the last thought was read: its item, its part. */
  private thought: string | undefined;

  /** Nothing of the answer follows what says so. */
  get closed(): boolean {
    return this.finished;
  }

  /** @returns the chunks that `piece` completes. @throws DomainError as `decodeResponse`. */
  push(piece: string): readonly CompletionChunk[] {
    return this.parser.push(piece).flatMap((data) => this.event(data));
  }

  /** What was left when the connection ended. @throws as `push`. */
  end(): readonly CompletionChunk[] {
    const last = this.parser.end();
    return last === undefined ? [] : this.event(last);
  }

  private event(data: string): readonly CompletionChunk[] {
    if (data === '[DONE]') return []; // some servers close every stream so
    const body = answerFields(data);
    switch (body['type']) {
      case 'response.created':
        return this.started(asFields(body['response']) ?? malformed());
      case 'response.output_item.added':
        return this.itemAdded(body);
      case 'response.output_item.done':
        return this.itemDone(body);
      case 'response.output_text.delta':
        return textChunks(this.head, 'content', body['delta']);
      case 'response.refusal.delta':
        return textChunks(this.head, 'refusal', body['delta']);
      case 'response.reasoning_summary_text.delta':
      case 'response.reasoning_text.delta':
        return this.thinking(body);
      case 'response.function_call_arguments.delta':
        return this.argumentsOf(body, body['delta']);
      case 'response.completed':
      case 'response.incomplete':
        return this.ended(asFields(body['response']) ?? malformed());
      case 'response.failed':
        throw responseFailure(asFields(asFields(body['response'])?.['error']));
      case 'error':
        throw responseFailure(asFields(body['error']) ?? body);
      default:
        return []; // what is said twice, and what is yet to be invented
    }
  }

  private started(response: Fields): readonly CompletionChunk[] {
    this.head = { id: asText(response['id']) ?? '', created: asCount(response['created_at']) ?? 0 };
    return [saidChunk(this.head, { role: 'assistant', content: '' })];
  }

  private itemAdded(event: Fields): readonly CompletionChunk[] {
    const item = asFields(event['item']) ?? malformed();
    if (item['type'] !== 'function_call') return [];
    const position = this.toolCalls.size;
    this.toolCalls.set(asCount(event['output_index']) ?? malformed(), { position, hasArguments: false });
    const [id, name] = [asText(item['call_id']) ?? malformed(), asText(item['name']) ?? malformed()];
    return [toolCallChunk(this.head, { index: position, id, name, arguments: '' })];
  }

  /** Where nothing came in pieces, the arguments come at once. */
  private itemDone(event: Fields): readonly CompletionChunk[] {
    const item = asFields(event['item']) ?? malformed();
    const call = this.toolCalls.get(asCount(event['output_index']) ?? malformed());
    return item['type'] !== 'function_call' || call?.hasArguments ? [] : this.argumentsOf(event, item['arguments']);
  }

  private argumentsOf(event: Fields, value: unknown): readonly CompletionChunk[] {
    const call = this.toolCalls.get(asCount(event['output_index']) ?? malformed()) ?? malformed();
    const given = asText(value) ?? malformed();
    if (given === '') return [];
    call.hasArguments = true;
    return [toolCallChunk(this.head, { index: call.position, id: undefined, name: undefined, arguments: given })];
  }

  private thinking(event: Fields): readonly CompletionChunk[] {
    const text = asText(event['delta']) ?? malformed();
    if (text === '') return [];
    const part = JSON.stringify([event['output_index'], event['summary_index'] ?? event['content_index']]);
    const between = this.thought === undefined || this.thought === part ? '' : BETWEEN_THOUGHTS;
    this.thought = part;
    return [saidChunk(this.head, { reasoning: between + text })];
  }

  private ended(response: Fields): readonly CompletionChunk[] {
    this.finished = true;
    const last = saidChunk(this.head, { finishReason: responseEnd(response, this.toolCalls.size > 0) });
    const usage = responseUsage(response['usage']);
    return usage ? [last, { ...last, choices: [], usage }] : [last];
  }
}
