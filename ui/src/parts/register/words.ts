// How a device of the register looks: its colour, and when it is looked after.
import type { DeviceRecord } from '$/api';
import { dayOf } from '$/i18n/format.svelte';

export type DeviceTone = 'ok' | 'warn' | 'bad' | 'idle';

/** What a person has to know of the record first; null: nothing beside the device's own state. */
export function recordState(device: DeviceRecord): { tone: DeviceTone; key: string } | null {
  switch (device.state) {
    case 'locked':
      return { tone: 'bad', key: 'register-state-locked' };
    case 'retired':
      return { tone: 'idle', key: 'register-state-retired' };
    case 'in_use':
      return inspectionState(device);
  }
}

export function inspectionState(device: DeviceRecord): { tone: DeviceTone; key: string } | null {
  switch (device.inspection) {
    case 'not_asked':
    case 'good':
      return null;
    case 'soon':
      return { tone: 'warn', key: 'register-inspection-soon' };
    case 'overdue':
      return { tone: 'warn', key: 'register-inspection-overdue' };
    case 'blocked':
      return { tone: 'bad', key: 'register-inspection-blocked' };
  }
}

/** Whether it takes no card payment because of what the register says. */
export const takesNone = (device: DeviceRecord): boolean =>
  device.state === 'locked' || device.inspection === 'blocked';

/** What is looked at in an inspection, in the order of the hand: one sentence each. */
export const INSPECTION_POINTS = ['serial', 'seals', 'slot', 'keypad', 'cables', 'place'] as const;
export type InspectionPoint = (typeof INSPECTION_POINTS)[number];

const DAY_MS = 86_400_000;

/** Days of the shop's calendar from `now` to `at`; below zero: past. */
export const daysTo = (at: number, now: number): number =>
  (Date.parse(dayOf(at)) - Date.parse(dayOf(now))) / DAY_MS;
