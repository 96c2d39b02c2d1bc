import { DomainError } from '@radiant/kernel';

/** What is sealed or opened under a session's key; undefined when that was destroyed, or a restored database lacks it. */
export async function unlessKeyGone<Value>(use: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await use();
  } catch (error) {
    if (error instanceof DomainError && error.code === 'not_found') return undefined;
    throw error;
  }
}
