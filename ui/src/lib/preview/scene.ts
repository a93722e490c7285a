/**
 * One decoded level with what drawing and picking derive from it.
 */

import { buildGrid, type Grid } from './culling';
import { decodeLevel, type Level } from './decode';
import { deriveTravel, type Travel } from './travel';

export interface Scene {
  /** Number of the level, 0 the coarsest. */
  readonly number: number;
  readonly level: Level;
  readonly grid: Grid;
  /** Derived when first asked for. */
  readonly travel: Travel;
}

export function buildScene(bytes: ArrayBuffer, number: number, layerCount: number): Scene {
  const level = decodeLevel(bytes, layerCount);
  let travel: Travel | null = null;
  return {
    number,
    level,
    grid: buildGrid(level),
    get travel() {
      travel ??= deriveTravel(level);
      return travel;
    },
  };
}
