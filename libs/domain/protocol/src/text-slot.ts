import type { Role } from './chat-request.js';

/** Where a text will be read: decides what a policy lets stand there. */
export type Destination =
  'prompt' | 'name' | 'attachment' | 'tool_definition' | 'tool_arguments' | 'response_format' | 'stop';

/**
 * How a text is written where it stands. `json`: it is itself JSON, so what is put into it must be escaped. `identifier`:
 * words joined by underscores, in which upstreams take letters and digits only.
 */
export type SlotEscaping = 'none' | 'json' | 'identifier';

/** One text of a request. Every stage after decoding sees these only, so no field can be forgotten twice. */
export interface TextSlot {
  /** e.g. `messages[2].content[0].text`. Within a schema it holds the caller's own keys: never to be written down. */
  readonly path: string;
  readonly role: Role | undefined;
  readonly destination: Destination;
  readonly escaping: SlotEscaping;
  readonly text: string;
  /** The caller's own key of a value that may say what it is, e.g. `ssn`: never to be written down either. */
  readonly key?: string | undefined;
}

/** Told of each text in turn; answers what is to stand in its place. */
export type Visit = (slot: TextSlot) => string;
