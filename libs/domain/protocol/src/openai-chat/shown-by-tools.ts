import type { AttachedPart, ContentPart, Message } from '../chat-request.js';

/** Tools answer in text in OpenAI's chat: what else one shows follows the answers of its turn, as if a user showed it. */
export function withoutShownByTools(messages: readonly Message[]): readonly Message[] {
  if (!messages.some((message) => shownBy(message).length > 0)) return messages;
  const spread: Message[] = [];
  let shown: ContentPart[] = [];
  for (const message of messages) {
    if (message.role !== 'tool') spread.push(...asUser(shown));
    if (message.role !== 'tool') shown = [];
    const parts = shownBy(message);
    shown.push(...parts);
    spread.push(parts.length === 0 ? message : onlyText(message));
  }
  return [...spread, ...asUser(shown)];
}

const isShown = (part: ContentPart): part is AttachedPart => part.type !== 'text' && part.type !== 'refusal';

const shownBy = ({ role, content }: Message): readonly AttachedPart[] =>
  role !== 'tool' || content === null || typeof content === 'string' ? [] : content.filter(isShown);

function onlyText({ content, toolCallId }: Message): Message {
  const texts = content === null || typeof content === 'string' ? content : content.filter((part) => !isShown(part));
  return { ...SILENT, role: 'tool', content: texts?.length === 0 ? '' : texts, toolCallId };
}

const asUser = (content: readonly ContentPart[]): readonly Message[] =>
  content.length === 0 ? [] : [{ ...SILENT, role: 'user', content }];

const SILENT = {
  name: undefined,
  refusal: undefined,
  toolCalls: [],
  toolCallId: undefined,
  functionCall: undefined,
} as const;
