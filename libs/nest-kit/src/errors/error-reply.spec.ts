import { describe, expect, it } from '@jest/globals';
import { BadRequestException, NotFoundException } from '@nestjs/common';
import { DomainError } from '@radiant/kernel';
import { errorReply } from './error-reply.js';
import { HTTP_ERRORS } from './error-table.js';
import { toDomainError } from './to-domain-error.js';

describe('an error over HTTP', () => {
  it.each(['/v1/x', '/v1', '/v1?x'])("has OpenAI's form with all four fields on %s", (url) => {
    const { status, body } = errorReply(url, new DomainError('validation_error', 'n is bad', { field: 'n' }), 'id-1');
    expect([status, body]).toEqual([
      400,
      { error: { message: 'n is bad', type: 'invalid_request_error', param: 'n', code: 'validation_error' } },
    ]);
  });

  it.each(['/v1/messages', '/v1/messages?beta=true', '/v1/messages/count_tokens'])(
    "has Anthropic's form on %s",
    (url) => {
      const { status, body } = errorReply(
        url,
        new DomainError('not_found', 'no such model', { field: 'model' }),
        'id-1',
      );
      expect([status, body]).toEqual([
        404,
        { type: 'error', error: { type: 'not_found_error', message: 'no such model' }, request_id: 'id-1' },
      ]);
    },
  );

  it('has the envelope elsewhere', () => {
    const { body } = errorReply('/api/v2/x', new DomainError('not_found', 'no such model', { field: 'model' }), 'id-1');
    expect(body).toEqual({
      success: false,
      error: { code: 'NOT_FOUND', message: 'no such model', details: { field: 'model' } },
    });
  });

  it('says when to try again in a header and not in the body', () => {
    const { headers, body } = errorReply(
      '/api/v2/x',
      new DomainError('rate_limited', 'slow down', { retryAfterSeconds: 7 }),
      'id-1',
    );
    expect(headers).toEqual({ 'retry-after': '7' });
    expect(JSON.stringify(body)).not.toContain('retryAfterSeconds');
  });

  it.each([new Error('select * from patients'), 'Jane Doe', { message: 'Jane Doe' }, undefined])(
    'that nobody expected (%p) says nothing of its own text',
    (thrown) => {
      const { status, body } = errorReply('/api/v2/x', toDomainError(thrown), 'id-1');
      expect(status).toBe(500);
      expect(JSON.stringify(body)).not.toMatch(/select|Jane/);
    },
  );

  it('of the framework keeps its status and loses its text', () => {
    expect(toDomainError(new BadRequestException('Unexpected token J in Jane'))).toMatchObject({
      code: 'validation_error',
      message: 'the body is not valid JSON',
    });
    expect(toDomainError(new NotFoundException('Cannot GET /patients/jane'))).toMatchObject({
      code: 'not_found',
      message: 'no such route',
    });
    expect(toDomainError(Object.assign(new Error('x'), { statusCode: 415 }))).toMatchObject({
      code: 'unsupported_media_type',
    });
  });

  it('has a status that clients understand for every code', () => {
    const statuses = Object.fromEntries(Object.entries(HTTP_ERRORS).map(([code, { status }]) => [code, status]));
    expect(statuses).toMatchObject({
      validation_error: 400,
      unauthorized: 401,
      budget_exceeded: 402,
      insufficient_quota: 402,
      forbidden: 403,
      phi_policy_blocked: 403,
      baa_required: 403,
      model_not_priced: 403,
      not_found: 404,
      method_not_allowed: 405,
      conflict: 409,
      precondition_failed: 412,
      payload_too_large: 413,
      unsupported_media_type: 415,
      unprocessable_entity: 422,
      rate_limited: 429,
      internal_error: 500,
      provider_error: 502,
      service_unavailable: 503,
      provider_timeout: 504,
    });
  });
});
