// The side navigation's groups in their order, with the screens a person may enter.
import type { NavGroup, Screen } from './screens';

const GROUPS: readonly NavGroup[] = ['till', 'books', 'shop', 'technician'];

export function grouped(rooms: readonly Screen[]): { group: NavGroup; rooms: Screen[] }[] {
  return GROUPS.map((group) => ({
    group,
    rooms: rooms.filter((room) => room.nav?.group === group),
  })).filter((each) => each.rooms.length > 0);
}
