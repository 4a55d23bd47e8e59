import { digest } from './clock.ts';
import type { InventoryNumber } from './inventory.ts';

interface Plan {
  setup: number;
  monthly: number;
}

/** Fees in major units. 500/250 is the published sample; the rest is there for variety, fractions included. */
const IN_PLANS: readonly Plan[] = [
  { setup: 500, monthly: 250 },
  { setup: 0, monthly: 300 },
  { setup: 1000, monthly: 250 },
  { setup: 499.5, monthly: 249.75 },
  { setup: 500, monthly: 200 },
];
const US_PLANS: readonly Plan[] = [
  { setup: 1, monthly: 3 },
  { setup: 0, monthly: 2.5 },
  { setup: 5, monthly: 4.25 },
];

/** Region, how many numbers, and the series they start with. All numbers are invented. */
const IN_REGIONS: readonly [region: string, count: number, series: string][] = [
  ['MH', 8, '98200'],
  ['KA', 6, '98450'],
  ['DL', 6, '98100'],
  ['TN', 5, '98400'],
  ['TG', 4, '98480'],
  ['GJ', 4, '98250'],
  ['WB', 4, '98300'],
  ['KL', 3, '98470'],
];
/** 555-01XX is the range kept free for fiction. */
const US_REGIONS: readonly [region: string, count: number, areaCode: string][] = [
  ['CA', 6, '415'],
  ['NY', 5, '212'],
  ['TX', 4, '512'],
];

/** The shelf of a fresh stand-in: 40 Indian and 15 American numbers, the same in every run. */
export function seedInventory(): InventoryNumber[] {
  const india = IN_REGIONS.flatMap(([region, count, series]) =>
    Array.from({ length: count }, (_, index) =>
      listed(indianNumber(region, series, index), 'IN', region, 'INR', IN_PLANS, index),
    ),
  );
  const america = US_REGIONS.flatMap(([region, count, areaCode]) =>
    Array.from({ length: count }, (_, index) =>
      listed(`+1${areaCode}55501${10 + index * 7}`, 'US', region, 'USD', US_PLANS, index),
    ),
  );
  return [...india, ...america];
}

/** The first one of Maharashtra is the number in the vendor's own samples. */
function indianNumber(region: string, series: string, index: number): string {
  if (region === 'MH' && index === 0) return '+919876543210';
  const tail = Number.parseInt(digest('number', region, index).slice(0, 8), 16) % 100_000;
  return `+91${series}${String(tail).padStart(5, '0')}`;
}

function listed(
  e164: string,
  country: string,
  region: string,
  currency: string,
  plans: readonly Plan[],
  index: number,
): InventoryNumber {
  const plan = plans[index % plans.length] ?? { setup: 0, monthly: 0 };
  return { e164, country, region, currency, ...plan };
}
