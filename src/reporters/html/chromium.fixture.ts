import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The Chromium of this machine: that of the variable CHROMIUM, or where systems install it. */
export const chromiumPath = [process.env.CHROMIUM ?? '', ...places].find((path) => existsSync(path))

/** What tests without a browser say of themselves. */
export const skipped =
  chromiumPath === undefined ? ' (skipped: no Chromium; set CHROMIUM to the path of one)' : ''

export function startChromium(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error('there is no Chromium')
  // the sandbox needs rights that containers do not give; the pages are our own
  return chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] })
}
