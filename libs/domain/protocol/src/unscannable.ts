import type { AttachedPart, ContentPart, Message } from './chat-request.js';

/** What nothing here can look into. */
export type UnscannableKind = AttachedPart['type'];

/** One part of a message that could carry anything. */
export interface UnscannablePart {
  /** e.g. `messages[0].content[1]`. */
  readonly path: string;
  readonly kind: UnscannableKind;
  /** The address of what the model is to fetch, where it is one: that at least can be read. */
  readonly address: string | undefined;
}

/** The parts of the messages that can't be searched for PHI, in order. */
export function unscannableParts(messages: readonly Message[]): readonly UnscannablePart[] {
  const found: UnscannablePart[] = [];
  for (const [i, { content }] of messages.entries()) {
    if (content === null || typeof content === 'string') continue;
    for (const [j, part] of content.entries()) {
      if (!isUnscannable(part)) continue;
      const address = part.source.kind === 'address' ? part.source.url : undefined;
      found.push({ path: `messages[${i}].content[${j}]`, kind: part.type, address });
    }
  }
  return found;
}

/** The messages with a text in the place of each such part that says what was removed. */
export const withoutUnscannable = (messages: readonly Message[]): readonly Message[] =>
  unscannableParts(messages).length === 0 ? messages : messages.map(scannable);

const scannable = (message: Message): Message => ({
  role: message.role,
  content:
    message.content === null || typeof message.content === 'string'
      ? message.content
      : message.content.map((part): ContentPart => (isUnscannable(part) ? removed(part) : part)),
  name: message.name,
  refusal: message.refusal,
  toolCalls: message.toolCalls,
  toolCallId: message.toolCallId,
  functionCall: message.functionCall,
  toolFailed: message.toolFailed,
  thoughts: message.thoughts,
  cache: message.cache,
});

const isUnscannable = (part: ContentPart): part is AttachedPart =>
  part.type !== 'text' && part.type !== 'refusal' && part.source.kind !== 'text';

const NAMES: Readonly<Record<UnscannableKind, string>> = { image: 'an image', audio: 'a recording', file: 'a file' };

/** How to speak of such a part, e.g. `an image`. */
export const unscannableName = (kind: UnscannableKind): string => NAMES[kind];

/** What stands in the place of such a part that was taken out. */
export const removedNote = (kind: UnscannableKind): string =>
  `(Here ${NAMES[kind]} was removed: it can't be searched for protected health information.)`;

const removed = (part: AttachedPart): ContentPart => ({
  type: 'text',
  text: removedNote(part.type),
  cache: part.type === 'audio' ? undefined : part.cache,
});
