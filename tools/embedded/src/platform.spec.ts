import { describe, expect, it } from '@jest/globals';
import { unsupportedPlatform } from './platform.js';

const everything = () => true;
const nothing = () => false;

describe('unsupportedPlatform', () => {
  it.each([
    ['linux', 'x64'],
    ['linux', 'arm64'],
    ['darwin', 'x64'],
    ['darwin', 'arm64'],
  ])('has no objection to %s on %s', (platform, arch) => {
    expect(unsupportedPlatform(platform, arch, everything)).toBeUndefined();
  });

  it('does not look for glibc on macOS', () => {
    expect(unsupportedPlatform('darwin', 'arm64', nothing)).toBeUndefined();
  });

  it('names WSL2 and DATABASE_URL on Windows', () => {
    expect(unsupportedPlatform('win32', 'x64', everything)).toMatch(/WSL2.*DATABASE_URL/);
  });

  it('names Alpine and DATABASE_URL where glibc is missing', () => {
    expect(unsupportedPlatform('linux', 'x64', nothing)).toMatch(/Alpine.*DATABASE_URL/);
  });

  it('names the machine that has no binaries', () => {
    expect(unsupportedPlatform('linux', 'riscv64', everything)).toMatch(/linux-riscv64.*DATABASE_URL/);
  });

  it('answers in one line', () => {
    for (const reason of [
      unsupportedPlatform('win32', 'x64', everything),
      unsupportedPlatform('linux', 'x64', nothing),
      unsupportedPlatform('sunos', 'x64', everything),
    ]) {
      expect(reason).toMatch(/^[^\n]+$/);
    }
  });
});
