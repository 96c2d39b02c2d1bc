import { describeAdminSessions } from '@radiant/identity/testing';
import { MemoryAdminSessions } from './memory-admin-sessions.js';

describeAdminSessions('memory', async () => new MemoryAdminSessions());
