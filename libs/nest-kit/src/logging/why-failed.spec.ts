import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@radiant/kernel';
import { causeOf, whyFailed } from './why-failed.js';

const failure = (code: string): Error => Object.assign(new Error('password of radiant_app is wrong'), { code });
const unavailable = (cause: unknown): DomainError => new DomainError('service_unavailable', 'no', {}, { cause });

describe('why something failed', () => {
  it('is our code and the name of what lies behind it, however deep', () => {
    expect(whyFailed(unavailable(failure('28P01')))).toEqual({ errorCode: 'service_unavailable', cause: '28P01' });
    expect(causeOf(unavailable(new Error('wrapped', { cause: failure('ECONNREFUSED') })))).toBe('ECONNREFUSED');
    expect(causeOf(unavailable(new AggregateError([failure('ECONNREFUSED'), failure('EPERM')])))).toBe('ECONNREFUSED');
  });

  it('is the name of an exception of AWS', () => {
    const missing = Object.assign(new Error('Requested resource not found'), { name: 'ResourceNotFoundException' });
    expect(causeOf(unavailable(missing))).toBe('ResourceNotFoundException');
  });

  it('is the status with which a provider failed', () => {
    const failed = new DomainError('provider_error', 'the provider failed', { upstreamStatus: 401 });
    expect(whyFailed(failed)).toEqual({ errorCode: 'provider_error', cause: 'HTTP_401' });
  });

  it('is never a text, whoever wrote it', () => {
    expect(causeOf(failure('Jane Doe called'))).toBeUndefined();
    expect(causeOf(Object.assign(new Error('x'), { name: 'Jane Doe' }))).toBeUndefined();
    expect(causeOf(unavailable(new Error('Jane Doe')))).toBeUndefined();
    expect(whyFailed('Jane Doe')).toEqual({});
  });

  it('is found though causes go round in a circle', () => {
    const error = failure('EIO');
    error.cause = error;
    expect(causeOf(error)).toBe('EIO');
  });
});
