#!/bin/sh
# Validates documents of OSCAL with compliance-trestle (PyPI), which loads them, and with liboscal-java (Maven Central), which
# knows NIST's constraints: identities, references, allowed values. Results need the component definition beside them.
# Usage: scripts/validate-oscal.sh FILE...
# Needs python3; and java and mvn for the constraints, which are left out, and said to be, without them.
# Exits 0 when all files are valid, 1 when one is not, 2 when a validator could not run.
set -eu

if [ $# -eq 0 ]; then
  echo "usage: $0 FILE..." >&2
  exit 2
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0

python3 -m venv "$work/venv" && "$work/venv/bin/pip" install --quiet compliance-trestle || exit 2
mkdir "$work/trestle"
number=0
for file in "$@"; do
  number=$((number + 1))
  # Names of models in trestle's workspace have no dots.
  path=$(cd "$(dirname "$file")" && pwd)/$(basename "$file")
  (
    cd "$work/trestle"
    [ -d .trestle ] || "$work/venv/bin/trestle" init --local >/dev/null 2>&1
    "$work/venv/bin/trestle" import -f "$path" -o "model-$number"
  ) >"$work/out" 2>&1 && echo "$file: loaded by compliance-trestle" || { cat "$work/out" >&2; status=1; }
done
(cd "$work/trestle" && "$work/venv/bin/trestle" validate --all) >"$work/out" 2>&1 || { cat "$work/out" >&2; status=1; }
echo "$(grep -c '^VALID' "$work/out") of $# valid by compliance-trestle"

if ! command -v mvn >/dev/null || ! command -v java >/dev/null; then
  echo "constraints not checked: java and mvn are needed" >&2
  exit $status
fi
mkdir "$work/java"
cat >"$work/java/pom.xml" <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>dev.policytest</groupId>
  <artifactId>validate-oscal</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>dev.metaschema.oscal</groupId>
      <artifactId>liboscal-java</artifactId>
      <version>5.2.0</version>
    </dependency>
  </dependencies>
</project>
XML
cat >"$work/java/Validate.java" <<'JAVA'
import gov.nist.secauto.metaschema.core.configuration.DefaultConfiguration;
import gov.nist.secauto.metaschema.core.model.constraint.IConstraint.Level;
import gov.nist.secauto.oscal.lib.OscalBindingContext;
import java.nio.file.Path;

public class Validate {
  public static void main(String[] files) throws Exception {
    boolean isValid = true;
    for (String file : files) {
      var result = OscalBindingContext.instance().validateWithConstraints(Path.of(file).toUri(), new DefaultConfiguration<>());
      for (var finding : result.getFindings()) {
        if (finding.getSeverity().ordinal() >= Level.WARNING.ordinal()) {
          System.err.println(file + ": " + finding.getSeverity() + ": " + finding.getPath() + ": " + finding.getMessage());
        }
      }
      System.out.println(file + ": " + (result.isPassing() ? "valid" : "not valid") + " by NIST's constraints");
      isValid &= result.isPassing();
    }
    System.exit(isValid ? 0 : 1);
  }
}
JAVA
(cd "$work/java" && mvn -q -B dependency:copy-dependencies -DoutputDirectory=lib) || exit 2
# Without a logging provider a library complains on standard error.
java -Dlog4j2.StatusLogger.level=OFF -cp "$work/java/lib/*" "$work/java/Validate.java" "$@" || status=1
exit $status
