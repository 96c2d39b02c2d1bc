import type { ChatRequestType } from '@radiant/billing';
import type { CompletedChat } from '@radiant/inference';
import type { DomainError } from '@radiant/kernel';
import type { CompletionChunk } from '@radiant/protocol';

/**
 * How one call is answered in the shape in which it came. With the codec that decodes the request this is all that a
 * request shape is: everything between is the same for every one.
 */
export interface AnswerShape {
  /** What the books call it. */
  readonly requestType: ChatRequestType;
  /** The body of an answer in one piece. */
  whole(completed: CompletedChat): object;
  /** For one streamed answer. */
  stream(): StreamShape;
}

/** Writes one streamed answer as server-sent events; each text is whole events, or empty. */
export interface StreamShape {
  /** What clients pass over: sent while the model starts, also before anything else. */
  readonly keepAlive: string;
  /** @param model the id under which callers know the model. */
  chunk(chunk: CompletionChunk, model: string): string;
  /** What closes an answer that is whole. */
  end(): string;
  /** The one event that closes an answer that broke off, or never began. */
  failed(error: DomainError): string;
}
