import { describe, expect, it } from '@jest/globals';
import { EnvironmentError } from '@radiant/nest-kit';
import { phiFloor } from './phi-floor.js';

describe('the floor of the platform', () => {
  it('demands nothing unless it is set', () => {
    expect(phiFloor({ phiFloor: undefined })).toEqual({});
  });

  it('is any of the fields of a phi_config', () => {
    expect(phiFloor({ phiFloor: '{"mode":"auto","reidentification":{"mapping_ttl_hours":72}}' })).toEqual({
      mode: 'auto',
      reidentification: { mappingTtlHours: 72 },
    });
  });

  it.each([
    ['no JSON', 'auto'],
    ['an unknown field', '{"mood":"auto"}'],
    ['a wrong value', '{"sensitivity":"high"}'],
    ['a list', '[]'],
  ])('that is %s refuses the start, naming the variable', (_what, text) => {
    expect(() => phiFloor({ phiFloor: text })).toThrow(EnvironmentError);
    expect(() => phiFloor({ phiFloor: text })).toThrow('RADIANT_PHI_FLOOR');
  });
});
