import type { KeptReply } from '@radiant/inference';

/** Whether what was unsealed is a reply. */
export const isStoredReply = (value: unknown): value is KeptReply =>
  isObject(value) &&
  typeof value['status'] === 'number' &&
  typeof value['body'] === 'string' &&
  isObject(value['headers']) &&
  Object.values(value['headers']).every((header) => typeof header === 'string');

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
