import { isBoolean, isOneOf, Stored } from './stored';

export const THEMES = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof THEMES)[number];
export type ThemeName = 'light' | 'dark';

const storedContrast = new Stored('penstock.contrast', false, isBoolean);
const stored = new Stored<ThemeChoice>('penstock.theme', 'system', isOneOf(THEMES));

/**
 * Light or dark: the system's unless a person chose; and high contrast, when either wants it. Writes
 * `data-theme` and `data-contrast` on the root element.
 */
export class Theme {
  #choice = $state<ThemeChoice>(stored.read());
  #system = $state<ThemeName>('light');
  #contrast = $state(storedContrast.read());
  #systemContrast = $state(false);

  constructor(
    readonly root: HTMLElement = document.documentElement,
    query: MediaQueryList = window.matchMedia('(prefers-color-scheme: dark)'),
    more: MediaQueryList = window.matchMedia('(prefers-contrast: more)'),
  ) {
    this.#systemContrast = more.matches;
    more.addEventListener('change', () => {
      this.#systemContrast = more.matches;
      this.#write();
    });
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

  /** A person wants high contrast; the system may want it too. */
  get contrast(): boolean {
    return this.#contrast;
  }
  set contrast(on: boolean) {
    this.#contrast = on;
    storedContrast.write(on);
    this.#write();
  }

  /** The other one of light and dark. */
  flip(): void {
    this.choice = this.name === 'dark' ? 'light' : 'dark';
  }

  #write(): void {
    this.root.dataset['theme'] = this.name;
    this.root.dataset['contrast'] = this.#contrast || this.#systemContrast ? 'more' : 'normal';
  }
}
