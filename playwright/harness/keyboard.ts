import { expect, type Locator, type Page } from "@playwright/test";

const STEPS_MAX = 80;
const ACTIVE_WITHIN_MS = 300;
/** Somebody looks at what is marked before pressing Enter: what is found still changes while they type. */
const LOOKED_AT_MS = 250;

/** Somebody without a mouse: nothing but keys is pressed, and where the focus is must be seen after each. */
export class KeyboardOnly {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Goes on, or back, until the focus is where it is wanted. */
  async tabTo(target: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
    await target.waitFor();
    for (let step = 0; step < STEPS_MAX; step += 1) {
      if (await isFocused(target)) return this.seesFocusOn(target);
      await this.#page.keyboard.press(key);
    }
    throw new Error(`${target} was not reached in ${STEPS_MAX} steps`);
  }

  /** Focus is there, and the browser draws it as it does for keys. */
  async seesFocusOn(target: Locator): Promise<void> {
    await expect(target).toBeFocused();
    expect(await target.evaluate((element) => element.matches(":focus-visible")), `${target}`).toBe(true);
  }

  /** Goes down a list or a menu until the wanted entry is the one that Enter would take, and takes it. */
  async choose(target: Locator): Promise<void> {
    await target.waitFor();
    for (let step = 0; step < STEPS_MAX; step += 1) {
      // Typing in a search makes its first find the active one.
      if ((await isSoonActive(target)) && (await isStillActive(target, this.#page))) {
        return this.#page.keyboard.press("Enter");
      }
      await this.#page.keyboard.press("ArrowDown");
    }
    throw new Error(`${target} was not reached in ${STEPS_MAX} steps`);
  }

  async type(target: Locator, text: string): Promise<void> {
    await this.tabTo(target);
    await this.#page.keyboard.press("ControlOrMeta+A");
    await this.#page.keyboard.type(text);
  }

  async press(target: Locator, key = "Enter"): Promise<void> {
    await this.tabTo(target);
    await this.#page.keyboard.press(key);
  }

  async key(key: string): Promise<void> {
    await this.#page.keyboard.press(key);
  }
}

async function isStillActive(target: Locator, page: Page): Promise<boolean> {
  await page.waitForTimeout(LOOKED_AT_MS);
  return isSoonActive(target);
}

function isFocused(target: Locator): Promise<boolean> {
  return target.evaluate((element) => element === document.activeElement);
}

/**
 * Has the focus itself, or is marked by a search that keeps the focus. A page takes a moment, and what screen readers are
 * told of the mark follows half a second later, by React Aria's design.
 */
function isSoonActive(target: Locator): Promise<boolean> {
  return target.evaluate(async (element, withinMs) => {
    for (const until = performance.now() + withinMs; performance.now() < until; ) {
      const focused = document.activeElement;
      if (focused === element || element.hasAttribute("data-focus-visible")) return true;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return false;
  }, ACTIVE_WITHIN_MS);
}
