/** What this build is. The date is that of the release, so that two builds of one source are alike. */
export const BUILD = { version: '0.1.0', apiVersion: 'v2', buildDate: '2026-11' } as const;
