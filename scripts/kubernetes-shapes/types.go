package main

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"sort"
	"strings"

	corev1 "k8s.io/api/core/v1"
	nodev1 "k8s.io/api/node/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
)

// special types stand for one value each.
var special = map[reflect.Type]string{
	reflect.TypeOf(resource.Quantity{}):    "quantity",
	reflect.TypeOf(intstr.IntOrString{}):   "intOrString",
	reflect.TypeOf(metav1.Time{}):          "time",
	reflect.TypeOf(metav1.MicroTime{}):     "microTime",
	reflect.TypeOf(metav1.Duration{}):      "duration",
	reflect.TypeOf(metav1.FieldsV1{}):      "raw",
	reflect.TypeOf(runtime.RawExtension{}): "raw",
	reflect.TypeOf(corev1.ResourceList{}):  "resources",
	reflect.TypeOf([]byte{}):               "bytes",
}

var typesOut = map[string]map[string]string{}
var goTypes = map[string]reflect.Type{}

func nameOf(t reflect.Type) string {
	p := t.PkgPath()
	p = strings.TrimPrefix(p, "k8s.io/api/")
	p = strings.TrimPrefix(p, "k8s.io/apimachinery/pkg/apis/")
	parts := strings.Split(p, "/")
	group, version := parts[0], parts[len(parts)-1]
	if version == "v1" {
		return group + "." + t.Name()
	}
	return group + "/" + version + "." + t.Name()
}

var unmarshaler = reflect.TypeOf((*json.Unmarshaler)(nil)).Elem()

// describe says what a field holds, and collects the fields of structs on its way.
func describe(t reflect.Type) string {
	if s, ok := special[t]; ok {
		return s
	}
	switch t.Kind() {
	case reflect.Pointer:
		return "*" + describe(t.Elem())
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return "bytes"
		}
		return "[]" + describe(t.Elem())
	case reflect.Map:
		return "{}" + describe(t.Elem())
	case reflect.String:
		return "string"
	case reflect.Bool:
		return "bool"
	case reflect.Int32:
		return "int32"
	case reflect.Int64, reflect.Int:
		return "int64"
	case reflect.Float64:
		return "double"
	case reflect.Struct:
		if reflect.PointerTo(t).Implements(unmarshaler) {
			panic("unmarshaler " + t.String())
		}
		name := nameOf(t)
		if _, ok := typesOut[name]; !ok {
			if other, ok := goTypes[name]; ok && other != t {
				panic("two of " + name)
			}
			goTypes[name] = t
			fields := map[string]string{}
			typesOut[name] = fields
			fieldsOf(t, fields)
		}
		return name
	}
	panic("kind " + t.String())
}

func jsonName(f reflect.StructField) (name string, inline bool, flag string) {
	tag := f.Tag.Get("json")
	parts := strings.Split(tag, ",")
	name = parts[0]
	for _, o := range parts[1:] {
		switch o {
		case "omitempty":
			flag = "?"
		case "omitzero":
			flag = "!"
		case "inline":
			inline = true
		}
	}
	if name == "" && f.Anonymous {
		inline = true
	}
	if name == "" && !inline {
		name = f.Name
	}
	return
}

func fieldsOf(t reflect.Type, into map[string]string) {
	for i := 0; i < t.NumField(); i++ {
		f := t.Field(i)
		name, inline, flag := jsonName(f)
		if name == "-" || !f.IsExported() {
			continue
		}
		if inline {
			fieldsOf(f.Type, into)
			continue
		}
		described := describe(f.Type)
		if t == reflect.TypeOf(nodev1.Overhead{}) {
			described = strings.Replace(described, "resources", "{}quantity", 1) // the one list of resources that is not defaulted
		}
		into[name] = described + flag
	}
}

var ga = regexp.MustCompile(`^v\d+$`)

func kinds() []schema.GroupVersionKind {
	var out []schema.GroupVersionKind
	for gvk, t := range legacyscheme.Scheme.AllKnownTypes() {
		if !ga.MatchString(gvk.Version) || strings.HasSuffix(gvk.Kind, "List") || strings.HasSuffix(gvk.Kind, "Options") {
			continue
		}
		if !strings.HasPrefix(t.PkgPath(), "k8s.io/api/") {
			continue
		}
		f, ok := t.FieldByName("ObjectMeta")
		if !ok || f.Type != reflect.TypeOf(metav1.ObjectMeta{}) {
			continue
		}
		out = append(out, gvk)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].String() < out[j].String() })
	return out
}

// fill allocates everything but the own fields of `bare`.
func fill(v reflect.Value, bare reflect.Type, depth int) {
	t := v.Type()
	if _, ok := special[t]; ok || depth > 14 {
		return
	}
	switch t.Kind() {
	case reflect.Pointer:
		if t.Elem().Kind() == reflect.Struct {
			v.Set(reflect.New(t.Elem()))
			fill(v.Elem(), bare, depth+1)
		}
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return
		}
		e := reflect.New(t.Elem()).Elem()
		fill(e, bare, depth+1)
		v.Set(reflect.Append(reflect.MakeSlice(t, 0, 1), e))
	case reflect.Map:
		v.Set(reflect.MakeMap(t))
	case reflect.Struct:
		for i := 0; i < t.NumField(); i++ {
			if !t.Field(i).IsExported() {
				continue
			}
			ft := t.Field(i).Type
			if t == bare && ft.Kind() != reflect.Struct {
				continue
			}
			if ft == reflect.TypeOf(metav1.ObjectMeta{}) || ft == reflect.TypeOf(metav1.TypeMeta{}) {
				continue
			}
			fill(v.Field(i), bare, depth+1)
		}
	}
}

// byHand: defaults that depend on other fields; the normaliser knows them.
var byHand = map[string]bool{}

func init() {
	for _, name := range strings.Fields(`core.Container.imagePullPolicy core.EphemeralContainer.imagePullPolicy core.ImageVolumeSource.pullPolicy
		core.ServiceSpec.internalTrafficPolicy core.ServiceSpec.externalTrafficPolicy apps.DeploymentStrategy.rollingUpdate apps.DaemonSetUpdateStrategy.rollingUpdate
		apps.StatefulSetUpdateStrategy.rollingUpdate networking.NetworkPolicySpec.policyTypes core.ConfigMap.data resource.DeviceTaint.timeAdded
		resource.ExactDeviceRequest.count resource.DeviceSubRequest.count apps.RollingUpdateDeployment.maxSurge apps.RollingUpdateDeployment.maxUnavailable
		apps.RollingUpdateDaemonSet.maxSurge apps.RollingUpdateDaemonSet.maxUnavailable apps.RollingUpdateStatefulSetStrategy.partition apps.RollingUpdateStatefulSetStrategy.maxUnavailable`) {
		byHand[name] = true
	}
}

var defaults = map[string]map[string]string{}

// note keeps a default, or that it is not the same everywhere (~), or that there is none (-).
func note(kind string, t reflect.Type, f string, v string) {
	n := nameOf(t)
	if defaults[n] == nil {
		defaults[n] = map[string]string{}
	}
	if old, ok := defaults[n][f]; ok && old != v {
		if old != "~" {
			fmt.Fprintf(os.Stderr, "VARIES %s %s.%s: %s / %s\n", kind, n, f, old, v)
		}
		v = "~"
	}
	defaults[n][f] = v
}

// compare looks at all values of struct type T in both.
func compare(kind string, a, b reflect.Value, bare reflect.Type) {
	t := a.Type()
	if _, ok := special[t]; ok {
		return
	}
	switch t.Kind() {
	case reflect.Pointer:
		if !a.IsNil() && !b.IsNil() {
			compare(kind, a.Elem(), b.Elem(), bare)
		}
	case reflect.Slice:
		for i := 0; i < a.Len() && i < b.Len(); i++ {
			compare(kind, a.Index(i), b.Index(i), bare)
		}
	case reflect.Struct:
		own(kind, t, a, b, bare == t, bare)
	}
}

// own notes for the bare type which of its fields got a value.
func own(kind string, t reflect.Type, a, b reflect.Value, is bool, bare reflect.Type) {
	at := a.Type()
	for i := 0; i < at.NumField(); i++ {
		f := at.Field(i)
		if !f.IsExported() {
			continue
		}
		name, inline, _ := jsonName(f)
		if inline {
			own(kind, t, a.Field(i), b.Field(i), is, bare)
			continue
		}
		if is {
			if a.Field(i).Kind() == reflect.Struct && special[a.Field(i).Type()] == "" {
			} else if !a.Field(i).IsZero() {
			} else if reflect.DeepEqual(a.Field(i).Interface(), b.Field(i).Interface()) {
				note(kind, t, name, "-")
			} else {
				j, _ := json.Marshal(b.Field(i).Interface())
				note(kind, t, name, string(j))
				continue
			}
		}
		compare(kind, a.Field(i), b.Field(i), bare)
	}
}

// types writes shapes.ts.
func types() {
	kindsOut := map[string]string{}
	for _, gvk := range kinds() {
		t := legacyscheme.Scheme.AllKnownTypes()[gvk]
		key := gvk.Version + "/" + gvk.Kind
		if gvk.Group != "" {
			key = gvk.Group + "/" + key
		}
		kindsOut[key] = describe(t)
		reach := map[reflect.Type]bool{}
		var visit func(t reflect.Type)
		visit = func(t reflect.Type) {
			if _, ok := special[t]; ok {
				return
			}
			switch t.Kind() {
			case reflect.Pointer, reflect.Slice, reflect.Map:
				visit(t.Elem())
			case reflect.Struct:
				if reach[t] {
					return
				}
				reach[t] = true
				for i := 0; i < t.NumField(); i++ {
					if t.Field(i).IsExported() {
						visit(t.Field(i).Type)
					}
				}
			}
		}
		visit(t)
		for s := range reach {
			before := reflect.New(t)
			fill(before.Elem(), s, 0)
			after := reflect.New(t)
			fill(after.Elem(), s, 0)
			func() {
				defer func() {
					if p := recover(); p != nil {
						fmt.Fprintln(os.Stderr, "PANIC", key, s, p)
					}
				}()
				legacyscheme.Scheme.Default(after.Interface().(runtime.Object))
			}()
			compare(key, before.Elem(), after.Elem(), s)
		}
	}
	static := map[string]map[string]json.RawMessage{}
	for n, fs := range defaults {
		for f, v := range fs {
			if v != "-" && v != "~" && !byHand[n+"."+f] {
				if static[n] == nil {
					static[n] = map[string]json.RawMessage{}
				}
				static[n][f] = json.RawMessage(v)
			}
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, `// Generated by scripts/kubernetes-shapes from the Go types and the defaulting of Kubernetes 1.37 (k8s.io/api v0.37.2).

/** The version that the shapes are of. */
export const shapesVersion = '1.37'

/** The type of each built-in kind. */
export const kinds: Readonly<Record<string, string>> = {
`)
	for _, k := range sorted(kindsOut) {
		fmt.Fprintf(&b, "  %s: %s,\n", quote(k), quote(kindsOut[k]))
	}
	fmt.Fprintf(&b, `}

/**
 * The fields of each type: name and type, `+"`"+`*`+"`"+` for a pointer, `+"`"+`[]`+"`"+` for a list, `+"`"+`{}`+"`"+` for a map with keys of text;
 * `+"`"+`?`+"`"+` is left out when it is empty (omitempty), `+"`"+`!`+"`"+` when it is zero (omitzero).
 */
export const types: Readonly<Record<string, string>> = {
`)
	for _, t := range sorted(typesOut) {
		var fields []string
		for _, f := range sorted(typesOut[t]) {
			fields = append(fields, f+" "+typesOut[t][f])
		}
		fmt.Fprintf(&b, "  %s: %s,\n", quote(t), quote(strings.Join(fields, ", ")))
	}
	fmt.Fprintf(&b, `}

/** What the API server sets where a field is not given, whatever the other fields say. */
export const staticDefaults: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
`)
	for _, t := range sorted(static) {
		j, _ := json.Marshal(static[t])
		fmt.Fprintf(&b, "  %s: %s,\n", quote(t), j)
	}
	b.WriteString("}\n")
	os.Stdout.WriteString(b.String())
}

func quote(s string) string { return "'" + s + "'" }

func sorted[V any](m map[string]V) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}
