import type { Completion, ReportedUsage } from '../completion.js';
import { outputItems, type Said } from './output-items.js';
import { endStatus, responseObject, type ResponseHead } from './response-head.js';

/** An answer that is whole. */
export interface WholeResponse extends Said {
  /** The id under which the caller finds the model. */
  readonly model: string;
  readonly finishReason: string | null;
  readonly usage: ReportedUsage | undefined;
}

/** An answer in one piece as OpenAI's response object. */
export function encodeResponse(head: ResponseHead, whole: WholeResponse): object {
  const status = endStatus(whole.finishReason);
  return responseObject(head, {
    status,
    model: whole.model,
    output: outputItems(head.id, status, whole),
    outputText: whole.content ?? '',
    finishReason: whole.finishReason,
    usage: whole.usage,
  });
}

/** A whole chat answer as what a response says: its first choice. */
export function wholeResponse({ choices: [choice], usage }: Completion, model: string): WholeResponse {
  return {
    model,
    finishReason: choice?.finishReason ?? null,
    reasoning: choice?.reasoning,
    content: choice?.content ?? null,
    refusal: choice?.refusal ?? null,
    toolCalls: choice?.toolCalls ?? [],
    usage,
  };
}
