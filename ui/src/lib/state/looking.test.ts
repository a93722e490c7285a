import { expect, it } from 'vitest';
import type { PreviewInfo } from '../api/bindings';
import { Looking } from './looking.svelte';

const picture = (...names: string[]) => ({ layers: names.map((name) => ({ name })) }) as PreviewInfo;

it('hides layers by their number only while they are the same', () => {
  const looking = new Looking();
  looking.layersAre(picture('CUT', 'HOLES'));
  looking.toggle(1);
  looking.layersAre(picture('CUT', 'HOLES'));
  expect([...looking.hidden]).toEqual([1]);
  looking.layersAre(picture('Holes', 'Outlines'));
  expect([...looking.hidden]).toEqual([]);
});
