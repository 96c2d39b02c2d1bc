import type { Message, Thought } from './chat-request.js';
import { textOfBase64 } from './data-url.js';
import type { Visit } from './text-slot.js';

/** What a provider seals is long, of letters and digits mixed, and says nothing to anybody else. */
const SEALED = /^[A-Za-z0-9+/_-]+={0,2}$/;
const SHORTEST_SEAL = 40;
const KINDS_OF_CHARACTERS = [/[a-z]/, /[A-Z]/, /[0-9]/];

/** Whether a text looks like what a provider has sealed: what can be read, or is somebody's number, is none. */
export const isSealed = (text: string): boolean =>
  text.length >= SHORTEST_SEAL &&
  SEALED.test(text) &&
  KINDS_OF_CHARACTERS.every((kind) => kind.test(text)) &&
  textOfBase64(text.replaceAll('-', '+').replaceAll('_', '/')) === undefined;

/** The thought with its text visited. One that was changed is no longer what was signed. */
export function mapThought(thought: Thought, path: string, visit: Visit): Thought {
  if (thought.kind === 'sealed') return thought;
  const { text, signature } = thought;
  const visited = visit({ path, role: 'assistant', destination: 'prompt', escaping: 'none', text });
  return { kind: 'said', text: visited, signature: visited === text ? signature : undefined };
}

/** The messages without what the model thought. */
export const withoutThoughts = (messages: readonly Message[]): readonly Message[] =>
  messages.some(({ thoughts }) => thoughts)
    ? messages.map((message) => (message.thoughts ? { ...message, thoughts: undefined } : message))
    : messages;
