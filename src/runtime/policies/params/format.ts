import * as z from 'zod'
import { name, paramValues } from '../formats/words.js'

/** The file format of `--params`: pack → parameter → value. */
export const paramsFormat = z.record(name, paramValues).meta({
  title: 'Params',
  description: 'Values of parameters by pack (or by the name of a policy without pack).',
})

export type ParamsDocument = z.infer<typeof paramsFormat>
