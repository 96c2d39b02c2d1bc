import { DomainError } from '@radiant/kernel';

const TOOL_NAME = /^[a-zA-Z0-9_-]{1,128}$/;

/** @param expected completes `<field> must be …`. */
export const unsupported = (field: string, expected: string): DomainError =>
  new DomainError('validation_error', `${field} must be ${expected}`, { field });

/** @throws DomainError `validation_error`: Anthropic takes fewer characters than OpenAI. */
export function toolName(name: string, field: string): string {
  if (!TOOL_NAME.test(name)) throw unsupported(field, '1 to 128 letters, digits, _ or -: this provider takes no other');
  return name;
}

/**
 * Ids of calls are the caller's or another provider's: characters that Anthropic refuses become `_`, alike in call and
 * result.
 */
export const callId = (id: string): string => id.replaceAll(/[^a-zA-Z0-9_-]/g, '_') || '_';
