// Builds the package when it is installed from git or from its folder. As a global installation from git (pre-commit does
// so), npm runs this without the packages that the build needs: then they are installed first.
import { execSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const run = (command) =>
  execSync(command, { stdio: 'inherit', env: { ...process.env, npm_config_global: 'false' } })

if (!existsSync('node_modules/rolldown')) run('npm ci --ignore-scripts --no-audit --no-fund')
run('npm run build')
