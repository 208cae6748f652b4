// The doors of the safety room, in their order. Each is a screen of its own behind its own permission.
import type { Permission } from '$/api';

export const SAFETY_ROOMS = [
  { path: '/safety', text: 'safety-room-posture', permission: 'posture_view' },
  { path: '/safety/keys', text: 'safety-room-keys', permission: 'key_view' },
  { path: '/safety/backups', text: 'safety-room-backups', permission: 'backup_run' },
  { path: '/safety/register', text: 'safety-room-register', permission: 'register_view' },
] as const satisfies readonly { path: string; text: string; permission: Permission }[];

export type SafetyRoom = (typeof SAFETY_ROOMS)[number]['path'];
