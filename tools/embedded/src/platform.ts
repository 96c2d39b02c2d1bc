const PACKAGES: readonly string[] = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'];

/** The program loader of glibc, which Alpine and other musl systems lack. */
const GLIBC_LOADERS: Readonly<Record<string, string>> = {
  'linux-x64': '/lib64/ld-linux-x86-64.so.2',
  'linux-arm64': '/lib/ld-linux-aarch64.so.1',
};

/** Why the PostgreSQL binaries cannot run on this machine, with the way out; undefined when they can. */
export function unsupportedPlatform(
  platform: string,
  arch: string,
  exists: (path: string) => boolean,
): string | undefined {
  if (platform === 'win32') {
    return 'The embedded PostgreSQL does not run on Windows: use WSL2, or set DATABASE_URL to a PostgreSQL of your own.';
  }
  const target = `${platform}-${arch}`;
  if (!PACKAGES.includes(target)) {
    return `There is no embedded PostgreSQL for ${target}: set DATABASE_URL to a PostgreSQL of your own.`;
  }
  const loader = GLIBC_LOADERS[target];
  if (loader !== undefined && !exists(loader)) {
    return `The embedded PostgreSQL needs glibc, which this system (Alpine or another musl system) lacks: use a Debian-based image, or set DATABASE_URL to a PostgreSQL of your own.`;
  }
  return undefined;
}
