import { DomainError } from '@radiant/kernel';
import { sourcePath, type SourcePaths } from '@radiant/protocol';

const MESSAGE = /^messages\[(\d+)\]/;

/**
 * Whatever is refused is named as the caller wrote it.
 * @param sources undefined where the caller's shape is the canonical one.
 * @param earlier how many messages of the session stand before the caller's own.
 * @throws as `work`.
 */
export async function namedAsWritten<Result>(
  sources: SourcePaths | undefined,
  earlier: number,
  work: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof DomainError ? renamed(error, sources, earlier) : error;
  }
}

function renamed(error: DomainError, sources: SourcePaths | undefined, earlier: number): DomainError {
  const { field } = error.facts;
  if (typeof field !== 'string') return error;
  const own = ownPath(field, earlier);
  const written = sources ? sourcePath(sources, own) : own;
  if (written === field) return error;
  const { message, cause } = error;
  const said = message.startsWith(`${field} `) ? written + message.slice(field.length) : message;
  return new DomainError(error.code, said, { ...error.facts, field: written }, { cause });
}

function ownPath(field: string, earlier: number): string {
  const place = Number(MESSAGE.exec(field)?.[1] ?? NaN) - earlier;
  if (place < 0) return 'session_id';
  return Number.isNaN(place) ? field : field.replace(MESSAGE, `messages[${place}]`);
}
