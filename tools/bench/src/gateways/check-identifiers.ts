import { askOnce } from '../load/ask-once.js';
import { PLAIN_MODEL } from '../load/plans.js';
import { chatBody, IDENTIFIERS } from '../load/prompt.js';
import type { Target } from './running-gateway.js';

/** Calls `target` once and tells what is wrong with what the upstream saw and the client got; empty when nothing is. */
export async function checkIdentifiers(target: Target, upstream: string): Promise<string[]> {
  if (target.route === undefined) return [];
  const { text: reply } = await askOnce(target, chatBody(PLAIN_MODEL));
  const { text: seen } = await askOnce({ url: `${upstream}/last`, headers: {} });
  const passed = IDENTIFIERS.filter((identifier) => seen.includes(identifier));
  switch (target.route.identifiers) {
    case 'passed':
      return passed.length === IDENTIFIERS.length ? [] : [`${target.name}: the upstream misses identifiers`];
    case 'hidden and restored':
      return [
        ...passed.map((identifier) => `${target.name}: the upstream saw "${identifier}"`),
        ...(seen.includes('[PHI_') ? [] : [`${target.name}: the upstream saw no placeholder`]),
        ...(IDENTIFIERS.some((identifier) => reply.includes(identifier)) && !reply.includes('[PHI_')
          ? []
          : [`${target.name}: the client's answer was not restored`]),
      ];
  }
}
