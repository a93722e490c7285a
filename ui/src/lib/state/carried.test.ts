import { expect, it } from 'vitest';
import { carried, remembered } from './carried';

const cut = ['units', 'material', 'machinability', 'density_g_per_cm3', 'thickness_mm', 'kerf_mm', 'quality'];
const fields = (keys: readonly string[]) => keys.map((key) => ({ key }));

it('asks for the unit of every drawing, and for whom a quote is', () => {
  expect(remembered({ units: 'mm', thickness_mm: 3, quantity: 5, customer: 'Ann' })).toEqual({
    thickness_mm: 3,
  });
});

it('takes what is cut along to another task, and what was put back as well', () => {
  const own = { thickness_mm: 20, dialect: 'fanuc' };
  expect(carried(own, { units: 'mm', kerf_mm: 0.8, gap_mm: 5 }, fields([...cut, 'gap_mm']))).toEqual({
    dialect: 'fanuc',
    units: 'mm',
    kerf_mm: 0.8,
  });
});

it('takes nothing along from a task that cuts nothing', () => {
  const own = { thickness_mm: 20 };
  expect(carried(own, { quality: 'high', passes: 2 }, fields(['quality', 'passes']))).toEqual(own);
  expect(carried(own, {}, [])).toEqual(own);
});
