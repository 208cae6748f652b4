// Devices, paper, weights and the customer's screen of the pretended till.
import type {
  Event,
  PeripheralKind,
  PeripheralView,
  PrintJobView,
  ReceiptBlock,
  TillStatus,
} from '$/api';
import type { Answers } from '$/host/fake';
import { usualOptions } from '$/screens/devices/kinds';
import { NOON } from './sale';

export function peripheral(
  kind: PeripheralKind,
  name: string,
  more: Partial<PeripheralView> = {},
): PeripheralView {
  return {
    peripheral_id: `p-${kind}`,
    kind,
    driver: { printer: 'escpos', scale: 'cas', display: 'cd5220', scanner: 'scanner' }[kind],
    name,
    model: null,
    address: { kind: 'serial', path: '/dev/ttyUSB0', baud: 9600, usb_serial: null },
    options: usualOptions('en'),
    simulator: false,
    paired_at: NOON - 86_400_000,
    health: 'ready',
    last_seen_at: NOON - 2000,
    last_reading: null,
    drawer_open: null,
    waiting: 0,
    ...more,
  };
}

export const DEVICES: PeripheralView[] = [
  peripheral('printer', 'Epson TM-m30III', {
    model: 'TM-m30III',
    address: { kind: 'tcp', host: '192.168.0.41', port: 9100 },
    health: 'paper_low',
    drawer_open: false,
  }),
  peripheral('scale', 'CAS PD-II', { last_reading: '0.642' }),
  peripheral('display', 'Pole'),
  peripheral('scanner', 'Datalogic', { last_reading: '4006381333931' }),
];

export function statusOf(devices: readonly PeripheralView[]): TillStatus['devices'] {
  return devices.map(({ peripheral_id, kind, name, health }) => ({
    peripheral_id,
    kind,
    name,
    health,
  }));
}

const PAPER: ReceiptBlock[] = [
  { kind: 'title', text: 'Harbour Street' },
  { kind: 'text', text: '4 Quay Road', align: 'center', strong: false },
  { kind: 'rule' },
  { kind: 'item', name: 'Sourdough loaf 750 g', detail: null, amount: '4.20' },
  { kind: 'rule' },
  { kind: 'pair', left: 'Total', right: '€4.20', strong: true },
  { kind: 'barcode', text: '2-0417' },
];

/** What the till answers about devices and paper; `emit` sends what happens by itself. */
export function pretendDevices(emit: (event: Event) => void): Answers {
  let devices = DEVICES;
  let jobs: PrintJobView[] = [];
  let grams = 0;
  const put = (job: PrintJobView) => {
    jobs = [job, ...jobs.filter((each) => each.job_id !== job.job_id)];
    emit({ type: 'print_job', job });
    return job;
  };
  const moved = (job_id: string, change: Partial<PrintJobView>) =>
    put({ ...jobs.find((each) => each.job_id === job_id)!, ...change });
  return {
    peripherals: () => devices,
    peripheral_probe: ({ kind }) => ({
      model: kind === 'printer' ? 'TM-T20III' : null,
      simulator: false,
      health: 'ready',
      answered_in_ms: 38,
    }),
    peripheral_pair: (input) => {
      const device = peripheral(input.kind, input.name, input);
      devices = [...devices, device];
      return device;
    },
    peripheral_save: ({ peripheral_id, name, options }) => {
      const old = devices.find((each) => each.peripheral_id === peripheral_id)!;
      const device = { ...old, name, options };
      devices = devices.map((each) => (each === old ? device : each));
      return device;
    },
    peripheral_remove: ({ peripheral_id }) => {
      devices = devices.filter((each) => each.peripheral_id !== peripheral_id);
      return null;
    },
    peripheral_test: ({ test }) => ({
      ok: true,
      text: test === 'weigh' ? '0.642' : test === 'scan' ? 'A-17' : null,
      took_ms: 41,
    }),
    print_jobs: () => jobs,
    print: ({ job_id, what, printer }) =>
      put({
        job_id,
        what,
        state: 'done',
        copy: jobs.some((each) => each.state === 'done'),
        printer_name: devices.find((each) => each.peripheral_id === printer)?.name ?? 'TM-m30III',
        made_at: NOON + jobs.length,
        tries: 1,
        trouble: null,
      }),
    print_again: ({ job_id }) => moved(job_id, { state: 'done', trouble: null }),
    print_give_up: ({ job_id }) => moved(job_id, { state: 'given_up' }),
    paper: () => ({ language: 'en', copy: false, blocks: PAPER }),
    print_pdf: () => ({ file_name: 'receipt-2-0417.pdf', base64: 'JVBERi0=' }),
    weigh: () => {
      grams = Math.min(642, grams + 321);
      return { weight: `0.${String(grams).padStart(3, '0')}`, stable: grams === 642 };
    },
    picture: () => ({ base64: null }),
    picture_save: () => null,
    customer_view: () => ({
      state: 'idle',
      shop_name: 'Harbour Street',
      language: 'en',
      currency: 'EUR',
      exponent: 2,
      symbol: '€',
      lines: [],
      total_minor: 0,
      due_minor: 0,
      paid_minor: 0,
      change_minor: 0,
      savings_minor: 0,
    }),
  };
}
