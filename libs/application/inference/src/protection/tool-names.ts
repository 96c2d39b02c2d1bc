import type { Tool } from '@radiant/protocol';

const NONE: ReadonlyMap<string, string> = new Map();

/** The names that hiding changed, as they leave, to the caller's own: an answer that calls a tool is to name it. */
export function toolNames(given: readonly Tool[], outbound: readonly Tool[]): ReadonlyMap<string, string> {
  const changed = given.flatMap(({ name }, i): [string, string][] => {
    const sent = outbound[i]?.name;
    return sent === undefined || sent === name ? [] : [[sent, name]];
  });
  return changed.length === 0 ? NONE : new Map(changed);
}
