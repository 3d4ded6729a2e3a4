import { resourceAt } from '../../runtime/documents/resource-at.js'
import { setOwn } from '../../runtime/member.js'
import type { Diagnostic, Document, Gap, Resource, Source } from '../../runtime/model/index.js'
import { ibmClassic } from './ibm-classic.js'
import { ibmVpc } from './ibm-vpc.js'
import { isObject, kubernetes } from './kubernetes.js'
import { type Instance, isTerraform, readTerraform } from './plan.js'
import { tencentVpc } from './tencent-vpc.js'
import { viewed } from './view.js'
import { gapOf, isLive, type Mapping, worldOf } from './world.js'

const mappings: readonly Mapping[] = [kubernetes, ibmVpc, ibmClassic, tencentVpc]

/** What a plan does with a resource. */
const changeType = 'terraform/Change'

/**
 * Plans and states of Terraform, as `terraform show -json` writes them. What there will be is a `terraform/<type>` for each
 * resource, named by its address; objects of Kubernetes and firewalls of clouds are what their own exports give, too. What is
 * known only after apply is an error for every expression that reads it. Each change is a `terraform/Change`.
 */
export const terraform: Source = {
  name: 'terraform',
  reads: 'terraform show -json: plans and states of Terraform and OpenTofu',
  accepts: ({ data }) => isTerraform(data),
  read(document) {
    const { instances, problems, gaps } = readTerraform(document)
    const live = instances.filter(isLive)
    const world = worldOf(
      document,
      instances,
      mappings.flatMap(({ parts }) => parts),
    )
    const views: Resource[] = []
    const obscure: Gap[] = []
    for (const instance of live) {
      if (instance.mode !== 'managed') continue
      for (const { view } of mappings) {
        const made = view(instance, world)
        if (made === undefined) continue
        if ('obscured' in made) obscure.push(gapOf(document, instance, { makes: '*' }, made.obscured))
        else views.push(viewed(document, instance, made))
      }
    }
    return {
      resources: [
        ...live.map((instance) => itself(document, instance)),
        ...views,
        ...instances.filter(isDeleted).flatMap((instance) =>
          mappings.flatMap(({ deleted }) => {
            const view = deleted?.(instance)
            return view ? [viewed(document, instance, view)] : []
          }),
        ),
        ...instances.flatMap((instance) => change(document, instance)),
      ],
      problems,
      gaps: [...gaps, ...world.gaps, ...obscure],
      warnings: unreadObjects(document, live),
    }
  },
}

function isDeleted({ mode, operation }: Instance): boolean {
  return mode === 'managed' && (operation === 'delete' || operation === 'replace')
}

/** The resource as Terraform has it. */
function itself(document: Document, instance: Instance): Resource {
  const { address, mode, type, values, valuesPointer, operation, sensitive } = instance
  const identity = { type: `terraform/${mode === 'data' ? 'data/' : ''}${type}`, id: address, name: address }
  const resource = resourceAt(document, valuesPointer, values, identity, operation && { operation })
  return { ...resource, ...(sensitive.length > 0 && { sensitive }) }
}

function change(document: Document, instance: Instance): Resource[] {
  const { address, module, mode, type, name, provider, operation, values, before } = instance
  if (operation === undefined) return []
  const data: Record<string, unknown> = { address, module, mode, type, name, provider, operation }
  setOwn(data, 'before', before)
  setOwn(data, 'after', values)
  const secret = [
    ...instance.sensitive.map((path) => ['after', ...path]),
    ...instance.sensitiveBefore.map((path) => ['before', ...path]),
  ]
  const resource = resourceAt(document, instance.pointer, data, {
    type: changeType,
    id: address,
    name: address,
  })
  const locate = (pointer: string) =>
    document.locate(
      instance.pointer + pointer.replace(/^\/(?=(?:before|after|operation)(?:\/|$))/, '/change/'),
    )
  return [{ ...resource, locate, ...(secret.length > 0 && { sensitive: secret }) }]
}

/** Objects of Kubernetes whose form is not known here: no policy of Kubernetes judges them. */
function unreadObjects(document: Document, live: readonly Instance[]): Diagnostic[] {
  const unread = live.filter(
    ({ type, mode }) => mode === 'managed' && /^kubernetes_/.test(type) && !isObject(type),
  )
  const first = new Map(unread.map((instance) => [instance.type, instance]))
  return [...first.values()].map(({ type, pointer }) => ({
    code: 'source-unread',
    level: 'warning',
    message: `${type} is read as terraform/${type} alone, not as an object of Kubernetes`,
    hint: 'write it as a kubernetes_manifest to have it judged by policies of Kubernetes',
    location: document.locate(pointer),
  }))
}
