// The register of devices of the pretended shop.
import type { DeviceRecord, InspectionView } from '$/api';
import type { Answers } from '$/host/fake';
import { NOON } from './sale';

const DAY = 86_400_000;
export const device = (device_id: string, more: Partial<DeviceRecord> = {}): DeviceRecord => ({
  device_id,
  kind: 'terminal',
  name: 'Counter terminal',
  make: 'Feig',
  model: 'cVEND plug',
  serial_number: 'FC-2039-11873',
  terminal_number: '52500041',
  firmware: '2.14.15',
  kcv: '3FA1C0',
  place: 'Counter, left',
  state: 'in_use',
  lock: null,
  enrolled_at: NOON - 120 * DAY,
  retired_at: null,
  inspected_at: NOON - 12 * DAY,
  inspection_due_at: NOON + 18 * DAY,
  inspection: 'good',
  ...more,
});
export const REGISTER: DeviceRecord[] = [
  device('t-1'),
  device('t-2', {
    name: 'Terrace',
    serial_number: 'FC-2039-11902',
    terminal_number: '52500042',
    place: 'Terrace bar',
    inspected_at: NOON - 36 * DAY,
    inspection_due_at: NOON - 6 * DAY,
    inspection: 'overdue',
  }),
  device('t-3', {
    name: 'Back door',
    serial_number: 'FC-2039-11960',
    terminal_number: '52500043',
    place: '',
    kcv: null,
    state: 'locked',
    lock: {
      reason: 'substituted',
      at: NOON - 3 * 3_600_000,
      expected: 'FC-2039-11960',
      found: 'FC-2044-70031',
      receipt: null,
    },
  }),
  device('t-4', {
    name: 'Kiosk',
    terminal_number: '52500044',
    serial_number: 'FC-2039-12011',
    state: 'locked',
    lock: {
      reason: 'books_behind',
      at: NOON - 3_600_000,
      expected: '417',
      found: '418',
      receipt: {
        receipt_no: 418,
        trace: 1031,
        turnover_no: null,
        amount_minor: 1200,
        approved: true,
        terminal_number: '52500044',
        date: 1122,
        time: 140_207,
      },
    },
  }),
  device('p-printer', {
    kind: 'printer',
    name: 'Epson TM-m30III',
    make: 'Epson',
    model: 'TM-m30III',
    serial_number: 'X5YC019283',
    terminal_number: null,
    firmware: null,
    kcv: null,
    inspection: 'not_asked',
    inspected_at: null,
    inspection_due_at: null,
  }),
];
const inspection = (n: number, more: Partial<InspectionView> = {}): InspectionView => ({
  inspection_id: `i-${n}`,
  device_id: 't-1',
  at: NOON - n * 30 * DAY - 12 * DAY,
  by: 'u-tech',
  by_name: 'Tomasz Nowak',
  ok: true,
  note: n === 0 ? 'Seals whole, slot clean' : 'As always',
  photo: n === 0,
  ...more,
});

/** A register that keeps what is done to it. */
export function pretendRegister(records: readonly DeviceRecord[] = REGISTER): Answers {
  let all = [...records];
  let looks = [0, 1, 2, 3].map((n) => inspection(n));
  const put = (device_id: string, change: Partial<DeviceRecord>): DeviceRecord => {
    const next = { ...all.find((each) => each.device_id === device_id)!, ...change };
    all = all.map((each) => (each.device_id === device_id ? next : each));
    return next;
  };
  return {
    register_list: () => all,
    register_device: ({ device_id }) => ({
      device: all.find((each) => each.device_id === device_id) ?? device(device_id),
      inspections: looks.filter((each) => each.device_id === device_id),
    }),
    register_edit: ({ device_id, ...set }) => put(device_id, set),
    device_inspect: ({ device_id, inspection_id, ok, note, photo }) => {
      const made = { inspection_id, device_id, at: NOON, ok, note, photo: photo !== null };
      looks = [inspection(0, made), ...looks];
      return put(device_id, {
        inspected_at: NOON,
        inspection_due_at: NOON + 30 * DAY,
        inspection: 'good',
        ...(ok
          ? {}
          : {
              state: 'locked',
              lock: {
                reason: 'tampered',
                at: NOON,
                expected: null,
                found: 'inspection',
                receipt: null,
              },
            }),
      });
    },
    device_clear: ({ device_id }) => put(device_id, { state: 'in_use', lock: null }),
    device_photo: () => ({ media_type: 'image/png', base64: 'iVBORw0KGgo=' }),
    inspections: () => looks,
    inspection_policy: () => ({
      rule: 'block',
      interval_days: 30,
      warn_days: 3,
      grace_days: 14,
    }),
    inspection_policy_save: (policy) => policy,
  };
}
