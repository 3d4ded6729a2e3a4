import * as z from 'zod'
import { once } from '../../once.js'
import { namedEnvelope } from '../formats/envelope.js'
import { expression, name, text, typeGlob, variable } from '../formats/words.js'

/** The file format of a fix. */
export const fixFormat = once(() =>
  namedEnvelope(
    'Fix',
    z.strictObject({
      title: text.exactOptional(),
      description: text.describe('What to do with the files, and what to look at before.').exactOptional(),
      guidelines: z
        .array(name)
        .min(1)
        .describe('Ids of the guidelines of pack.yaml that hold once the files are applied.')
        .exactOptional(),
      requires: z
        .array(typeGlob)
        .min(1)
        .describe('Types that the files are made from; without them none are made.')
        .exactOptional(),
      variables: z.array(variable).exactOptional(),
      forEach: expression
        .describe('CEL giving a list or a map: a file, or a part of one, is made for each element.')
        .exactOptional(),
      file: expression.describe('CEL giving the path of the file as a string; its ending says the format.'),
      content: expression.describe(
        'CEL giving what is in the file: a map for .yaml and .json, a list of commands (each a list of words) for .sh, lines for anything else.',
      ),
    }),
  ).meta({
    title: 'Fix',
    description: "What the documents recommend, as files made from an inventory's own data.",
  }),
)
