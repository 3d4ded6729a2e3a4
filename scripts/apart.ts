import type { Plugin } from 'rolldown'

/** Packages that the code requires when a run first needs them (`src/runtime/apart.ts`): files of their own beside the bundle. */
export const apartPackages = ['glob', 're2js']

/** Lets the code require the files that are made of these packages. */
export function apart(): Plugin {
  return {
    name: 'apart',
    transform: {
      filter: { id: /src.runtime.apart\.ts$/ },
      handler: (code) => code.replace(/\brequire\((["'])(\w+)\1\)/g, 'require("./$2.cjs")'),
    },
  }
}
