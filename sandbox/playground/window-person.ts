import type { Locator, Page } from 'playwright-core';

export type WindowPerson = ReturnType<typeof createWindowPerson>;

/** A person at a window of the playground, who goes by what can be seen: words and roles. */
export function createWindowPerson(page: Page) {
  const dialog = () => page.getByRole('dialog');

  async function command(text: string): Promise<void> {
    const box = page.getByRole('textbox', { name: /^Message to #/ });
    await box.fill(text);
    await box.press('Enter');
  }

  return {
    page,
    dialog,
    command,

    /** A message or note that says something. */
    message: (words: string | RegExp): Locator =>
      page.getByRole('article').filter({ hasText: words }).last(),

    /** Waits until a message or private note says something. */
    async reads(words: string | RegExp): Promise<void> {
      await page.getByRole('article').filter({ hasText: words }).last().waitFor();
    },

    /** Waits until the modal says something. */
    async modalReads(words: string | RegExp): Promise<void> {
      await dialog().getByText(words).first().waitFor();
    },

    /** Presses a button in the modal. */
    async inModal(button: string | RegExp): Promise<void> {
      await dialog().getByRole('button', { name: button }).first().click();
    },

    async fill(label: string | RegExp, text: string): Promise<void> {
      await dialog().getByRole('textbox', { name: label }).fill(text);
    },

    /** Chooses in a menu of the modal, by the words of its label and of the choice. */
    async choose(label: string | RegExp, choice: string): Promise<void> {
      await dialog().getByRole('button', { name: label }).click();
      await page.getByRole('combobox', { name: 'Search' }).fill(choice.replace('#', ''));
      await page.getByRole('option', { name: choice }).click();
      if (await page.getByRole('listbox').count()) await page.keyboard.press('Escape');
      await dialog().getByRole('button', { name: choice }).waitFor();
    },

    async closeModal(): Promise<void> {
      await dialog().getByRole('button', { name: 'Close window' }).click();
      await dialog().waitFor({ state: 'detached' });
    },

    /** Searches India, chooses the first number, says what it is for and sends the request. */
    async requestNumber(purpose: string): Promise<void> {
      await command('/vobiz-number search IN');
      await this.sendRequest(purpose);
    },

    /** In an open search: chooses the first number, says what it is for and sends the request. */
    async sendRequest(purpose: string): Promise<void> {
      await dialog()
        .getByRole('button', { name: /^Choose/ })
        .first()
        .click();
      await dialog()
        .getByRole('textbox', { name: /What is it for/ })
        .fill(purpose);
      await dialog().getByRole('button', { name: 'Send for approval', exact: true }).click();
      await dialog().waitFor({ state: 'detached' });
      await this.reads(purpose);
    },

    /** Puts the clock ahead in the panel, and waits until the bot is back. */
    async leap(label: string): Promise<void> {
      const panel = await this.openPanel('Vobiz');
      const back = page.waitForResponse(/\/clock$/);
      await panel.getByRole('button', { name: label }).click();
      await back;
      await page.getByText('bot connected', { exact: true }).waitFor();
    },

    async openPanel(name: 'Vobiz' | 'Inspector'): Promise<Locator> {
      const button = page.getByRole('button', { name, exact: true });
      if ((await button.getAttribute('aria-pressed')) !== 'true') await button.click();
      return page.getByRole('complementary', { name });
    },
  };
}
