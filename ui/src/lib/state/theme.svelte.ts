import { isOneOf, Stored } from './stored';

export const THEMES = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof THEMES)[number];
export type ThemeName = 'light' | 'dark';

const stored = new Stored<ThemeChoice>('penstock.theme', 'system', isOneOf(THEMES));

/** Light or dark: the system's unless a person chose. Writes `data-theme` on the root element. */
export class Theme {
  #choice = $state<ThemeChoice>(stored.read());
  #system = $state<ThemeName>('light');

  constructor(
    readonly root: HTMLElement = document.documentElement,
    query: MediaQueryList = window.matchMedia('(prefers-color-scheme: dark)'),
  ) {
    this.#system = query.matches ? 'dark' : 'light';
    query.addEventListener('change', () => {
      this.#system = query.matches ? 'dark' : 'light';
      this.#write();
    });
    this.#write();
  }

  get choice(): ThemeChoice {
    return this.#choice;
  }
  set choice(choice: ThemeChoice) {
    this.#choice = choice;
    stored.write(choice);
    this.#write();
  }

  /** What is shown. */
  get name(): ThemeName {
    return this.#choice === 'system' ? this.#system : this.#choice;
  }

  /** The other one of light and dark. */
  flip(): void {
    this.choice = this.name === 'dark' ? 'light' : 'dark';
  }

  #write(): void {
    this.root.dataset['theme'] = this.name;
  }
}
