import { expect, test } from 'vitest'
import { isLatest } from './image-tag.js'

const digest = `sha256:${'0a'.repeat(32)}`

// Answers of Kubernetes 1.37, by the imagePullPolicy that it fills in.
test.each([
  ['nginx', true],
  ['nginx:latest', true],
  ['nginx:1.29', false],
  ['nginx:', false],
  ['', false],
  ['Nginx', false],
  ['acme/web', true],
  ['Acme/web', true],
  ['localhost/web', true],
  ['localhost:5000/web', true],
  ['localhost:5000/web:1', false],
  ['registry.example.com/a/b:latest', true],
  ['registry.example.com/A/b', false],
  ['nginx@DIGEST', false],
  ['nginx:latest@DIGEST', true],
  ['nginx:1@DIGEST', false],
  ['nginx@sha256:0a', false],
  ['nginx:latest@sha256:0a', false],
  ['nginx@md5:0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a', false],
  ['a//b', false],
  ['a..b', false],
  ['a__b', true],
  ['a---b', true],
  ['a_-b', false],
  ['-a', false],
  ['a:LATEST', false],
  ['a:.x', false],
  ['[::1]:5000/a', true],
  ['0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a', false],
  ['nginx latest', false],
  ['https://x/y', false],
  ['UPPER.example.com/a', true],
  ['a:latest', true],
  ['docker.io/nginx', true],
  ['library/nginx:latest', true],
])('%s: %s', (image, latest) => {
  expect(isLatest(image.replace('DIGEST', digest))).toBe(latest)
})
