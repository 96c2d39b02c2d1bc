import { describe, expect, it } from '@jest/globals';
import { modelId } from '@radiant/kernel';
import fc from 'fast-check';
import { PERMISSIONS } from './permissions.js';
import { KEY_PERMISSIONS, mayUseModel, parseScopes } from './scopes.js';

describe('parseScopes', () => {
  it('takes permissions, and gives none that are not named', () => {
    expect(parseScopes(['inference.call', 'usage.read'])).toEqual({
      permissions: new Set(['inference.call', 'usage.read']),
      models: undefined,
    });
    expect(parseScopes([]).permissions).toEqual(new Set());
  });

  it('takes a star for everything a key may do, re-identification included, and nothing beyond', () => {
    expect(parseScopes(['*']).permissions).toEqual(new Set(KEY_PERMISSIONS));
    expect([...KEY_PERMISSIONS].sort()).toEqual([
      'inference.call',
      'model.read',
      'phi.detect',
      'phi.reidentify',
      'session.delete',
      'session.read',
      'usage.read',
    ]);
  });

  it('takes models, which by themselves permit nothing', () => {
    const scopes = parseScopes(['model:small', 'model:team/large:v2']);
    expect(scopes).toEqual({ permissions: new Set(), models: new Set(['small', 'team/large:v2']) });
  });

  it('takes no administrative permission, so that no key is an administrator', () => {
    for (const name of Object.keys(PERMISSIONS)) {
      const read = () => parseScopes(['*', name]);
      if (KEY_PERMISSIONS.some((permission) => permission === name)) expect(read).not.toThrow();
      else expect(read).toThrow(expect.objectContaining({ code: 'validation_error', facts: { field: 'scopes' } }));
    }
  });

  it('takes no other text and does not repeat it', () => {
    const other = fc
      .string()
      .filter((text) => text !== '*' && !text.startsWith('model:') && !KEY_PERMISSIONS.some((known) => known === text));
    fc.assert(
      fc.property(other, (text) => {
        expect(() => parseScopes(['inference.call', text])).toThrow(/^scopes must be \*, model:<id> or of [a-z_., ]+$/);
      }),
    );
    for (const name of ['__proto__', 'constructor', 'toString'])
      expect(() => parseScopes([name])).toThrow(/^scopes must/);
  });
});

describe('mayUseModel', () => {
  it('confines a key to the models it names, whole and case included', () => {
    const scopes = parseScopes(['*', 'model:large']);
    expect(mayUseModel(scopes, modelId('large'))).toBe(true);
    for (const other of ['small', 'large-2', 'larg', 'LARGE']) expect(mayUseModel(scopes, modelId(other))).toBe(false);
  });

  it('confines neither a key that names none nor a person', () => {
    expect(mayUseModel(parseScopes(['*']), modelId('large'))).toBe(true);
    expect(mayUseModel(undefined, modelId('large'))).toBe(true);
  });
});
