/** Where a caller wrote one message of the canonical form, in the names of the caller's own shape. */
export interface MessageSource {
  /** All of it, e.g. `messages[1].content[0]`. */
  readonly path: string;
  /** What it says, e.g. `system`. */
  readonly content: string;
  /** Of each part; none where it is one text, or nothing more is known than where it is from. */
  readonly parts: readonly string[];
  readonly toolCalls: readonly string[];
  /** Of each of the thoughts. */
  readonly thoughts?: readonly string[];
}

/** How a caller's shape names what the canonical form has: what is refused is named as the caller wrote it. */
export interface SourcePaths {
  readonly messages: readonly MessageSource[];
  /** What is called otherwise, each applied in turn. */
  readonly names: readonly (readonly [RegExp, string])[];
}

const PLACE = /^messages\[(\d+)\](?:\.(content|tool_calls|thoughts)(?:\[(\d+)\])?)?(.*)$/;

/** @param path of the canonical form, e.g. that of a slot. @returns the caller's path to the same. */
export function sourcePath({ messages, names }: SourcePaths, path: string): string {
  const [, index, field, position, rest = ''] = PLACE.exec(path) ?? [];
  const message = messages[Number(index)];
  const found = message ? placeIn(message, field, position, rest) : path;
  return names.reduce((named, [pattern, name]) => named.replace(pattern, name), found);
}

function placeIn(
  { path, content, parts, toolCalls, thoughts = [] }: MessageSource,
  field: string | undefined,
  position: string | undefined,
  rest: string,
): string {
  if (field === undefined) return path + rest;
  if (position === undefined) return (field === 'content' ? content : path) + rest;
  const places = field === 'content' ? parts : field === 'thoughts' ? thoughts : toolCalls;
  const place = places[Number(position)];
  return place === undefined ? path : place + rest;
}

/** Of a message that stands at one place as a whole. */
export const sourceAt = (path: string): MessageSource => ({ path, content: path, parts: [], toolCalls: [] });
