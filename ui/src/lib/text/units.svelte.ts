import { isOneOf, Stored } from '../state/stored';

export const UNIT_SYSTEMS = ['mm', 'in'] as const;
export type UnitSystem = (typeof UNIT_SYSTEMS)[number];

/** One inch in mm, exactly. */
export const INCH_MM = 25.4;

const stored = new Stored<UnitSystem>('penstock.units', 'mm', isOneOf(UNIT_SYSTEMS));

/** In which unit lengths are shown and typed. What is kept and sent is always mm. */
class Units {
  #system = $state<UnitSystem>(stored.read());

  get system(): UnitSystem {
    return this.#system;
  }
  set system(system: UnitSystem) {
    this.#system = system;
    stored.write(system);
  }
  get inches(): boolean {
    return this.#system === 'in';
  }
}

export const units = new Units();
