import { expect, test } from './fixtures';

test.describe('searching', () => {
  test('a wrong spelling finds, and says what was looked for', async ({ page }) => {
    await page.goto('/danh-muc?q=ddaats+ddai');
    await expect(page.getByText('Hiển thị kết quả cho')).toBeVisible();
    await expect(page.locator('.hit').first()).toContainText('CSDL đất đai');
    await expect(page.locator('.hit mark').first()).toBeVisible();
  });

  test('synonyms of the table find', async ({ page }) => {
    await page.goto('/danh-muc?q=s%E1%BB%95+%C4%91%E1%BB%8F');
    await expect(page.locator('.hit').first()).toContainText('CSDL đất đai');
  });

  test('slash focuses the box, and a suggestion is chosen by the keyboard', async ({ page, javaScriptEnabled }) => {
    test.skip(javaScriptEnabled === false, 'the form alone works without JavaScript');
    await page.goto('/danh-muc');
    const box = page.locator('#q');
    await expect(box).toHaveAttribute('role', 'combobox');
    await page.keyboard.press('/');
    await expect(box).toBeFocused();
    await box.pressSequentially('khoang s');
    await expect(page.getByRole('listbox')).toBeVisible();
    await expect(box).toHaveAttribute('aria-expanded', 'true');
    await page.keyboard.press('ArrowDown');
    await expect(box).toHaveAttribute('aria-activedescendant', 'goi-y-0');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/danh-muc(\/|\?)/);
  });
});
