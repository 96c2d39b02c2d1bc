import type { App } from '@radiant/identity';
import type { Told } from '../audit-details.js';

export const APP_STATUSES = ['active', 'inactive'] as const satisfies readonly App['status'][];

/** What the trail tells of an app. */
export const toldOfApp = ({ name, status }: App): Told => ({ name, status });
