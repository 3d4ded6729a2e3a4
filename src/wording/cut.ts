/** Text of bounded length, for what has a limit; an ellipsis says that there was more. */
export function cut(text: string, length = 1000): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`
}
