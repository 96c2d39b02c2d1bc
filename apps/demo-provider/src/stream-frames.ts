import type { Fault } from './behaviour.js';
import { closingChunks, contentChunks } from './chat-shapes.js';
import type { Completion } from './completion.js';
import { errorEvent } from './upstream-errors.js';

/** A fault in the middle of a stream comes after this many chunks, or after the last one of a shorter text. */
const CHUNKS_BEFORE_FAULT = 3;

export interface StreamPlan {
  readonly chunkCharacters: number;
  readonly includeUsage: boolean;
  readonly fault: Fault;
  /** What `garbage` repeats: the text that the model was told. */
  readonly told: string;
}

/** How the connection is left when the frames are through. */
export type StreamEnd = 'complete' | 'stay-open' | 'reset';

export function streamEnd(fault: Fault): StreamEnd {
  if (fault === 'stall') return 'stay-open';
  return fault === 'reset' ? 'reset' : 'complete';
}

/** The server-sent events of a streamed reply in order, with the fault in its place. */
export function* streamFrames(completion: Completion, plan: StreamPlan): Generator<string> {
  const { fault, told } = plan;
  const withUsage = plan.includeUsage && fault !== 'no-usage';
  // OpenAI's chunks before the usage say `usage: null` when usage was asked for.
  const chunkFrame = (chunk: object): string => frame(withUsage ? { usage: null, ...chunk } : chunk);
  let sent = 0;
  for (const chunk of contentChunks(completion, plan.chunkCharacters)) {
    if (sent === CHUNKS_BEFORE_FAULT && endsEarly(fault)) break;
    if (sent === CHUNKS_BEFORE_FAULT && fault === 'garbage') yield garbage(told);
    yield chunkFrame(chunk);
    sent += 1;
  }
  if (fault === 'garbage' && sent <= CHUNKS_BEFORE_FAULT) yield garbage(told);
  if (fault === 'error-event') yield frame(errorEvent());
  if (endsEarly(fault)) return;
  for (const chunk of closingChunks(completion, withUsage)) yield chunkFrame(chunk);
  yield 'data: [DONE]\n\n';
}

function endsEarly(fault: Fault): boolean {
  return fault === 'stall' || fault === 'reset' || fault === 'truncate' || fault === 'error-event';
}

/** A line that no JSON parser takes, with the prompt's text in it. */
function garbage(told: string): string {
  return `data: {"choices":[{"delta":{"content":${JSON.stringify(told)}}}\n\n`;
}

function frame(event: object): string {
  return `data: ${JSON.stringify(event)}\n\n`;
}
