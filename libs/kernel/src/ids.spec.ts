import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  apiKeyId,
  appId,
  isUuid,
  mappingId,
  modelId,
  providerId,
  requestId,
  sessionId,
  tenantId,
  userId,
} from './ids.js';

const UUIDS = [
  ['tenant id', tenantId],
  ['API key id', apiKeyId],
  ['request id', requestId],
  ['session_id', sessionId],
  ['mapping_id', mappingId],
] as const;
const NAMES = [
  ['app_id', appId],
  ['user id', userId],
  ['model', modelId],
  ['provider', providerId],
] as const;

describe.each(UUIDS)('%s', (field, parse) => {
  it('is any UUID, kept in lower case', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.boolean(), (uuid, upper) => {
        expect(parse(upper ? uuid.toUpperCase() : uuid)).toBe(uuid);
      }),
    );
  });

  it.each([
    '',
    'tenant',
    '00000000-0000-4000-8000-00000000000',
    '00000000-0000-4000-8000-0000000000000',
    '00000000000040008000000000000001',
    'g0000000-0000-4000-8000-000000000001',
    ' 00000000-0000-4000-8000-000000000001',
    '00000000-0000-4000-8000-000000000001\n',
    "00000000-0000-4000-8000-000000000001' or '1'='1",
    '{00000000-0000-4000-8000-000000000001}',
  ])('is not %j', (text) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({ code: 'validation_error', message: `${field} must be a UUID`, facts: { field } }),
    );
  });
});

describe.each(NAMES)('%s', (field, parse) => {
  it.each(['a', '0', 'gpt-4o', 'meta/llama-3.1:8b', 'dr.jones@clinic', 'A_b', 'x'.repeat(200)])('may be %j', (text) => {
    expect(parse(text)).toBe(text);
  });

  it.each(['', ' ', '-a', '.a', '/a', '@a', 'a b', 'a\n', 'a#b', "a'b", 'a%b', 'é', 'a\0', 'x'.repeat(201)])(
    'is not %j',
    (text) => {
      expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'validation_error', facts: { field } }));
      expect(() => parse(text)).toThrow(`${field} must be 1 to 200 letters, digits or . _ : / @ -, beginning with`);
    },
  );
});

describe.each([...UUIDS, ...NAMES])('%s', (_, parse) => {
  it('goes by the name that it has where it came from', () => {
    expect(() => parse('a b', 'provider_id')).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/^provider_id must be /),
        facts: { field: 'provider_id' },
      }),
    );
  });
});

describe('isUuid', () => {
  it('knows the lower-case form alone', () => {
    expect(isUuid('00000000-0000-4000-8000-00000000000a')).toBe(true);
    expect(isUuid('00000000-0000-4000-8000-00000000000A')).toBe(false);
    expect(isUuid('TENANT#00000000-0000-4000-8000-00000000000a')).toBe(false);
  });
});
