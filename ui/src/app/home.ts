// Where each role starts its work.
import type { Role } from '$/api';

const HOMES: Record<Role, string> = {
  cashier: '/sell',
  supervisor: '/sell',
  manager: '/day',
  technician: '/devices',
  auditor: '/journal',
};

export function home(role: Role): string {
  return HOMES[role];
}
