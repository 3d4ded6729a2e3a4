/** The apiVersion of every file that policytest reads or writes. */
export const apiVersion = 'policytest.dev/v1'
